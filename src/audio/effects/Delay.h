// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/LFO.h"
#include "audio/dsp/MirroredRing.h"
#include "audio/dsp/OnePole.h"
#include "audio/effects/StereoEffect.h"

namespace cppmusic::audio {

/// An echo, "cppmusic.delay": stereo or ping-pong, its time in seconds or in note values at the
/// song's tempo, with low and high cut in the feedback. The tap can swing like a tape's, and the
/// echoes can duck under what comes in. A change of time crossfades to the new tap, without a
/// change of pitch. Times above 4 s are held at 4 s.
class Delay final : public StereoEffect {
public:
    /// Ids "mode", "sync", "time", "note", "feedback", "lowCut", "highCut", "mix", "modRate",
    /// "modDepth", "duck", "duckRelease".
    enum Parameter : int {
        mode,
        sync,
        time,
        note,
        feedback,
        lowCut,
        highCut,
        mix,
        modRate,
        modDepth,
        duck,
        duckRelease,
        numParameters
    };
    static constexpr double maxSeconds = 4.0;

    Delay();

private:
    using StereoRun = std::array<std::array<float, controlInterval>, 2>;

    void prepareEffect(const PrepareSpec&) override;
    void clear() noexcept CPPMUSIC_NONBLOCKING override;
    void updateControls(const ControlPoint&) noexcept CPPMUSIC_NONBLOCKING override;
    void processRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING override;
    double tailSeconds(const Values&) const noexcept CPPMUSIC_NONBLOCKING override;
    [[nodiscard]] bool isSteady() const noexcept CPPMUSIC_NONBLOCKING override
    {
        return !feedback_.isMoving() && !mix_.isMoving() && !ducking_.isMoving() &&
               fadeDone_ >= fadeLength_;
    }
    void skipControls(int count) noexcept CPPMUSIC_NONBLOCKING override
    {
        lfo_.advance(count * controlInterval);
    }
    void aimFor(int delayFrames, bool isImmediate) noexcept CPPMUSIC_NONBLOCKING;
    void updateSwing(const ControlPoint&) noexcept CPPMUSIC_NONBLOCKING;
    void updateDucking(const ControlPoint&) noexcept CPPMUSIC_NONBLOCKING;
    void readTap(std::size_t channel, int delay, int frames,
                 float* to) const noexcept CPPMUSIC_NONBLOCKING;
    void readLines(StereoRun& wet, int frames) noexcept CPPMUSIC_NONBLOCKING;
    void processPart(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING;

    std::array<MirroredRing, 2> lines_;
    std::array<OnePole, 2> low_, high_;
    ControlRamp feedback_, mix_;
    LFO lfo_;
    std::array<ControlRamp, 2> swing_; // frames that the tap is later
    ControlRamp ducking_;              // gain of what is heard of the echoes
    float loudness_ = 0.0f;            // of what comes in: falls at the release's speed
    float loudnessFall_ = 1.0f;        // a frame
    int maxDelay_ = 1;
    int delay_ = 2;     // the tap that is heard
    int nextDelay_ = 2; // the tap that is faded to
    int fadeLength_ = 1;
    int fadeDone_ = 0; // fadeLength_: no fade is on
    bool isPingPong_ = false;
    bool isEmpty_ = true; // nothing in the lines: a change of time needs no fade
};

} // namespace cppmusic::audio
