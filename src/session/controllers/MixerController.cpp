// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/controllers/MixerController.h"

#include "audio/engine/EngineContext.h"
#include "model/Queries.h"
#include "project/ProjectModel.h"
#include "session/compile/EngineParameters.h"
#include "session/compile/NodeIds.h"
#include "session/compile/SoloState.h"
#include "session/compile/VcaGroups.h"

#include <algorithm>
#include <utility>

namespace cppmusic::session {

namespace {

std::string_view idOf(StripParameter parameter)
{
    return parameter == StripParameter::gain ? "gain" : "pan";
}

std::optional<audio::ParameterRef> stripParameter(const audio::EngineContext& engine,
                                                  model::TrackId track, StripParameter parameter)
{
    return findEngineParameter(engine.graph(), nodeIdOf(track, NodeRole::strip), idOf(parameter));
}

std::optional<audio::ParameterRef> targetParameter(const model::Project& project,
                                                   const audio::EngineContext& engine,
                                                   const AutomationTarget& target)
{
    const auto* track = model::findTrack(project, target.track);
    if (track == nullptr) return std::nullopt;
    return findLaneParameter(engine.graph(), **track, target.device, target.parameter);
}

core::Error unknownSend()
{
    return core::makeError(core::ErrorCode::notFound, "the track has no such send");
}

core::Error unknownDevice()
{
    return core::makeError(core::ErrorCode::notFound, "there is no such device");
}

const model::Send* findSend(const model::Project& project, model::TrackId id, std::size_t index)
{
    const auto* track = model::findTrack(project, id);
    if (track == nullptr || index >= (*track)->strip.sends.size()) return nullptr;
    return &(*track)->strip.sends[index];
}

} // namespace

MixerController::MixerController(project::ProjectModel& model, audio::EngineContext& engine,
                                 AutomationRecorder* recorder)
    : model_(model), engine_(engine), recorder_(recorder)
{
}

void MixerController::hold(AutomationTarget target)
{
    endGesture();
    gesture_ = model_.newGesture().value;
    held_ = std::move(target);
    if (recorder_ != nullptr) {
        isPerforming_ = recorder_->touch(held_);
        return;
    }
    if (const auto ref = targetParameter(*model_.snapshot(), engine_, held_))
        engine_.beginGesture(*ref);
}

bool MixerController::perform(const AutomationTarget& target, float value)
{
    if (!isPerforming_ || !(held_ == target)) return false;
    recorder_->perform(target, value);
    return true;
}

void MixerController::beginGesture(model::TrackId track, StripParameter parameter)
{
    hold({track, {}, std::string(idOf(parameter))});
}

void MixerController::beginSendGesture(model::TrackId track, std::size_t index)
{
    const auto project = model_.snapshot();
    const model::Send* send = findSend(*project, track, index);
    if (send != nullptr) hold({track, {}, sendLevelParameter(send->target)});
}

void MixerController::endGesture()
{
    if (gesture_ == 0) return;
    gesture_ = 0;
    isPerforming_ = false;
    if (recorder_ != nullptr)
        recorder_->release(held_);
    else if (const auto ref = targetParameter(*model_.snapshot(), engine_, held_))
        engine_.endGesture(*ref);
}

core::Status MixerController::setGain(model::TrackId track, float gainDb)
{
    if (perform({track, {}, "gain"}, gainDb)) return {};
    return model_.execute(project::SetTrackGain{track, std::clamp(gainDb, -90.0f, 6.0f)},
                          project::GestureId{gesture_});
}

core::Status MixerController::setPan(model::TrackId track, float pan)
{
    if (perform({track, {}, "pan"}, pan)) return {};
    return model_.execute(project::SetTrackPan{track, std::clamp(pan, -1.0f, 1.0f)},
                          project::GestureId{gesture_});
}

core::Status MixerController::setMuted(model::TrackId track, bool isMuted)
{
    return model_.execute(project::SetTrackMute{track, isMuted});
}

core::Status MixerController::setSoloed(model::TrackId track, bool isSoloed)
{
    return model_.execute(project::SetTrackSolo{track, isSoloed});
}

core::Status MixerController::setSoloSafe(model::TrackId track, bool isSafe)
{
    return model_.execute(project::SetTrackSoloSafe{track, isSafe});
}

core::Status MixerController::setArmed(model::TrackId id, bool isArmed)
{
    const auto project = model_.snapshot();
    const auto* track = model::findTrack(*project, id);
    model::TrackInput input = track == nullptr ? model::TrackInput{} : (*track)->input;
    input.isArmed = isArmed;
    return model_.execute(project::SetTrackInput{id, std::move(input)});
}

core::Status MixerController::setMonitoring(model::TrackId id, model::InputMonitoring monitoring)
{
    const auto project = model_.snapshot();
    const auto* track = model::findTrack(*project, id);
    model::TrackInput input = track == nullptr ? model::TrackInput{} : (*track)->input;
    input.monitoring = monitoring;
    return model_.execute(project::SetTrackInput{id, std::move(input)});
}

core::Status MixerController::setInput(model::TrackId track, const model::TrackInput& input)
{
    return model_.execute(project::SetTrackInput{track, input});
}

core::Status MixerController::clearSolos()
{
    project::Batch batch{"Clear solos", {}};
    for (const auto& track : model_.snapshot()->tracks)
        if (track->strip.isSoloed)
            batch.commands.emplace_back(project::SetTrackSolo{track->id, false});
    return batch.commands.empty() ? core::Status{} : model_.execute(std::move(batch));
}

bool MixerController::isAnythingSoloed() const
{
    const auto project = model_.snapshot();
    return std::any_of(project->tracks.begin(), project->tracks.end(),
                       [](const auto& track) { return track->strip.isSoloed; });
}

bool MixerController::isSilenced(model::TrackId track) const
{
    const auto project = model_.snapshot();
    const auto* found = model::findTrack(*project, track);
    return found != nullptr &&
           ((*found)->strip.isMuted || VcaGroups(*project).effectOn(**found).isMuted ||
            soloSilencedTracks(*project).contains(track));
}

core::Status MixerController::setOutput(model::TrackId track, model::TrackId groupOrMaster)
{
    return model_.execute(project::SetTrackOutput{track, groupOrMaster});
}

core::Status MixerController::addSend(model::TrackId track, model::TrackId target, float levelDb,
                                      bool isPreFader)
{
    const model::Send send{target, std::clamp(levelDb, -90.0f, 6.0f), isPreFader, true};
    return model_.execute(project::AddSend{track, send});
}

core::Status MixerController::setSendLevel(model::TrackId track, std::size_t index, float levelDb)
{
    const auto project = model_.snapshot();
    const model::Send* found = findSend(*project, track, index);
    if (found == nullptr) return unknownSend();
    if (perform({track, {}, sendLevelParameter(found->target)}, levelDb)) return {};
    model::Send send = *found;
    send.levelDb = std::clamp(levelDb, -90.0f, 6.0f);
    return model_.execute(project::SetSend{track, index, send}, project::GestureId{gesture_});
}

core::Status MixerController::removeSend(model::TrackId track, std::size_t index)
{
    return model_.execute(project::RemoveSend{track, index});
}

core::Status MixerController::setPanLaw(model::PanLaw law)
{
    return model_.execute(project::SetPanLaw{law});
}

core::Status MixerController::setTrackPanLaw(model::TrackId track, std::optional<model::PanLaw> law)
{
    return model_.execute(project::SetTrackPanLaw{track, law});
}

core::Status MixerController::setChannels(model::TrackId track, model::ChannelCount channels)
{
    return model_.execute(project::SetTrackChannels{track, channels});
}

core::Status MixerController::setVca(model::TrackId track, model::TrackId vca)
{
    return model_.execute(project::SetTrackVca{track, vca});
}

core::Result<model::TrackId> MixerController::addVca(const std::string& name,
                                                     const std::vector<model::TrackId>& members)
{
    model::Track vca;
    vca.id = model_.newId<model::TrackId>();
    vca.name = name.empty() ? "VCA" : name;
    vca.kind = model::TrackKind::vca;
    const auto id = vca.id;
    project::Batch batch{"Add VCA group", {}};
    batch.commands.emplace_back(project::AddTrack{core::Shared<model::Track>(std::move(vca))});
    for (const auto member : members) batch.commands.emplace_back(project::SetTrackVca{member, id});
    if (auto status = model_.execute(std::move(batch)); !status) return status.error();
    return id;
}

core::Status MixerController::setSidechain(model::DeviceId device, model::TrackId source,
                                           bool isPreFader)
{
    const auto project = model_.snapshot();
    model::TrackId onTrack;
    if (model::findDevice(*project, device, &onTrack) == nullptr) return unknownDevice();
    auto sidechains = project->routing.sidechains;
    std::erase_if(sidechains, [&](const auto& each) { return each.targetDevice == device; });
    sidechains.push_back({source, onTrack, device, isPreFader});
    return model_.execute(project::SetSidechains{std::move(sidechains)});
}

core::Status MixerController::clearSidechain(model::DeviceId device)
{
    auto sidechains = model_.snapshot()->routing.sidechains;
    std::erase_if(sidechains, [&](const auto& each) { return each.targetDevice == device; });
    return model_.execute(project::SetSidechains{std::move(sidechains)});
}

core::Status MixerController::setDeviceOutput(model::DeviceId id, int port, model::TrackId target)
{
    const auto project = model_.snapshot();
    const auto* device = model::findDevice(*project, id);
    if (device == nullptr) return unknownDevice();
    auto outputs = (*device)->outputs;
    std::erase_if(outputs, [&](const auto& each) { return each.port == port; });
    if (target.isValid()) {
        const auto at = std::find_if(outputs.begin(), outputs.end(),
                                     [&](const auto& each) { return each.port > port; });
        outputs.insert(at, {port, target});
    }
    return model_.execute(project::SetDeviceOutputs{id, std::move(outputs)});
}

StripLevels MixerController::takeLevels(model::TrackId track)
{
    const auto reading = engine_.takeMeter(nodeIdOf(track, NodeRole::strip));
    return {reading.peakLeft, reading.peakRight, reading.rmsLeft, reading.rmsRight};
}

float MixerController::displayed(model::TrackId track, StripParameter parameter,
                                 float fallback) const
{
    const auto ref = stripParameter(engine_, track, parameter);
    return ref ? engine_.parameterValue(*ref).value_or(fallback) : fallback;
}

float MixerController::displayedGain(model::TrackId id) const
{
    const auto project = model_.snapshot();
    const auto* track = model::findTrack(*project, id);
    return displayed(id, StripParameter::gain, track == nullptr ? 0.0f : (*track)->strip.gainDb);
}

float MixerController::displayedPan(model::TrackId id) const
{
    const auto project = model_.snapshot();
    const auto* track = model::findTrack(*project, id);
    return displayed(id, StripParameter::pan, track == nullptr ? 0.0f : (*track)->strip.pan);
}

} // namespace cppmusic::session
