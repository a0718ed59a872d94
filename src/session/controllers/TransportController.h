// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/transport/TransportSnapshot.h"
#include "core/Result.h"
#include "core/time/TempoMap.h"
#include "core/time/Units.h"

#include <string>

namespace cppmusic::audio {
class EngineContext;
}
namespace cppmusic::project {
class ProjectModel;
}

namespace cppmusic::session {

class AutomationRecorder;
class TakeRecorder;

/// Play, stop, places and tempo. Playing and locating are performances and go to the engine; tempo,
/// time signature and loop range are edits. [main]
class TransportController {
public:
    /// The recorders are told when playback starts and stops.
    TransportController(project::ProjectModel&, audio::EngineContext&,
                        AutomationRecorder* = nullptr, TakeRecorder* = nullptr);

    /// After the count-in, if there is one.
    void play();
    void stop();
    void togglePlay();
    /// Stops and goes back to the start of the song.
    void stopAndReturn();
    /// Negative places become 0.
    void locate(core::Beats);
    /// Bar and beat counted from 1.
    void locate(int bar, int beat);
    /// To the start of the bar before or after.
    void moveByBars(int bars);

    [[nodiscard]] bool isPlaying() const;
    /// The last state the engine published.
    [[nodiscard]] audio::TransportSnapshot snapshot() const;
    [[nodiscard]] core::Beats position() const;
    [[nodiscard]] core::BarPosition barPosition() const;
    /// "017.3.240": bar, beat, and 960ths of a quarter note within the beat.
    [[nodiscard]] std::string barsText() const;
    /// "00:42.118": minutes, seconds, milliseconds; hours in front once there are any.
    [[nodiscard]] std::string timeText() const;

    /// The loop range is part of the song and undoable.
    core::Status setLoop(core::Beats start, core::Beats end, bool isEnabled);
    core::Status setLoopEnabled(bool);
    /// The range in which recording is on; part of the song and undoable.
    core::Status setPunch(core::Beats start, core::Beats end, bool isEnabled);
    core::Status setPunchEnabled(bool);
    /// Recording is on while playing, inside the punch range if that is enabled.
    void setRecordArmed(bool);
    [[nodiscard]] bool isRecordArmed() const noexcept { return isRecordArmed_; }
    /// Bars of clicks before playback starts, 0…16.
    void setCountIn(int bars);
    [[nodiscard]] int countIn() const noexcept { return countInBars_; }
    [[nodiscard]] bool isCountingIn() const;
    /// Of the click on the first beat of a bar, and of the others; −60 (silence) … +12 dB.
    void setMetronomeLevels(float accentDb, float beatDb);
    [[nodiscard]] bool isLoopEnabled() const;

    /// The click; not part of the song.
    void setMetronome(bool isOn);
    [[nodiscard]] bool isMetronomeOn() const noexcept { return isMetronomeOn_; }

    /// The tempo at the playhead.
    [[nodiscard]] core::Bpm tempo() const;
    /// Changes the tempo point that is in force at the playhead, 20–999 bpm. Calls between
    /// beginTempoDrag and endTempoDrag are one undo entry.
    core::Status setTempo(core::Bpm);
    void beginTempoDrag();
    void endTempoDrag();
    [[nodiscard]] core::TimeSignature timeSignature() const;
    /// The time signature in force at the playhead.
    core::Status setTimeSignature(core::TimeSignature);

private:
    [[nodiscard]] core::Frames framesAt(core::Beats) const;

    project::ProjectModel& model_;
    audio::EngineContext& engine_;
    AutomationRecorder* recorder_;
    TakeRecorder* takes_;
    std::uint64_t tempoGesture_ = 0;
    bool isMetronomeOn_ = false;
    bool isRecordArmed_ = false;
    int countInBars_ = 0;
};

/// The texts of a position display, for any place. [any]
[[nodiscard]] std::string formatBars(const core::TempoMap&, core::Beats);
[[nodiscard]] std::string formatTime(core::Seconds);

} // namespace cppmusic::session
