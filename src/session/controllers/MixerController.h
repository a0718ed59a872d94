// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "model/Ids.h"
#include "model/Routing.h"
#include "model/Track.h"
#include "session/AutomationRecorder.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cppmusic::audio {
class EngineContext;
}
namespace cppmusic::project {
class ProjectModel;
}

namespace cppmusic::session {

/// What a hand can hold on a strip.
enum class StripParameter : std::uint8_t { gain, pan };

/// Levels of a strip since the last reading; linear, full scale 1.
struct StripLevels {
    float peakLeft = 0.0f, peakRight = 0.0f;
    float rmsLeft = 0.0f, rmsRight = 0.0f;
};

/// Strips: level, place, mute, solo, sends, outputs, meters. Every change is an edit; what happens
/// between beginGesture and endGesture is one undo entry, and automation lets go meanwhile or is
/// written. [main]
class MixerController {
public:
    /// Without a recorder every change is an edit.
    MixerController(project::ProjectModel&, audio::EngineContext&, AutomationRecorder* = nullptr);

    /// In a lane that is being written (AutomationRecorder), what follows is a performance.
    void beginGesture(model::TrackId, StripParameter);
    void beginSendGesture(model::TrackId, std::size_t send);
    void endGesture();

    /// −90 (silence) … +6 dB.
    core::Status setGain(model::TrackId, float gainDb);
    /// −1 left … +1 right.
    core::Status setPan(model::TrackId, float pan);
    core::Status setMuted(model::TrackId, bool);
    core::Status setSoloed(model::TrackId, bool);
    core::Status setSoloSafe(model::TrackId, bool);
    /// Arms an audio or instrument track for recording, or not; its channels stay.
    core::Status setArmed(model::TrackId, bool);
    core::Status setMonitoring(model::TrackId, model::InputMonitoring);
    core::Status setInput(model::TrackId, const model::TrackInput&);
    /// Takes every solo off, one undo entry.
    core::Status clearSolos();
    [[nodiscard]] bool isAnythingSoloed() const;
    /// Silenced now by its own mute, that of its VCA, or by the solo of others.
    [[nodiscard]] bool isSilenced(model::TrackId) const;

    core::Status setOutput(model::TrackId, model::TrackId groupOrMaster);
    core::Status addSend(model::TrackId, model::TrackId target, float levelDb, bool isPreFader);
    core::Status setSendLevel(model::TrackId, std::size_t send, float levelDb);
    core::Status removeSend(model::TrackId, std::size_t send);
    core::Status setPanLaw(model::PanLaw);
    /// None: the project's.
    core::Status setTrackPanLaw(model::TrackId, std::optional<model::PanLaw>);
    core::Status setChannels(model::TrackId, model::ChannelCount);
    /// Null: leaves its VCA.
    core::Status setVca(model::TrackId, model::TrackId vca);
    /// A new VCA at the end of the tracks, moving those given; one undo entry.
    core::Result<model::TrackId> addVca(const std::string& name,
                                        const std::vector<model::TrackId>& members);
    /// A copy of the source's signal into the first free input of a device.
    core::Status setSidechain(model::DeviceId, model::TrackId source, bool isPreFader = false);
    core::Status clearSidechain(model::DeviceId);
    /// Output `port` (1 and up) of a device to a track of its own; null: back to the device's
    /// track.
    core::Status setDeviceOutput(model::DeviceId, int port, model::TrackId target);

    /// Levels after the fader since the last call; zeros if there is no such strip.
    [[nodiscard]] StripLevels takeLevels(model::TrackId);
    /// What the fader shows: the value in force, automation included; the document's while the
    /// engine has none.
    [[nodiscard]] float displayedGain(model::TrackId) const;
    [[nodiscard]] float displayedPan(model::TrackId) const;

private:
    [[nodiscard]] float displayed(model::TrackId, StripParameter, float fallback) const;
    void hold(AutomationTarget);
    /// True: it has been performed and is no edit.
    bool perform(const AutomationTarget&, float value);

    project::ProjectModel& model_;
    audio::EngineContext& engine_;
    AutomationRecorder* recorder_;
    std::uint64_t gesture_ = 0;
    AutomationTarget held_; // during a gesture
    bool isPerforming_ = false;
};

} // namespace cppmusic::session
