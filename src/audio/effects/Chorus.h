// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/FractionalDelay.h"
#include "audio/dsp/OnePole.h"
#include "audio/dsp/SyncedLFO.h"
#include "audio/effects/StereoEffect.h"

namespace cppmusic::audio {

/// Up to six detuned copies, "cppmusic.chorus": each a delay whose length swings; the copies are
/// spread evenly over the cycle, the channels by "spread". The lows can stay out of it.
class Chorus final : public StereoEffect {
public:
    /// Ids "sync", "rate", "note", "delay", "depth", "voices", "spread", "lowCut", "highCut",
    /// "mix", "gain".
    enum Parameter : int {
        sync,
        rate,
        note,
        delay,
        depth,
        voices,
        spread,
        lowCut,
        highCut,
        mix,
        gain,
        numParameters
    };
    static constexpr int maxVoices = 6;

    Chorus();

private:
    void prepareEffect(const PrepareSpec&) override;
    void clear() noexcept CPPMUSIC_NONBLOCKING override;
    void updateControls(const ControlPoint&) noexcept CPPMUSIC_NONBLOCKING override;
    void processRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING override;
    void skipControls(int count) noexcept CPPMUSIC_NONBLOCKING override { lfo_.skip(count); }
    [[nodiscard]] bool isSteady() const noexcept CPPMUSIC_NONBLOCKING override;
    double tailSeconds(const Values&) const noexcept CPPMUSIC_NONBLOCKING override;

    struct Voice {
        ControlRamp delay; ///< frames
        ControlRamp level; ///< 0 while it is switched off
    };
    struct Channel {
        FractionalDelay line;
        OnePole low, high;
        std::array<Voice, maxVoices> voices;
    };

    SyncedLFO lfo_;
    std::array<Channel, 2> channels_;
    ControlRamp mix_, gain_;
};

} // namespace cppmusic::audio
