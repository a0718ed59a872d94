// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/controllers/MixerController.h"

#include "audio/engine/EngineContext.h"
#include "model/Queries.h"
#include "project/ProjectModel.h"
#include "session/compile/EngineParameters.h"
#include "session/compile/NodeIds.h"
#include "session/compile/SoloState.h"

#include <algorithm>

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

core::Error unknownSend()
{
    return core::makeError(core::ErrorCode::notFound, "the track has no such send");
}

const model::Send* findSend(const model::Project& project, model::TrackId id, std::size_t index)
{
    const auto* track = model::findTrack(project, id);
    if (track == nullptr || index >= (*track)->strip.sends.size()) return nullptr;
    return &(*track)->strip.sends[index];
}

} // namespace

MixerController::MixerController(project::ProjectModel& model, audio::EngineContext& engine)
    : model_(model), engine_(engine)
{
}

void MixerController::beginGesture(model::TrackId track, StripParameter parameter)
{
    endGesture();
    gesture_ = model_.newGesture().value;
    gestureTrack_ = track;
    gestureParameter_ = parameter;
    if (const auto ref = stripParameter(engine_, track, parameter)) engine_.beginGesture(*ref);
}

void MixerController::endGesture()
{
    if (gesture_ == 0) return;
    gesture_ = 0;
    if (const auto ref = stripParameter(engine_, gestureTrack_, gestureParameter_))
        engine_.endGesture(*ref);
}

core::Status MixerController::setGain(model::TrackId track, float gainDb)
{
    return model_.execute(project::SetTrackGain{track, std::clamp(gainDb, -90.0f, 6.0f)},
                          project::GestureId{gesture_});
}

core::Status MixerController::setPan(model::TrackId track, float pan)
{
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
           ((*found)->strip.isMuted || soloSilencedTracks(*project).contains(track));
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
