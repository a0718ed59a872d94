// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/commands/DeviceCommands.h"

#include "model/Limits.h"
#include "model/Queries.h"
#include "model/RoutingChecks.h"
#include "project/commands/Edit.h"

#include <algorithm>
#include <cmath>

namespace cppmusic::project {

namespace {

using core::ErrorCode;
using core::makeError;
using core::Status;
using model::Device;
using model::Track;

auto insertAt(Track& track, model::DeviceId id)
{
    return std::find_if(track.inserts.begin(), track.inserts.end(),
                        [&](const auto& device) { return device->id == id; });
}

bool isInstrument(const Track& track, model::DeviceId id)
{
    return track.instrument && (*track.instrument)->id == id;
}

// Whether the track can hold the device that has just come to it.
Status checkHost(const Edit& edit, model::TrackId track, const Device& device)
{
    const auto& host = **model::findTrack(edit.project, track);
    if (auto status = valid(model::problemWithKind(host)); !status) return status;
    return checkDeviceOutputs(edit.project, track, device);
}

Status act(Edit& edit, const InsertDevice& command)
{
    if (auto status = claimDevice(edit, *command.device); !status) return status;
    edit.undoWith(RemoveDevice{command.device->id});
    if (auto status = edit.changeTrack(
            command.track,
            [&](Track& track) {
                const auto index = std::min(command.index, track.inserts.size());
                track.inserts.insert(track.inserts.begin() + static_cast<std::ptrdiff_t>(index),
                                     command.device);
            });
        !status)
        return status;
    return checkHost(edit, command.track, *command.device);
}

Status act(Edit& edit, const RemoveDevice& command)
{
    const auto onTrack = edit.trackOf(command.device);
    if (!onTrack) return onTrack.error();
    if (auto status = releaseDevice(edit, *onTrack, command.device); !status) return status;
    return edit.changeTrack(*onTrack, [&](Track& track) {
        if (isInstrument(track, command.device)) {
            edit.undoWith(SetInstrument{*onTrack, track.instrument});
            track.instrument.reset();
            return;
        }
        const auto at = insertAt(track, command.device);
        edit.undoWith(
            InsertDevice{*onTrack, *at, static_cast<std::size_t>(at - track.inserts.begin())});
        track.inserts.erase(at);
    });
}

Status act(Edit& edit, const MoveDevice& command)
{
    const auto onTrack = edit.trackOf(command.device);
    if (!onTrack) return onTrack.error();
    if (isInstrument(**model::findTrack(edit.project, *onTrack), command.device))
        return makeError(ErrorCode::invalidArgument,
                         "The instrument always comes first; only inserts move.",
                         "device " + std::to_string(command.device.value));
    return edit.changeTrack(*onTrack, [&](Track& track) {
        const auto at = insertAt(track, command.device);
        edit.undoWith(
            MoveDevice{command.device, static_cast<std::size_t>(at - track.inserts.begin())});
        const auto device = *at;
        track.inserts.erase(at);
        const auto index = std::min(command.index, track.inserts.size());
        track.inserts.insert(track.inserts.begin() + static_cast<std::ptrdiff_t>(index), device);
    });
}

// Checks a device that takes the place of `old` and claims its id when it is another one.
Status admit(Edit& edit, model::TrackId track, model::DeviceId old, const Device& device)
{
    if (device.id != old) {
        if (auto status = releaseDevice(edit, track, old); !status) return status;
        return claimDevice(edit, device);
    }
    if (auto status = valid(model::problemWith(device)); !status) return status;
    for (const auto& sample : device.samples)
        if (model::findAsset(edit.project, sample.asset) == nullptr)
            return Edit::missing("asset", sample.asset.value);
    return {};
}

Status act(Edit& edit, const ReplaceDevice& command)
{
    const auto onTrack = edit.trackOf(command.device);
    if (!onTrack) return onTrack.error();
    if (auto status = admit(edit, *onTrack, command.device, *command.replacement); !status)
        return status;
    if (auto status =
            edit.changeTrack(*onTrack,
                             [&](Track& track) {
                                 auto& place = isInstrument(track, command.device)
                                                   ? *track.instrument
                                                   : *insertAt(track, command.device);
                                 edit.undoWith(ReplaceDevice{command.replacement->id, place});
                                 place = command.replacement;
                             });
        !status)
        return status;
    return checkHost(edit, *onTrack, *command.replacement);
}

Status act(Edit& edit, const SetInstrument& command)
{
    const auto index = edit.indexOf(command.track);
    if (!index) return index.error();
    const auto old = edit.project.tracks[*index]->instrument;
    if (old && command.instrument) {
        if (auto status = admit(edit, command.track, (*old)->id, **command.instrument); !status)
            return status;
    } else if (old) {
        if (auto status = releaseDevice(edit, command.track, (*old)->id); !status) return status;
    } else if (command.instrument) {
        if (auto status = claimDevice(edit, **command.instrument); !status) return status;
    }
    if (auto status = edit.changeTrack(command.track,
                                       [&](Track& track) {
                                           edit.undoWith(SetInstrument{command.track, old});
                                           track.instrument = command.instrument;
                                       });
        !status)
        return status;
    if (!command.instrument) return {};
    return checkHost(edit, command.track, **command.instrument);
}

Status act(Edit& edit, const EnableDevice& command)
{
    return edit.changeDevice(command.device, [&](Device& device) {
        edit.undoWith(EnableDevice{command.device, device.isEnabled});
        device.isEnabled = command.isEnabled;
    });
}

Status act(Edit& edit, const RenameDevice& command)
{
    if (auto status = valid(model::problemWithText(command.name, "The device's name")); !status)
        return status;
    return edit.changeDevice(command.device, [&](Device& device) {
        edit.undoWith(RenameDevice{command.device, device.name});
        device.name = command.name;
    });
}

Status act(Edit& edit, const SetDeviceParameter& command)
{
    if (command.parameter.empty())
        return makeError(ErrorCode::invalidArgument, "The parameter has no name.");
    if (auto status = valid(model::problemWithText(command.parameter, "The parameter's name"));
        !status)
        return status;
    if (command.value && !std::isfinite(*command.value))
        return makeError(ErrorCode::invalidArgument,
                         "The parameter '" + command.parameter + "' is not a finite number.");
    return edit.changeDevice(command.device, [&](Device& device) {
        const auto place = device.parameters.find(command.parameter);
        SetDeviceParameter inverse{command.device, command.parameter, std::nullopt};
        if (place != device.parameters.end()) inverse.value = place->second;
        edit.undoWith(std::move(inverse));
        if (command.value)
            device.parameters.insert_or_assign(command.parameter, *command.value);
        else
            device.parameters.erase(command.parameter);
    });
}

Status act(Edit& edit, const SetDeviceSamples& command)
{
    for (const auto& sample : command.samples) {
        if (auto status = valid(model::problemWith(sample)); !status) return status;
        if (model::findAsset(edit.project, sample.asset) == nullptr)
            return Edit::missing("asset", sample.asset.value);
    }
    return edit.changeDevice(command.device, [&](Device& device) {
        edit.undoWith(SetDeviceSamples{command.device, device.samples});
        device.samples = command.samples;
    });
}

Status act(Edit& edit, const SetDeviceOutputs& command)
{
    const auto onTrack = edit.trackOf(command.device);
    if (!onTrack) return onTrack.error();
    if (auto status =
            edit.changeDevice(command.device,
                              [&](Device& device) {
                                  edit.undoWith(SetDeviceOutputs{command.device, device.outputs});
                                  device.outputs = command.outputs;
                              });
        !status)
        return status;
    const auto& device = **model::findDevice(edit.project, command.device);
    if (auto status = valid(model::problemWith(device)); !status) return status;
    return checkDeviceOutputs(edit.project, *onTrack, device);
}

} // namespace

Status perform(Edit& edit, const DeviceCommand& command)
{
    return std::visit([&](const auto& action) { return act(edit, action); }, command);
}

} // namespace cppmusic::project
