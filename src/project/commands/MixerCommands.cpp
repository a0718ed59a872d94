// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/commands/MixerCommands.h"

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
using model::MixerStrip;
using model::Track;

template <class Change>
Status changeStrip(Edit& edit, model::TrackId id, Change&& change)
{
    return edit.changeTrack(id, [&](Track& track) { change(track.strip); });
}

Status act(Edit& edit, const SetTrackGain& command)
{
    if (auto status = valid(model::problemWithGain(command.gainDb)); !status) return status;
    return changeStrip(edit, command.track, [&](MixerStrip& strip) {
        edit.undoWith(SetTrackGain{command.track, strip.gainDb});
        strip.gainDb = command.gainDb;
    });
}

Status act(Edit& edit, const SetTrackPan& command)
{
    if (auto status = valid(model::problemWithPan(command.pan)); !status) return status;
    return changeStrip(edit, command.track, [&](MixerStrip& strip) {
        edit.undoWith(SetTrackPan{command.track, strip.pan});
        strip.pan = command.pan;
    });
}

Status act(Edit& edit, const SetTrackMute& command)
{
    return changeStrip(edit, command.track, [&](MixerStrip& strip) {
        edit.undoWith(SetTrackMute{command.track, strip.isMuted});
        strip.isMuted = command.isMuted;
    });
}

Status act(Edit& edit, const SetTrackSolo& command)
{
    return changeStrip(edit, command.track, [&](MixerStrip& strip) {
        edit.undoWith(SetTrackSolo{command.track, strip.isSoloed});
        strip.isSoloed = command.isSoloed;
    });
}

Status act(Edit& edit, const SetTrackSoloSafe& command)
{
    return changeStrip(edit, command.track, [&](MixerStrip& strip) {
        edit.undoWith(SetTrackSoloSafe{command.track, strip.isSoloSafe});
        strip.isSoloSafe = command.isSoloSafe;
    });
}

Status checkSend(const Edit& edit, model::TrackId id, const model::Send& send)
{
    const auto index = edit.indexOf(id);
    if (!index) return index.error();
    if (auto status = valid(model::problemWith(send)); !status) return status;
    return valid(model::problemWithSend(edit.project, *edit.project.tracks[*index], send));
}

core::Error noSuchSend(model::TrackId track, std::size_t index)
{
    return makeError(ErrorCode::notFound, "The track has no send at this place.",
                     "track " + std::to_string(track.value) + ", send " + std::to_string(index));
}

Status act(Edit& edit, const AddSend& command)
{
    if (auto status = checkSend(edit, command.track, command.send); !status) return status;
    if (auto status = changeStrip(
            edit, command.track,
            [&](MixerStrip& strip) {
                const auto index = std::min(command.index, strip.sends.size());
                edit.undoWith(RemoveSend{command.track, index});
                strip.sends.insert(strip.sends.begin() + static_cast<std::ptrdiff_t>(index),
                                   command.send);
            });
        !status)
        return status;
    return checkForCycle(edit.project, command.track);
}

Status act(Edit& edit, const RemoveSend& command)
{
    const auto index = edit.indexOf(command.track);
    if (!index) return index.error();
    if (command.index >= edit.project.tracks[*index]->strip.sends.size())
        return noSuchSend(command.track, command.index);
    return changeStrip(edit, command.track, [&](MixerStrip& strip) {
        edit.undoWith(AddSend{command.track, strip.sends[command.index], command.index});
        strip.sends.erase(strip.sends.begin() + static_cast<std::ptrdiff_t>(command.index));
    });
}

Status act(Edit& edit, const SetSend& command)
{
    if (auto status = checkSend(edit, command.track, command.send); !status) return status;
    if (command.index >= (*model::findTrack(edit.project, command.track))->strip.sends.size())
        return noSuchSend(command.track, command.index);
    if (auto status = changeStrip(edit, command.track,
                                  [&](MixerStrip& strip) {
                                      auto& send = strip.sends[command.index];
                                      edit.undoWith(SetSend{command.track, command.index, send});
                                      send = command.send;
                                  });
        !status)
        return status;
    return checkForCycle(edit.project, command.track);
}

Status act(Edit& edit, const SetSidechains& command)
{
    for (const auto& sidechain : command.sidechains)
        if (auto status = valid(model::problemWithSidechain(edit.project, sidechain)); !status)
            return status;
    auto& sidechains = edit.project.routing.sidechains;
    edit.undoWith(SetSidechains{sidechains});
    sidechains = command.sidechains;
    return checkForCycle(edit.project);
}

Status act(Edit& edit, const AddSidechain& command)
{
    auto sidechains = edit.project.routing.sidechains;
    if (std::find(sidechains.begin(), sidechains.end(), command.sidechain) != sidechains.end())
        return makeError(ErrorCode::alreadyExists, "This sidechain is there already.");
    sidechains.push_back(command.sidechain);
    return act(edit, SetSidechains{std::move(sidechains)});
}

Status act(Edit& edit, const RemoveSidechain& command)
{
    auto sidechains = edit.project.routing.sidechains;
    if (std::erase(sidechains, command.sidechain) == 0)
        return makeError(ErrorCode::notFound, "There is no such sidechain.");
    return act(edit, SetSidechains{std::move(sidechains)});
}

Status act(Edit& edit, const SetPanLaw& command)
{
    edit.undoWith(SetPanLaw{edit.project.routing.panLaw});
    edit.project.routing.panLaw = command.panLaw;
    return {};
}

Status act(Edit& edit, const SetTrackPanLaw& command)
{
    return changeStrip(edit, command.track, [&](MixerStrip& strip) {
        edit.undoWith(SetTrackPanLaw{command.track, strip.panLaw});
        strip.panLaw = command.panLaw;
    });
}

Status act(Edit& edit, const SetTrackChannels& command)
{
    if (auto status = valid(model::problemWith(command.channels)); !status) return status;
    return changeStrip(edit, command.track, [&](MixerStrip& strip) {
        edit.undoWith(SetTrackChannels{command.track, strip.channels});
        strip.channels = command.channels;
    });
}

Status act(Edit& edit, const SetTrackVca& command)
{
    const auto index = edit.indexOf(command.track);
    if (!index) return index.error();
    if (auto status = edit.changeTrack(command.track,
                                       [&](Track& track) {
                                           edit.undoWith(SetTrackVca{command.track, track.vca});
                                           track.vca = command.vca;
                                       });
        !status)
        return status;
    return checkVca(edit.project, *edit.project.tracks[*index]);
}

Status act(Edit& edit, const SetTrackInput& command)
{
    const auto index = edit.indexOf(command.track);
    if (!index) return index.error();
    if (auto status = valid(model::problemWith(command.input)); !status) return status;
    if (auto status = edit.changeTrack(command.track,
                                       [&](Track& track) {
                                           edit.undoWith(SetTrackInput{command.track, track.input});
                                           track.input = command.input;
                                       });
        !status)
        return status;
    return valid(model::problemWithKind(*edit.project.tracks[*index]));
}

} // namespace

Status perform(Edit& edit, const MixerCommand& command)
{
    return std::visit([&](const auto& action) { return act(edit, action); }, command);
}

} // namespace cppmusic::project
