// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/commands/TrackCommands.h"

#include "model/Limits.h"
#include "model/Queries.h"
#include "model/RoutingChecks.h"
#include "project/commands/Edit.h"

#include <algorithm>

namespace cppmusic::project {

namespace {

using core::ErrorCode;
using core::makeError;
using core::Status;
using model::Track;
using model::TrackKind;

// Claims the ids of all that is on a track, one by one, so that one id twice within it is noticed.
Status claimContent(Edit& edit, const Track& track)
{
    if (auto status = valid(model::problemWith(track.strip)); !status) return status;
    if (auto status = valid(model::problemWith(track.input)); !status) return status;
    Track grown;
    grown.id = track.id;
    const auto index = edit.project.tracks.size();
    edit.project.tracks.emplace_back(grown);
    const auto grow = [&](auto&& change) {
        change(grown);
        edit.project.tracks.set(index, grown);
    };
    if (track.instrument) {
        if (auto status = claimDevice(edit, **track.instrument); !status) return status;
        grow([&](Track& t) { t.instrument = track.instrument; });
    }
    for (const auto& device : track.inserts) {
        if (auto status = claimDevice(edit, *device); !status) return status;
        grow([&](Track& t) { t.inserts.push_back(device); });
    }
    for (const auto& lane : track.lanes) {
        if (auto status = claimLane(edit, grown, *lane); !status) return status;
        grow([&](Track& t) { t.lanes.push_back(lane); });
    }
    std::vector<model::ClipId> clips;
    for (const auto& clip : track.clips) {
        if (auto status = claimClip(edit, *clip); !status) return status;
        clips.push_back(clip->id);
    }
    std::sort(clips.begin(), clips.end());
    if (const auto twice = std::adjacent_find(clips.begin(), clips.end()); twice != clips.end())
        return edit.claim(twice->value, "clip", true);
    edit.project.tracks.pop_back();
    return {};
}

Status checkRouting(const Edit& edit, const Track& track)
{
    if (auto status = valid(model::problemWithOutput(edit.project, track)); !status) return status;
    for (const auto& send : track.strip.sends)
        if (auto status = valid(model::problemWithSend(edit.project, track, send)); !status)
            return status;
    return checkForCycle(edit.project, track.id);
}

// Everything that a new track brings and that concerns others.
Status checkGuest(const Edit& edit, const Track& track)
{
    if (auto status = valid(model::problemWithKind(track)); !status) return status;
    if (auto status = checkVca(edit.project, track); !status) return status;
    if (track.instrument)
        if (auto status = checkDeviceOutputs(edit.project, track.id, **track.instrument); !status)
            return status;
    for (const auto& device : track.inserts)
        if (auto status = checkDeviceOutputs(edit.project, track.id, *device); !status)
            return status;
    return checkRouting(edit, track);
}

Status act(Edit& edit, const AddTrack& command)
{
    const Track& track = *command.track;
    if (track.kind == TrackKind::master)
        return makeError(ErrorCode::alreadyExists, "A project has exactly one master track.");
    if (auto status = valid(model::problemWithText(track.name, "The track's name")); !status)
        return status;
    if (auto status = valid(model::problemWithColour(track.colour)); !status) return status;
    const bool isInUse = model::findTrack(edit.project, track.id) != nullptr;
    if (auto status = edit.claim(track.id.value, "track", isInUse); !status) return status;
    if (auto status = claimContent(edit, track); !status) return status;
    auto& tracks = edit.project.tracks;
    const auto index = std::min(command.index, tracks.size());
    auto added = command.track;
    if (!std::is_sorted(track.clips.begin(), track.clips.end(),
                        [](const auto& a, const auto& b) { return comesBefore(*a, *b); }))
        added = command.track.with(Edit::sortClips);
    tracks.insert(index, added);
    edit.undoWith(RemoveTrack{track.id});
    return checkGuest(edit, track);
}

// No device's output goes to the removed track any more.
Status releaseOutputs(Edit& edit, const Track& track, model::TrackId removed)
{
    const auto letGo = [&](const model::Device& device) -> Status {
        auto outputs = device.outputs;
        if (std::erase_if(outputs, [&](const auto& o) { return o.target == removed; }) == 0)
            return {};
        return perform(edit, DeviceCommand{SetDeviceOutputs{device.id, std::move(outputs)}});
    };
    if (track.instrument)
        if (auto status = letGo(**track.instrument); !status) return status;
    for (const auto& device : track.inserts)
        if (auto status = letGo(*device); !status) return status;
    return {};
}

// Everything that names the track lets go of it.
Status release(Edit& edit, const Track& removed)
{
    auto& sidechains = edit.project.routing.sidechains;
    const auto isAbout = [&](const model::Sidechain& sidechain) {
        return sidechain.source == removed.id || sidechain.targetTrack == removed.id;
    };
    if (std::any_of(sidechains.begin(), sidechains.end(), isAbout)) {
        edit.undoWith(SetSidechains{sidechains});
        std::erase_if(sidechains, isAbout);
    }
    const auto tracks = edit.project.tracks;
    for (const auto& track : tracks) {
        for (std::size_t index = track->strip.sends.size(); index-- > 0;)
            if (track->strip.sends[index].target == removed.id)
                if (auto status = perform(edit, MixerCommand{RemoveSend{track->id, index}});
                    !status)
                    return status;
        if (track->output == removed.id) {
            const SetTrackOutput reroute{track->id, removed.output};
            if (auto status = perform(edit, TrackCommand{reroute}); !status) return status;
        }
        if (track->vca == removed.id) {
            const SetTrackVca rejoin{track->id, removed.vca};
            if (auto status = perform(edit, MixerCommand{rejoin}); !status) return status;
        }
        if (auto status = releaseOutputs(edit, *track, removed.id); !status) return status;
    }
    const auto patterns = edit.project.patterns;
    for (const auto& [id, pattern] : patterns)
        if (pattern->lanes.contains(removed.id)) {
            const SetPatternLane drop{id, removed.id, std::nullopt};
            if (auto status = perform(edit, PatternCommand{drop}); !status) return status;
        }
    return {};
}

Status act(Edit& edit, const RemoveTrack& command)
{
    const auto index = edit.indexOf(command.track);
    if (!index) return index.error();
    const auto removed = edit.project.tracks[*index];
    if (removed->kind == TrackKind::master)
        return makeError(ErrorCode::invalidArgument, "The master track can't be removed.");
    if (auto status = release(edit, *removed); !status) return status;
    // Releasing may have changed the track itself (a send to itself can't exist; its output can't).
    edit.undoWith(AddTrack{edit.project.tracks[*index], *index});
    edit.project.tracks.erase(*index);
    return {};
}

Status act(Edit& edit, const MoveTrack& command)
{
    const auto from = edit.indexOf(command.track);
    if (!from) return from.error();
    auto& tracks = edit.project.tracks;
    const auto to = std::min(command.index, tracks.size() - 1);
    edit.undoWith(MoveTrack{command.track, *from});
    const auto moved = tracks[*from];
    tracks.erase(*from);
    tracks.insert(to, moved);
    return {};
}

Status act(Edit& edit, const RenameTrack& command)
{
    if (auto status = valid(model::problemWithText(command.name, "The track's name")); !status)
        return status;
    return edit.changeTrack(command.track, [&](Track& track) {
        edit.undoWith(RenameTrack{command.track, track.name});
        track.name = command.name;
    });
}

Status act(Edit& edit, const RecolourTrack& command)
{
    if (auto status = valid(model::problemWithColour(command.colour)); !status) return status;
    return edit.changeTrack(command.track, [&](Track& track) {
        edit.undoWith(RecolourTrack{command.track, track.colour});
        track.colour = command.colour;
    });
}

Status act(Edit& edit, const SetTrackKind& command)
{
    const auto index = edit.indexOf(command.track);
    if (!index) return index.error();
    const auto old = edit.project.tracks[*index]->kind;
    if ((old == TrackKind::master) != (command.kind == TrackKind::master))
        return makeError(ErrorCode::invalidArgument,
                         "A project has exactly one master track; its kind stays.");
    if ((old == TrackKind::vca) != (command.kind == TrackKind::vca))
        return makeError(ErrorCode::invalidArgument,
                         "A VCA group can't become a track with sound, nor the other way round.");
    if (old == command.kind) {
        edit.undoWith(SetTrackKind{command.track, old});
        return {};
    }
    for (const auto& track : edit.project.tracks) {
        if (track->output == command.track)
            return makeError(ErrorCode::invalidArgument, "The track '" + track->name +
                                                             "' is routed to this group; route it "
                                                             "elsewhere first.");
        for (const auto& send : track->strip.sends)
            if (send.target == command.track)
                return makeError(ErrorCode::invalidArgument,
                                 "The track '" + track->name +
                                     "' sends to this aux; remove the send first.");
    }
    auto status = edit.changeTrack(command.track, [&](Track& track) {
        edit.undoWith(SetTrackKind{command.track, old});
        track.kind = command.kind;
    });
    if (!status) return status;
    return valid(model::problemWithKind(*edit.project.tracks[*index]));
}

Status act(Edit& edit, const SetTrackOutput& command)
{
    const auto index = edit.indexOf(command.track);
    if (!index) return index.error();
    if (auto status =
            edit.changeTrack(command.track,
                             [&](Track& track) {
                                 edit.undoWith(SetTrackOutput{command.track, track.output});
                                 track.output = command.output;
                             });
        !status)
        return status;
    return checkRouting(edit, *edit.project.tracks[*index]);
}

} // namespace

Status perform(Edit& edit, const TrackCommand& command)
{
    return std::visit([&](const auto& action) { return act(edit, action); }, command);
}

} // namespace cppmusic::project
