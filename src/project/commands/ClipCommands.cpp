// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/commands/ClipCommands.h"

#include "model/Limits.h"
#include "model/Queries.h"
#include "project/commands/Edit.h"

#include <algorithm>

namespace cppmusic::project {

namespace {

using core::ErrorCode;
using core::makeError;
using core::Status;
using model::Clip;
using model::Track;

void place(Track& track, core::Shared<Clip> clip)
{
    const auto at =
        std::upper_bound(track.clips.begin(), track.clips.end(), clip,
                         [](const auto& a, const auto& b) { return comesBefore(*a, *b); });
    track.clips.insert(at, std::move(clip));
}

Status act(Edit& edit, const InsertClip& command)
{
    if (auto status = claimClip(edit, *command.clip); !status) return status;
    edit.undoWith(RemoveClip{command.clip->id});
    return edit.changeTrack(command.track, [&](Track& track) { place(track, command.clip); });
}

Status act(Edit& edit, const RemoveClip& command)
{
    const auto onTrack = edit.trackOf(command.clip);
    if (!onTrack) return onTrack.error();
    return edit.changeTrack(*onTrack, [&](Track& track) {
        const auto at = std::find_if(track.clips.begin(), track.clips.end(),
                                     [&](const auto& clip) { return clip->id == command.clip; });
        edit.undoWith(InsertClip{*onTrack, *at});
        track.clips.erase(at);
    });
}

Status act(Edit& edit, const MoveClip& command)
{
    if (auto status = valid(model::problemWithPlace(command.start, "The clip's start")); !status)
        return status;
    model::TrackId from;
    const auto* found = model::findClip(edit.project, command.clip, &from);
    if (found == nullptr) return Edit::missing("clip", command.clip.value);
    const auto clip = *found;
    const auto to = command.toTrack.isValid() ? command.toTrack : from;
    edit.undoWith(MoveClip{command.clip, from, clip->start});
    if (to == from)
        return edit.changeClip(command.clip, [&](Clip& copy) { copy.start = command.start; });
    if (auto status = edit.changeTrack(from,
                                       [&](Track& track) {
                                           std::erase_if(track.clips, [&](const auto& other) {
                                               return other->id == command.clip;
                                           });
                                       });
        !status)
        return status;
    const auto moved = clip->start == command.start
                           ? clip
                           : clip.with([&](Clip& copy) { copy.start = command.start; });
    return edit.changeTrack(to, [&](Track& track) { place(track, moved); });
}

Status act(Edit& edit, const ResizeClip& command)
{
    if (auto status = valid(model::problemWithPlace(command.start, "The clip's start")); !status)
        return status;
    if (auto status = valid(model::problemWithLength(command.length, "The clip's length")); !status)
        return status;
    return edit.changeClip(command.clip, [&](Clip& clip) {
        edit.undoWith(ResizeClip{command.clip, clip.start, clip.length});
        clip.start = command.start;
        clip.length = command.length;
    });
}

// The part of the clip from `at` on, with the fade in left behind.
Clip rightHalf(const Clip& clip, const SplitClip& command, const core::TempoMap& tempo)
{
    Clip right = clip;
    right.id = command.newClip;
    right.start = command.at;
    right.length = clip.start + clip.length - command.at;
    if (auto* pattern = std::get_if<model::PatternClip>(&right.content))
        pattern->offset += command.at - clip.start;
    if (auto* audio = std::get_if<model::AudioClip>(&right.content)) {
        audio->offset += tempo.secondsAt(command.at) - tempo.secondsAt(clip.start);
        audio->fadeIn = core::Seconds{};
    }
    return right;
}

Status act(Edit& edit, const SplitClip& command)
{
    model::TrackId onTrack;
    const auto* found = model::findClip(edit.project, command.clip, &onTrack);
    if (found == nullptr) return Edit::missing("clip", command.clip.value);
    const auto clip = *found;
    // A NaN is inside nothing.
    if (!(command.at > clip->start && command.at < clip->start + clip->length))
        return makeError(ErrorCode::invalidArgument, "The cut must lie inside the clip.",
                         "clip " + std::to_string(command.clip.value));
    const Clip right = rightHalf(*clip, command, *edit.project.tempo);
    const ResizeClip shorten{command.clip, clip->start, command.at - clip->start};
    if (auto status = perform(edit, ClipCommand{shorten}); !status) return status;
    if (const auto* audio = std::get_if<model::AudioClip>(&clip->content)) {
        auto left = *audio;
        left.fadeOut = core::Seconds{};
        const SetClipContent content{command.clip, left};
        if (auto status = perform(edit, ClipCommand{content}); !status) return status;
    }
    return perform(edit, ClipCommand{InsertClip{onTrack, right}});
}

Status act(Edit& edit, const DuplicateClip& command)
{
    model::TrackId onTrack;
    const auto* found = model::findClip(edit.project, command.clip, &onTrack);
    if (found == nullptr) return Edit::missing("clip", command.clip.value);
    Clip copy = **found;
    copy.id = command.newClip;
    copy.start = command.start;
    const auto to = command.toTrack.isValid() ? command.toTrack : onTrack;
    return perform(edit, ClipCommand{InsertClip{to, std::move(copy)}});
}

Status act(Edit& edit, const RenameClip& command)
{
    if (auto status = valid(model::problemWithText(command.name, "The clip's name")); !status)
        return status;
    return edit.changeClip(command.clip, [&](Clip& clip) {
        edit.undoWith(RenameClip{command.clip, clip.name});
        clip.name = command.name;
    });
}

Status act(Edit& edit, const RecolourClip& command)
{
    if (auto status = valid(model::problemWithColour(command.colour)); !status) return status;
    return edit.changeClip(command.clip, [&](Clip& clip) {
        edit.undoWith(RecolourClip{command.clip, clip.colour});
        clip.colour = command.colour;
    });
}

Status act(Edit& edit, const MuteClip& command)
{
    return edit.changeClip(command.clip, [&](Clip& clip) {
        edit.undoWith(MuteClip{command.clip, clip.isMuted});
        clip.isMuted = command.isMuted;
    });
}

Status act(Edit& edit, const LoopClip& command)
{
    const auto* found = model::findClip(edit.project, command.clip);
    if (found == nullptr) return Edit::missing("clip", command.clip.value);
    if (!std::holds_alternative<model::PatternClip>((*found)->content))
        return makeError(ErrorCode::invalidArgument, "Only pattern clips repeat.",
                         "clip " + std::to_string(command.clip.value));
    return edit.changeClip(command.clip, [&](Clip& clip) {
        auto& content = std::get<model::PatternClip>(clip.content);
        edit.undoWith(LoopClip{command.clip, content.isLooped});
        content.isLooped = command.isLooped;
    });
}

Status act(Edit& edit, const SetClipContent& command)
{
    const auto* found = model::findClip(edit.project, command.clip);
    if (found == nullptr) return Edit::missing("clip", command.clip.value);
    Clip changed = **found;
    changed.content = command.content;
    if (auto status = valid(model::problemWith(changed)); !status) return status;
    const auto* pattern = std::get_if<model::PatternClip>(&command.content);
    if (pattern != nullptr && model::findPattern(edit.project, pattern->pattern) == nullptr)
        return Edit::missing("pattern", pattern->pattern.value);
    const auto* audio = std::get_if<model::AudioClip>(&command.content);
    if (audio != nullptr && model::findAsset(edit.project, audio->asset) == nullptr)
        return Edit::missing("asset", audio->asset.value);
    return edit.changeClip(command.clip, [&](Clip& clip) {
        edit.undoWith(SetClipContent{command.clip, clip.content});
        clip.content = command.content;
    });
}

} // namespace

Status perform(Edit& edit, const ClipCommand& command)
{
    return std::visit([&](const auto& action) { return act(edit, action); }, command);
}

} // namespace cppmusic::project
