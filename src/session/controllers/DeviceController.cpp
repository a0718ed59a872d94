// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/controllers/DeviceController.h"

#include "audio/engine/EngineContext.h"
#include "audio/engine/NodeFactory.h"
#include "model/Queries.h"
#include "project/ProjectModel.h"
#include "session/compile/EngineParameters.h"
#include "session/compile/NodeIds.h"

#include <algorithm>
#include <map>
#include <utility>

namespace cppmusic::session {

namespace {

using Role = audio::NodeType::Role;

core::Status requireRole(std::string_view type, Role role)
{
    const auto* found = audio::findNodeType(type);
    if (found != nullptr && found->role == role) return {};
    return core::makeError(core::ErrorCode::notFound,
                           role == Role::instrument ? "there is no such instrument"
                                                    : "there is no such effect",
                           std::string(type));
}

/// Whether the device is an instrument or an insert decides its node's role.
std::optional<audio::NodeId> nodeOf(const model::Project& project, model::DeviceId device)
{
    model::TrackId trackId;
    if (model::findDevice(project, device, &trackId) == nullptr) return std::nullopt;
    const auto* track = model::findTrack(project, trackId);
    if (track == nullptr) return std::nullopt;
    const auto& instrument = (*track)->instrument;
    const bool isInstrument = instrument && (*instrument)->id == device;
    return nodeIdOf(device, isInstrument ? NodeRole::instrument : NodeRole::insert);
}

std::optional<audio::ParameterRef> engineParameter(const audio::EngineContext& engine,
                                                   const model::Project& project,
                                                   model::DeviceId device,
                                                   std::string_view parameter)
{
    const auto node = nodeOf(project, device);
    return node ? findEngineParameter(engine.graph(), *node, parameter) : std::nullopt;
}

} // namespace

DeviceController::DeviceController(project::ProjectModel& model, audio::EngineContext& engine,
                                   AutomationRecorder* recorder)
    : model_(model), engine_(engine), recorder_(recorder)
{
}

const std::vector<DeviceType>& DeviceController::types()
{
    static const std::vector<DeviceType> list = [] {
        std::vector<DeviceType> types;
        for (const auto& type : audio::nodeTypes())
            if (type.role != Role::internal)
                types.push_back({type.id, type.label, type.role == Role::instrument});
        return types;
    }();
    return list;
}

std::span<const core::ParameterSpec> DeviceController::parametersOf(std::string_view type)
{
    // Parameter tables are static; a node is made once per type to get at its table.
    static std::map<std::string, std::span<const core::ParameterSpec>, std::less<>> tables;
    const auto known = tables.find(type);
    if (known != tables.end()) return known->second;
    const auto* found = audio::findNodeType(type);
    if (found == nullptr) return {};
    return tables.emplace(std::string(type), found->make()->parameters()).first->second;
}

core::Result<model::DeviceId> DeviceController::setInstrument(model::TrackId track,
                                                              std::string type)
{
    if (auto status = requireRole(type, Role::instrument); !status) return status.error();
    model::Device device;
    device.id = model_.newId<model::DeviceId>();
    device.type = std::move(type);
    const auto id = device.id;
    auto status = model_.execute(
        project::SetInstrument{track, core::Shared<model::Device>(std::move(device))});
    if (!status) return status.error();
    return id;
}

core::Result<model::DeviceId> DeviceController::addInsert(model::TrackId track, std::string type,
                                                          std::size_t index)
{
    if (auto status = requireRole(type, Role::effect); !status) return status.error();
    model::Device device;
    device.id = model_.newId<model::DeviceId>();
    device.type = std::move(type);
    const auto id = device.id;
    auto status = model_.execute(
        project::InsertDevice{track, core::Shared<model::Device>(std::move(device)), index});
    if (!status) return status.error();
    return id;
}

core::Status DeviceController::removeDevice(model::DeviceId device)
{
    return model_.execute(project::RemoveDevice{device});
}

core::Status DeviceController::moveInsert(model::DeviceId device, std::size_t index)
{
    return model_.execute(project::MoveDevice{device, index});
}

core::Status DeviceController::setEnabled(model::DeviceId device, bool isEnabled)
{
    return model_.execute(project::EnableDevice{device, isEnabled});
}

core::Status DeviceController::setSamples(model::DeviceId device,
                                          std::vector<model::DeviceSample> samples)
{
    return model_.execute(project::SetDeviceSamples{device, std::move(samples)});
}

void DeviceController::beginGesture(model::DeviceId device, std::string_view parameter)
{
    endGesture();
    gesture_ = model_.newGesture().value;
    held_ = {{}, device, std::string(parameter)};
    const auto project = model_.snapshot();
    if (model::findDevice(*project, device, &held_.track) == nullptr) return;
    if (recorder_ != nullptr)
        isPerforming_ = recorder_->touch(held_);
    else if (const auto ref = engineParameter(engine_, *project, device, parameter))
        engine_.beginGesture(*ref);
}

core::Status DeviceController::setParameter(model::DeviceId id, std::string_view parameter,
                                            float plainValue)
{
    const auto project = model_.snapshot();
    const auto* device = model::findDevice(*project, id);
    if (device == nullptr)
        return core::makeError(core::ErrorCode::notFound, "there is no such device");
    const auto specs = parametersOf((*device)->type);
    const auto spec = std::find_if(specs.begin(), specs.end(),
                                   [&](const auto& each) { return each.id == parameter; });
    if (spec == specs.end())
        return core::makeError(core::ErrorCode::notFound, "the device has no such parameter",
                               (*device)->type + "/" + std::string(parameter));
    if (isPerforming_ && held_.device == id && held_.parameter == parameter) {
        recorder_->perform(held_, plainValue);
        return {};
    }
    return model_.execute(project::SetDeviceParameter{id, std::string(parameter),
                                                      core::clampToRange(*spec, plainValue)},
                          project::GestureId{gesture_});
}

void DeviceController::endGesture()
{
    if (gesture_ == 0) return;
    gesture_ = 0;
    isPerforming_ = false;
    if (recorder_ != nullptr)
        recorder_->release(held_);
    else if (const auto ref =
                 engineParameter(engine_, *model_.snapshot(), held_.device, held_.parameter))
        engine_.endGesture(*ref);
}

std::optional<float> DeviceController::displayedValue(model::DeviceId device,
                                                      std::string_view parameter) const
{
    const auto ref = engineParameter(engine_, *model_.snapshot(), device, parameter);
    return ref ? engine_.parameterValue(*ref) : std::nullopt;
}

} // namespace cppmusic::session
