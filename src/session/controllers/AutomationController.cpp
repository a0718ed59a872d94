// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/controllers/AutomationController.h"

#include "model/Queries.h"
#include "project/ProjectModel.h"
#include "session/compile/EngineParameters.h"

#include <algorithm>
#include <utility>

namespace cppmusic::session {

namespace {

project::AddLane makeLane(project::ProjectModel& model, const AutomationTarget& target)
{
    model::AutomationLane lane;
    lane.id = model.newId<model::LaneId>();
    lane.device = target.device;
    lane.parameter = target.parameter;
    return {target.track, core::Shared<model::AutomationLane>(std::move(lane))};
}

} // namespace

AutomationController::AutomationController(project::ProjectModel& model) : model_(model) {}

model::LaneId AutomationController::findLane(const AutomationTarget& target) const
{
    const auto project = model_.snapshot();
    const auto* track = model::findTrack(*project, target.track);
    if (track == nullptr) return {};
    for (const auto& lane : (*track)->lanes)
        if (lane->device == target.device && lane->parameter == target.parameter) return lane->id;
    return {};
}

core::Result<model::LaneId> AutomationController::laneFor(const AutomationTarget& target)
{
    if (const auto lane = findLane(target); lane.isValid()) return lane;
    const auto command = makeLane(model_, target);
    if (auto status = model_.execute(command); !status) return status.error();
    return command.lane->id;
}

core::Status AutomationController::removeLane(model::LaneId lane)
{
    return model_.execute(project::RemoveLane{lane});
}

core::Status AutomationController::setEnabled(model::LaneId lane, bool isEnabled)
{
    return model_.execute(project::EnableLane{lane, isEnabled});
}

core::Status AutomationController::setMode(const AutomationTarget& target,
                                           model::AutomationMode mode)
{
    if (const auto lane = findLane(target); lane.isValid())
        return model_.execute(project::SetLaneMode{lane, mode});
    auto command = makeLane(model_, target);
    command.lane = command.lane.with([mode](auto& lane) { lane.mode = mode; });
    return model_.execute(std::move(command));
}

core::Status AutomationController::setPoint(model::LaneId lane, const model::AutomationPoint& point)
{
    return setPoints(lane, point.at, point.at, {point});
}

core::Status AutomationController::removePoints(model::LaneId lane, core::Beats from,
                                                core::Beats to)
{
    return setPoints(lane, from, to, {});
}

core::Status AutomationController::setPoints(model::LaneId lane, core::Beats from, core::Beats to,
                                             std::vector<model::AutomationPoint> points)
{
    return model_.execute(project::WriteAutomation{lane, from, to, std::move(points)});
}

std::string AutomationController::sendLevel(model::TrackId target)
{
    return sendLevelParameter(target);
}

} // namespace cppmusic::session
