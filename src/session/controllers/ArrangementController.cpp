// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/controllers/ArrangementController.h"

#include "model/Queries.h"
#include "project/ProjectModel.h"
#include "project/SelectionModel.h"
#include "session/controllers/ClipEdits.h"

#include <algorithm>
#include <utility>

namespace cppmusic::session {

namespace {

const char* defaultName(model::TrackKind kind)
{
    switch (kind) {
    case model::TrackKind::instrument: return "Instrument";
    case model::TrackKind::audio: return "Audio";
    case model::TrackKind::group: return "Group";
    case model::TrackKind::aux: return "Aux";
    case model::TrackKind::master: return "Master";
    case model::TrackKind::vca: return "VCA";
    }
    return "Track";
}

/// Behind `after`, else at the end but above a master that is last.
std::size_t placeForTrack(const model::Project& project, model::TrackId after)
{
    for (std::size_t i = 0; i < project.tracks.size(); ++i)
        if (project.tracks[i]->id == after) return i + 1;
    const bool isMasterLast =
        !project.tracks.empty() && project.tracks.back()->kind == model::TrackKind::master;
    return project.tracks.size() - (isMasterLast ? 1 : 0);
}

} // namespace

ArrangementController::ArrangementController(project::ProjectModel& model,
                                             project::SelectionModel& selection)
    : model_(model), selection_(selection)
{
}

core::Beats ArrangementController::snapped(core::Beats at) const
{
    return snapToGrid(snap_, *model_.snapshot()->tempo, at);
}

void ArrangementController::beginGesture()
{
    gesture_ = model_.newGesture().value;
    origins_.clear();
}

void ArrangementController::endGesture()
{
    gesture_ = 0;
    origins_.clear();
}

core::Result<model::TrackId> ArrangementController::addTrack(model::TrackKind kind,
                                                             std::string name, model::TrackId after)
{
    const auto project = model_.snapshot();
    model::Track track;
    track.id = model_.newId<model::TrackId>();
    track.kind = kind;
    const auto ofKind = std::count_if(project->tracks.begin(), project->tracks.end(),
                                      [kind](const auto& each) { return each->kind == kind; });
    track.name = name.empty() ? std::string(defaultName(kind)) + " " + std::to_string(ofKind + 1)
                              : std::move(name);
    track.colour.index = static_cast<std::int8_t>(project->tracks.size() % 16);
    if (kind == model::TrackKind::instrument) {
        model::Device synth;
        synth.id = model_.newId<model::DeviceId>();
        synth.type = "cppmusic.synth";
        track.instrument = core::Shared<model::Device>(std::move(synth));
    }
    const auto id = track.id;
    auto status = model_.execute(project::AddTrack{core::Shared<model::Track>(std::move(track)),
                                                   placeForTrack(*project, after)});
    if (!status) return status.error();
    return id;
}

core::Status ArrangementController::removeTrack(model::TrackId track)
{
    return model_.execute(project::RemoveTrack{track});
}

core::Status ArrangementController::renameTrack(model::TrackId track, std::string name)
{
    return model_.execute(project::RenameTrack{track, std::move(name)});
}

core::Status ArrangementController::setTrackColour(model::TrackId track,
                                                   model::PaletteColour colour)
{
    return model_.execute(project::RecolourTrack{track, colour});
}

core::Status ArrangementController::moveTrack(model::TrackId track, std::size_t index)
{
    return model_.execute(project::MoveTrack{track, index}, project::GestureId{gesture_});
}

core::Result<model::ClipId>
ArrangementController::addPatternClip(model::TrackId track, core::Beats start, core::Beats length)
{
    const auto project = model_.snapshot();
    model::Pattern pattern;
    pattern.id = model_.newId<model::PatternId>();
    pattern.name = "Pattern " + std::to_string(project->patterns.size() + 1);
    pattern.length = length;
    model::Clip clip;
    clip.id = model_.newId<model::ClipId>();
    clip.start = start;
    clip.length = length;
    clip.content = model::PatternClip{pattern.id, core::Beats{0.0}, true};
    const auto id = clip.id;
    project::Batch batch{"Add clip", {}};
    batch.commands.emplace_back(
        project::AddPattern{core::Shared<model::Pattern>(std::move(pattern))});
    batch.commands.emplace_back(
        project::InsertClip{track, core::Shared<model::Clip>(std::move(clip))});
    auto status = model_.execute(std::move(batch));
    if (!status) return status.error();
    return id;
}

core::Result<model::ClipId> ArrangementController::placePattern(model::TrackId track,
                                                                model::PatternId patternId,
                                                                core::Beats start)
{
    const auto project = model_.snapshot();
    const auto* pattern = model::findPattern(*project, patternId);
    if (pattern == nullptr)
        return core::makeError(core::ErrorCode::notFound, "there is no such pattern");
    model::Clip clip;
    clip.id = model_.newId<model::ClipId>();
    clip.start = start;
    clip.length = (*pattern)->length;
    clip.content = model::PatternClip{patternId, core::Beats{0.0}, true};
    const auto id = clip.id;
    auto status =
        model_.execute(project::InsertClip{track, core::Shared<model::Clip>(std::move(clip))});
    if (!status) return status.error();
    return id;
}

core::Result<model::ClipId>
ArrangementController::addAudioClip(model::TrackId track, model::AssetId assetId, core::Beats start)
{
    const auto project = model_.snapshot();
    const auto* asset = model::findAsset(*project, assetId);
    if (asset == nullptr)
        return core::makeError(core::ErrorCode::notFound, "there is no such audio file");
    model::Clip clip = makeAudioClip(*project, **asset, start);
    clip.id = model_.newId<model::ClipId>();
    const auto id = clip.id;
    auto status =
        model_.execute(project::InsertClip{track, core::Shared<model::Clip>(std::move(clip))});
    if (!status) return status.error();
    return id;
}

core::Status ArrangementController::moveClip(model::ClipId clip, core::Beats start,
                                             model::TrackId track)
{
    const core::Beats place{std::max(0.0, start.value)};
    return model_.execute(project::MoveClip{clip, track, place}, project::GestureId{gesture_});
}

core::Status ArrangementController::moveClips(const std::vector<model::ClipId>& clips,
                                              core::Beats by, int byTracks)
{
    const auto project = model_.snapshot();
    const bool isSameDrag =
        gesture_ != 0 && origins_.size() == clips.size() &&
        std::equal(clips.begin(), clips.end(), origins_.begin(),
                   [](model::ClipId id, const ClipOrigin& o) { return id == o.clip; });
    auto origins = isSameDrag ? origins_ : clipOrigins(*project, clips);
    if (origins.empty()) return {};
    auto batch = moveTogether(*project, origins, by, byTracks);
    if (gesture_ != 0) origins_ = std::move(origins);
    return model_.execute(std::move(batch), project::GestureId{gesture_});
}

core::Status ArrangementController::resizeClip(model::ClipId id, ClipEdge edge, core::Beats to)
{
    const auto project = model_.snapshot();
    const auto* clip = model::findClip(*project, id);
    if (clip == nullptr) return core::makeError(core::ErrorCode::notFound, "there is no such clip");
    auto command = edge == ClipEdge::start ? trimStart(*project, **clip, to) : trimEnd(**clip, to);
    return model_.execute(std::move(command), project::GestureId{gesture_});
}

core::Result<std::vector<model::ClipId>>
ArrangementController::duplicateClips(const std::vector<model::ClipId>& clips)
{
    const auto project = model_.snapshot();
    core::Beats first{1e300}, last{0.0};
    std::vector<const model::Clip*> found;
    for (const auto id : clips) {
        const auto* clip = model::findClip(*project, id);
        if (clip == nullptr)
            return core::makeError(core::ErrorCode::notFound, "there is no such clip");
        found.push_back(clip->identity());
        first = std::min(first, (*clip)->start);
        last = std::max(last, (*clip)->start + (*clip)->length);
    }
    std::vector<model::ClipId> copies;
    if (found.empty()) return copies;
    project::Batch batch{found.size() == 1 ? "Duplicate clip" : "Duplicate clips", {}};
    for (const auto* clip : found) {
        copies.push_back(model_.newId<model::ClipId>());
        batch.commands.emplace_back(
            project::DuplicateClip{clip->id, copies.back(), {}, clip->start + (last - first)});
    }
    auto status = model_.execute(std::move(batch));
    if (!status) return status.error();
    project::Selection selection;
    selection.clips.insert(copies.begin(), copies.end());
    selection_.set(std::move(selection));
    return copies;
}

core::Status ArrangementController::deleteClips(const std::vector<model::ClipId>& clips)
{
    if (clips.empty()) return {};
    project::Batch batch{clips.size() == 1 ? "Delete clip" : "Delete clips", {}};
    for (const auto id : clips) batch.commands.emplace_back(project::RemoveClip{id});
    return model_.execute(std::move(batch));
}

core::Result<model::ClipId> ArrangementController::splitClip(model::ClipId clip, core::Beats at)
{
    const auto second = model_.newId<model::ClipId>();
    auto status = model_.execute(project::SplitClip{clip, at, second});
    if (!status) return status.error();
    return second;
}

core::Status ArrangementController::setClipsMuted(const std::vector<model::ClipId>& clips,
                                                  bool isMuted)
{
    if (clips.empty()) return {};
    project::Batch batch{isMuted ? "Mute clips" : "Unmute clips", {}};
    for (const auto id : clips) batch.commands.emplace_back(project::MuteClip{id, isMuted});
    return model_.execute(std::move(batch));
}

core::Status ArrangementController::renameClip(model::ClipId clip, std::string name)
{
    return model_.execute(project::RenameClip{clip, std::move(name)});
}

core::Status ArrangementController::duplicateSelection()
{
    const auto& clips = selection_.current().clips;
    return duplicateClips({clips.begin(), clips.end()}).status();
}

core::Status ArrangementController::deleteSelection()
{
    const auto clips = selection_.current().clips;
    return deleteClips({clips.begin(), clips.end()});
}

core::Status ArrangementController::splitSelection(core::Beats at)
{
    const auto project = model_.snapshot();
    project::Batch batch{"Split clips", {}};
    for (const auto id : selection_.current().clips) {
        const auto* clip = model::findClip(*project, id);
        if (clip == nullptr || at <= (*clip)->start || at >= (*clip)->start + (*clip)->length)
            continue;
        batch.commands.emplace_back(project::SplitClip{id, at, model_.newId<model::ClipId>()});
    }
    return batch.commands.empty() ? core::Status{} : model_.execute(std::move(batch));
}

} // namespace cppmusic::session
