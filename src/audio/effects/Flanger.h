// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/FractionalDelay.h"
#include "audio/dsp/SyncedLFO.h"
#include "audio/effects/StereoEffect.h"

namespace cppmusic::audio {

/// A short swinging delay with feedback, "cppmusic.flanger": a comb whose notches wander.
class Flanger final : public StereoEffect {
public:
    /// Ids "sync", "rate", "note", "shape", "delay", "depth", "feedback", "spread", "mix", "gain".
    enum Parameter : int {
        sync,
        rate,
        note,
        shape,
        delay,
        depth,
        feedback,
        spread,
        mix,
        gain,
        numParameters
    };

    Flanger();

private:
    void prepareEffect(const PrepareSpec&) override;
    void clear() noexcept CPPMUSIC_NONBLOCKING override;
    void updateControls(const ControlPoint&) noexcept CPPMUSIC_NONBLOCKING override;
    void processRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING override;
    void skipControls(int count) noexcept CPPMUSIC_NONBLOCKING override { lfo_.skip(count); }
    [[nodiscard]] bool isSteady() const noexcept CPPMUSIC_NONBLOCKING override
    {
        return !mix_.isMoving() && !gain_.isMoving() && !feedback_.isMoving();
    }
    double tailSeconds(const Values&) const noexcept CPPMUSIC_NONBLOCKING override;

    struct Channel {
        FractionalDelay line;
        ControlRamp delay; ///< frames
        float back = 0.0f; ///< what came out last
    };

    SyncedLFO lfo_;
    std::array<Channel, 2> channels_;
    ControlRamp feedback_, mix_, gain_;
};

} // namespace cppmusic::audio
