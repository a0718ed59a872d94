// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/controllers/TransportController.h"

#include "audio/engine/EngineContext.h"
#include "core/MathUtils.h"
#include "project/ProjectModel.h"
#include "session/AutomationRecorder.h"
#include "session/TakeRecorder.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace cppmusic::session {

TransportController::TransportController(project::ProjectModel& model, audio::EngineContext& engine,
                                         AutomationRecorder* recorder, TakeRecorder* takes)
    : model_(model), engine_(engine), recorder_(recorder), takes_(takes)
{
}

core::Frames TransportController::framesAt(core::Beats beat) const
{
    return model_.snapshot()->tempo->framesAt(beat, engine_.spec().sampleRate);
}

void TransportController::play()
{
    if (recorder_ != nullptr) recorder_->willPlay();
    if (takes_ != nullptr && isRecordArmed_) (void)takes_->willRecord();
    engine_.command(audio::TransportCommand::play(countInBars_));
}

void TransportController::stop()
{
    if (recorder_ != nullptr) recorder_->willStop();
    engine_.command(audio::TransportCommand::stop());
    if (takes_ != nullptr) takes_->didStop();
}

void TransportController::togglePlay()
{
    isPlaying() || isCountingIn() ? stop() : play();
}

void TransportController::stopAndReturn()
{
    stop();
    locate(core::Beats{0.0});
}

void TransportController::locate(core::Beats beat)
{
    const core::Beats place{std::max(0.0, beat.value)};
    engine_.command(audio::TransportCommand::locate(framesAt(place)));
}

void TransportController::locate(int bar, int beat)
{
    const auto project = model_.snapshot();
    const core::Beats start = project->tempo->barStart(std::max(1, bar));
    const auto signature = project->tempo->signatureAt(start);
    locate(start + core::Beats{(std::max(1, beat) - 1) * 4.0 / signature.denominator});
}

void TransportController::moveByBars(int bars)
{
    const auto place = barPosition();
    // Back from inside a bar goes to its start first.
    const bool isInsideBar = place.beat > 1 || place.fraction > 1e-6;
    const int bar = place.bar + bars + (bars < 0 && isInsideBar ? 1 : 0);
    locate(std::max(1, bar), 1);
}

bool TransportController::isPlaying() const
{
    return engine_.transport().isPlaying;
}

audio::TransportSnapshot TransportController::snapshot() const
{
    return engine_.transport();
}

core::Beats TransportController::position() const
{
    return engine_.transport().beat;
}

core::BarPosition TransportController::barPosition() const
{
    return model_.snapshot()->tempo->barPositionAt(position());
}

std::string TransportController::barsText() const
{
    return formatBars(*model_.snapshot()->tempo, position());
}

std::string TransportController::timeText() const
{
    return formatTime(model_.snapshot()->tempo->secondsAt(position()));
}

core::Status TransportController::setLoop(core::Beats start, core::Beats end, bool isEnabled)
{
    return model_.execute(project::SetLoop{{start, end, isEnabled}});
}

core::Status TransportController::setLoopEnabled(bool isEnabled)
{
    auto loop = model_.snapshot()->loop;
    loop.isEnabled = isEnabled;
    return model_.execute(project::SetLoop{loop});
}

core::Status TransportController::setPunch(core::Beats start, core::Beats end, bool isEnabled)
{
    return model_.execute(project::SetPunch{{start, end, isEnabled}});
}

core::Status TransportController::setPunchEnabled(bool isEnabled)
{
    auto punch = model_.snapshot()->punch;
    punch.isEnabled = isEnabled;
    return model_.execute(project::SetPunch{punch});
}

void TransportController::setRecordArmed(bool isArmed)
{
    isRecordArmed_ = isArmed;
    const bool isRunning = isPlaying() || isCountingIn();
    if (takes_ != nullptr && isArmed && isRunning) (void)takes_->willRecord();
    engine_.command(audio::TransportCommand::record(isArmed));
    if (takes_ != nullptr && !isArmed) takes_->didStop();
}

void TransportController::setCountIn(int bars)
{
    countInBars_ = std::clamp(bars, 0, 16);
}

bool TransportController::isCountingIn() const
{
    return engine_.transport().isCountingIn;
}

void TransportController::setMetronomeLevels(float accentDb, float beatDb)
{
    const auto gain = [](float db) {
        return core::math::dbToGain(std::clamp(db, -60.0f, 12.0f), -60.0f);
    };
    engine_.command(audio::TransportCommand::metronomeLevels(gain(accentDb), gain(beatDb)));
}

bool TransportController::isLoopEnabled() const
{
    return model_.snapshot()->loop.isEnabled;
}

void TransportController::setMetronome(bool isOn)
{
    isMetronomeOn_ = isOn;
    engine_.command(audio::TransportCommand::metronome(isOn));
}

core::Bpm TransportController::tempo() const
{
    return model_.snapshot()->tempo->tempoAt(position());
}

core::Status TransportController::setTempo(core::Bpm tempo)
{
    const core::Bpm clamped = std::clamp(tempo, core::minTempo, core::maxTempo);
    return model_.execute(project::SetTempo{position(), clamped},
                          project::GestureId{tempoGesture_});
}

void TransportController::beginTempoDrag()
{
    tempoGesture_ = model_.newGesture().value;
}

void TransportController::endTempoDrag()
{
    tempoGesture_ = 0;
}

core::TimeSignature TransportController::timeSignature() const
{
    return model_.snapshot()->tempo->signatureAt(position());
}

core::Status TransportController::setTimeSignature(core::TimeSignature signature)
{
    return model_.execute(project::SetTimeSignature{position(), signature});
}

std::string formatBars(const core::TempoMap& tempo, core::Beats beat)
{
    const auto place = tempo.barPositionAt(beat);
    const double ticksPerBeat = 960.0 * 4.0 / tempo.signatureAt(beat).denominator;
    const int ticks = static_cast<int>(place.fraction * ticksPerBeat + 1e-6);
    char text[48];
    std::snprintf(text, sizeof text, "%03d.%d.%03d", place.bar, place.beat, ticks);
    return text;
}

std::string formatTime(core::Seconds time)
{
    const auto milliseconds =
        static_cast<long long>(std::floor(std::max(0.0, time.value) * 1000.0 + 1e-6));
    const long long seconds = milliseconds / 1000;
    const int ms = static_cast<int>(milliseconds % 1000);
    const int s = static_cast<int>(seconds % 60);
    const int m = static_cast<int>(seconds / 60 % 60);
    char text[64];
    if (seconds < 3600)
        std::snprintf(text, sizeof text, "%02d:%02d.%03d", m, s, ms);
    else
        std::snprintf(text, sizeof text, "%lld:%02d:%02d.%03d", seconds / 3600, m, s, ms);
    return text;
}

} // namespace cppmusic::session
