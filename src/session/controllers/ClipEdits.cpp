// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/controllers/ClipEdits.h"

#include "model/Queries.h"
#include "project/Command.h"

#include <algorithm>
#include <cmath>

namespace cppmusic::session {

namespace {

std::vector<model::TrackId> clipRows(const model::Project& project)
{
    std::vector<model::TrackId> rows;
    for (const auto& track : project.tracks)
        if (track->kind != model::TrackKind::master && track->kind != model::TrackKind::vca)
            rows.push_back(track->id);
    return rows;
}

/// The offset in a looped pattern, brought into its length.
core::Beats wrapped(core::Beats offset, core::Beats length)
{
    const double passes = std::floor(offset / length);
    return core::Beats{std::max(0.0, (offset - length * passes).value)};
}

core::Beats earliestStart(const model::Project& project, const model::Clip& clip)
{
    if (const auto* pattern = std::get_if<model::PatternClip>(&clip.content))
        return pattern->isLooped ? core::Beats{0.0}
                                 : std::max(core::Beats{0.0}, clip.start - pattern->offset);
    const auto& content = std::get<model::AudioClip>(clip.content);
    const core::Seconds begin = project.tempo->secondsAt(clip.start) - content.offset;
    return std::max(core::Beats{0.0}, project.tempo->beatsAt(begin));
}

} // namespace

std::vector<ClipOrigin> clipOrigins(const model::Project& project,
                                    const std::vector<model::ClipId>& clips)
{
    const auto rows = clipRows(project);
    std::vector<ClipOrigin> origins;
    for (const auto id : clips) {
        model::TrackId track;
        const auto* clip = model::findClip(project, id, &track);
        const auto row = std::find(rows.begin(), rows.end(), track);
        if (clip == nullptr || row == rows.end()) continue;
        origins.push_back({id, (*clip)->start, static_cast<std::size_t>(row - rows.begin())});
    }
    return origins;
}

project::Batch moveTogether(const model::Project& project, const std::vector<ClipOrigin>& origins,
                            core::Beats by, int byRows)
{
    const auto rows = clipRows(project);
    for (const auto& origin : origins) {
        by = std::max(by, -origin.start);
        byRows = std::clamp(byRows, -static_cast<int>(origin.row),
                            static_cast<int>(rows.size() - 1) - static_cast<int>(origin.row));
    }
    project::Batch batch{origins.size() == 1 ? "Move clip" : "Move clips", {}};
    for (const auto& origin : origins) {
        const auto row = static_cast<std::size_t>(static_cast<int>(origin.row) + byRows);
        batch.commands.emplace_back(project::MoveClip{origin.clip, rows[row], origin.start + by});
    }
    return batch;
}

project::Command trimStart(const model::Project& project, const model::Clip& clip, core::Beats to)
{
    const core::Beats end = clip.start + clip.length;
    to = std::min(std::max(to, earliestStart(project, clip)), end - shortestClip);
    auto content = clip.content;
    if (auto* pattern = std::get_if<model::PatternClip>(&content)) {
        pattern->offset += to - clip.start;
        const auto* found = model::findPattern(project, pattern->pattern);
        if (pattern->isLooped && found != nullptr)
            pattern->offset = wrapped(pattern->offset, (*found)->length);
    } else {
        auto& audio = std::get<model::AudioClip>(content);
        audio.offset += project.tempo->secondsAt(to) - project.tempo->secondsAt(clip.start);
        audio.offset = std::max(audio.offset, core::Seconds{0.0});
    }
    project::Batch batch{"Resize clip", {}};
    batch.commands.emplace_back(project::ResizeClip{clip.id, to, end - to});
    batch.commands.emplace_back(project::SetClipContent{clip.id, content});
    return batch;
}

project::Command trimEnd(const model::Clip& clip, core::Beats to)
{
    return project::ResizeClip{clip.id, clip.start, std::max(to - clip.start, shortestClip)};
}

model::Clip makeAudioClip(const model::Project& project, const model::Asset& asset,
                          core::Beats start)
{
    model::Clip clip;
    clip.start = start;
    const core::Seconds duration{
        asset.sampleRate > 0.0 ? static_cast<double>(asset.frames) / asset.sampleRate : 0.0};
    const core::Beats end = project.tempo->beatsAt(project.tempo->secondsAt(start) + duration);
    clip.length = std::max(end - start, shortestClip);
    clip.content = model::AudioClip{asset.id, {}, 0.0f, {}, {}};
    return clip;
}

} // namespace cppmusic::session
