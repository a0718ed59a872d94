// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/commands/AutomationCommands.h"

#include "model/Limits.h"
#include "model/Queries.h"
#include "project/commands/Edit.h"

#include <algorithm>

namespace cppmusic::project {

namespace {

using core::ErrorCode;
using core::makeError;
using core::Status;
using model::AutomationLane;
using model::AutomationPoint;
using model::Track;

Status act(Edit& edit, const AddLane& command)
{
    const auto index = edit.indexOf(command.track);
    if (!index) return index.error();
    const auto track = edit.project.tracks[*index];
    if (auto status = claimLane(edit, *track, *command.lane); !status) return status;
    edit.undoWith(RemoveLane{command.lane->id});
    return edit.changeTrack(command.track, [&](Track& copy) {
        const auto at = std::min(command.index, copy.lanes.size());
        copy.lanes.insert(copy.lanes.begin() + static_cast<std::ptrdiff_t>(at), command.lane);
    });
}

Status act(Edit& edit, const RemoveLane& command)
{
    const auto onTrack = edit.trackOf(command.lane);
    if (!onTrack) return onTrack.error();
    return edit.changeTrack(*onTrack, [&](Track& track) {
        const auto at = std::find_if(track.lanes.begin(), track.lanes.end(),
                                     [&](const auto& lane) { return lane->id == command.lane; });
        edit.undoWith(AddLane{*onTrack, *at, static_cast<std::size_t>(at - track.lanes.begin())});
        track.lanes.erase(at);
    });
}

Status checkPoints(const WriteAutomation& command)
{
    if (!(command.from <= command.to))
        return makeError(ErrorCode::invalidArgument, "The range to write ends before its start.");
    const AutomationPoint* previous = nullptr;
    for (const auto& point : command.points) {
        if (auto status = valid(model::problemWith(point)); !status) return status;
        if (!(point.at >= command.from && point.at <= command.to))
            return makeError(ErrorCode::invalidArgument,
                             "An automation point lies outside of the range to write.");
        if (previous != nullptr && !(previous->at < point.at))
            return makeError(ErrorCode::invalidArgument,
                             "Automation points are not in order, or two lie on one place.");
        previous = &point;
    }
    return {};
}

Status act(Edit& edit, const WriteAutomation& command)
{
    if (auto status = checkPoints(command); !status) return status;
    return edit.changeLane(command.lane, [&](AutomationLane& lane) {
        const auto begin = std::find_if(lane.points.begin(), lane.points.end(),
                                        [&](const auto& p) { return p.at >= command.from; });
        const auto end = std::find_if(begin, lane.points.end(),
                                      [&](const auto& p) { return p.at > command.to; });
        edit.undoWith(WriteAutomation{command.lane, command.from, command.to, {begin, end}});
        const auto at = lane.points.erase(begin, end);
        lane.points.insert(at, command.points.begin(), command.points.end());
    });
}

Status act(Edit& edit, const SetLaneMode& command)
{
    return edit.changeLane(command.lane, [&](AutomationLane& lane) {
        edit.undoWith(SetLaneMode{command.lane, lane.mode});
        lane.mode = command.mode;
    });
}

Status act(Edit& edit, const EnableLane& command)
{
    return edit.changeLane(command.lane, [&](AutomationLane& lane) {
        edit.undoWith(EnableLane{command.lane, lane.isEnabled});
        lane.isEnabled = command.isEnabled;
    });
}

} // namespace

Status perform(Edit& edit, const AutomationCommand& command)
{
    return std::visit([&](const auto& action) { return act(edit, action); }, command);
}

} // namespace cppmusic::project
