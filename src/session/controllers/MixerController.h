// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "model/Ids.h"
#include "model/Routing.h"

#include <cstddef>
#include <cstdint>

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
/// between beginGesture and endGesture is one undo entry, and automation lets go meanwhile. [main]
class MixerController {
public:
    MixerController(project::ProjectModel&, audio::EngineContext&);

    void beginGesture(model::TrackId, StripParameter);
    void endGesture();

    /// −90 (silence) … +6 dB.
    core::Status setGain(model::TrackId, float gainDb);
    /// −1 left … +1 right.
    core::Status setPan(model::TrackId, float pan);
    core::Status setMuted(model::TrackId, bool);
    core::Status setSoloed(model::TrackId, bool);
    core::Status setSoloSafe(model::TrackId, bool);
    /// Takes every solo off, one undo entry.
    core::Status clearSolos();
    [[nodiscard]] bool isAnythingSoloed() const;
    /// Silenced now by its own mute or by the solo of others.
    [[nodiscard]] bool isSilenced(model::TrackId) const;

    core::Status setOutput(model::TrackId, model::TrackId groupOrMaster);
    core::Status addSend(model::TrackId, model::TrackId target, float levelDb, bool isPreFader);
    core::Status setSendLevel(model::TrackId, std::size_t send, float levelDb);
    core::Status removeSend(model::TrackId, std::size_t send);
    core::Status setPanLaw(model::PanLaw);

    /// Levels after the fader since the last call; zeros if there is no such strip.
    [[nodiscard]] StripLevels takeLevels(model::TrackId);
    /// What the fader shows: the value in force, automation included; the document's while the
    /// engine has none.
    [[nodiscard]] float displayedGain(model::TrackId) const;
    [[nodiscard]] float displayedPan(model::TrackId) const;

private:
    [[nodiscard]] float displayed(model::TrackId, StripParameter, float fallback) const;

    project::ProjectModel& model_;
    audio::EngineContext& engine_;
    std::uint64_t gesture_ = 0;
    model::TrackId gestureTrack_;
    StripParameter gestureParameter_ = StripParameter::gain;
};

} // namespace cppmusic::session
