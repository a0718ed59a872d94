// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/commands/Edit.h"

#include "model/Limits.h"
#include "model/Queries.h"
#include "model/RoutingChecks.h"

#include <algorithm>

namespace cppmusic::project {

using core::ErrorCode;
using core::makeError;

core::Error Edit::missing(std::string_view noun, std::uint64_t id)
{
    const std::string place = std::string(noun) + " " + std::to_string(id);
    return makeError(ErrorCode::notFound, "There is no such " + std::string(noun) + ".", place);
}

core::Status valid(std::string problem)
{
    if (problem.empty()) return {};
    return makeError(ErrorCode::invalidArgument, std::move(problem));
}

core::Status Edit::claim(std::uint64_t id, std::string_view noun, bool isInUse)
{
    const std::string place = std::string(noun) + " " + std::to_string(id);
    if (auto problem = model::problemWithId(id); !problem.empty())
        return makeError(ErrorCode::invalidArgument, std::move(problem), place);
    if (isInUse)
        return makeError(
            ErrorCode::alreadyExists,
            "There is already a " + std::string(noun) + " with this id; take a new one.", place);
    project.nextId = std::max(project.nextId, id + 1);
    return {};
}

core::Result<std::size_t> Edit::indexOf(model::TrackId id) const
{
    if (const auto index = project.tracks.indexOf(id)) return *index;
    return missing("track", id.value);
}

core::Result<model::TrackId> Edit::trackOf(model::ClipId id) const
{
    model::TrackId track;
    if (model::findClip(project, id, &track) == nullptr) return missing("clip", id.value);
    return track;
}

core::Result<model::TrackId> Edit::trackOf(model::DeviceId id) const
{
    model::TrackId track;
    if (model::findDevice(project, id, &track) == nullptr) return missing("device", id.value);
    return track;
}

core::Result<model::TrackId> Edit::trackOf(model::LaneId id) const
{
    model::TrackId track;
    if (model::findLane(project, id, &track) == nullptr)
        return missing("automation lane", id.value);
    return track;
}

void Edit::sortClips(model::Track& track)
{
    std::stable_sort(track.clips.begin(), track.clips.end(),
                     [](const auto& a, const auto& b) { return comesBefore(*a, *b); });
}

namespace {

core::Status refuseCycle(const model::Project& project, const std::vector<model::TrackId>& cycle,
                         const char* what)
{
    if (cycle.empty()) return {};
    return makeError(ErrorCode::cycle, what + model::describeCycle(project, cycle) + ".");
}

constexpr const char* feedsBack = "This routing would feed back into itself: ";

} // namespace

core::Status checkForCycle(const model::Project& project)
{
    return refuseCycle(project, model::findRoutingCycle(project), feedsBack);
}

core::Status checkForCycle(const model::Project& project, model::TrackId track)
{
    return refuseCycle(project, model::findRoutingCycle(project, track), feedsBack);
}

core::Status checkVca(const model::Project& project, const model::Track& track)
{
    if (auto status = valid(model::problemWithVca(project, track)); !status) return status;
    return refuseCycle(project, model::findVcaCycle(project, track.id),
                       "This VCA group would control itself: ");
}

core::Status checkDeviceOutputs(const model::Project& project, model::TrackId track,
                                const model::Device& device)
{
    if (device.outputs.empty()) return {};
    if (auto status = valid(model::problemWithDeviceOutputs(project, track, device)); !status)
        return status;
    return checkForCycle(project, track);
}

core::Status claimDevice(Edit& edit, const model::Device& device)
{
    const bool isInUse = device.id.value < edit.project.nextId &&
                         model::findDevice(edit.project, device.id) != nullptr;
    if (auto status = valid(model::problemWith(device)); !status) return status;
    for (const auto& sample : device.samples)
        if (model::findAsset(edit.project, sample.asset) == nullptr)
            return Edit::missing("asset", sample.asset.value);
    return edit.claim(device.id.value, "device", isInUse);
}

core::Status releaseDevice(Edit& edit, model::TrackId track, model::DeviceId device)
{
    auto& sidechains = edit.project.routing.sidechains;
    const auto isInto = [&](const auto& sidechain) { return sidechain.targetDevice == device; };
    if (std::any_of(sidechains.begin(), sidechains.end(), isInto)) {
        edit.undoWith(SetSidechains{sidechains});
        std::erase_if(sidechains, isInto);
    }
    std::vector<model::LaneId> lanes;
    for (const auto& lane : (*model::findTrack(edit.project, track))->lanes)
        if (lane->device == device) lanes.push_back(lane->id);
    for (const auto lane : lanes)
        if (auto status = perform(edit, AutomationCommand{RemoveLane{lane}}); !status)
            return status;
    return {};
}

core::Status claimClip(Edit& edit, const model::Clip& clip)
{
    const bool isInUse =
        clip.id.value < edit.project.nextId && model::findClip(edit.project, clip.id) != nullptr;
    if (auto status = valid(model::problemWith(clip)); !status) return status;
    const auto* pattern = std::get_if<model::PatternClip>(&clip.content);
    if (pattern != nullptr && model::findPattern(edit.project, pattern->pattern) == nullptr)
        return Edit::missing("pattern", pattern->pattern.value);
    const auto* audio = std::get_if<model::AudioClip>(&clip.content);
    if (audio != nullptr && model::findAsset(edit.project, audio->asset) == nullptr)
        return Edit::missing("asset", audio->asset.value);
    return edit.claim(clip.id.value, "clip", isInUse);
}

core::Status claimLane(Edit& edit, const model::Track& track, const model::AutomationLane& lane)
{
    const bool isInUse =
        lane.id.value < edit.project.nextId && model::findLane(edit.project, lane.id) != nullptr;
    if (auto status = valid(model::problemWith(lane)); !status) return status;
    for (const auto& other : track.lanes)
        if (other->id != lane.id && other->device == lane.device &&
            other->parameter == lane.parameter)
            return makeError(ErrorCode::alreadyExists,
                             "This parameter has an automation lane already.",
                             "automation lane " + std::to_string(other->id.value));
    const auto isIt = [&](const auto& device) { return device->id == lane.device; };
    const bool isOnTrack = !lane.device.isValid() ||
                           (track.instrument && isIt(*track.instrument)) ||
                           std::any_of(track.inserts.begin(), track.inserts.end(), isIt);
    if (!isOnTrack)
        return makeError(ErrorCode::notFound, "The device to automate is not on this track.",
                         "device " + std::to_string(lane.device.value));
    return edit.claim(lane.id.value, "automation lane", isInUse);
}

} // namespace cppmusic::project
