// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/DelayLine.h"
#include "audio/dsp/LFO.h"
#include "audio/dsp/OnePole.h"
#include "audio/effects/FeedbackDelayNetwork.h"
#include "audio/effects/StereoEffect.h"

namespace cppmusic::audio {

/// A room, "cppmusic.reverb": pre-delay, diffusion by all-passes, a modulated feedback delay
/// network of sixteen lines.
class Reverb final : public StereoEffect {
public:
    /// Ids "decay" (T60), "size", "preDelay", "damping", "lowCut", "modulation", "width", "mix".
    enum Parameter : int {
        decay,
        size,
        preDelay,
        damping,
        lowCut,
        modulation,
        width,
        mix,
        numParameters
    };

    Reverb();

private:
    static constexpr int numDiffusers = 4;
    struct Diffuser {
        DelayLine line;
        int delay = 1;
        float gain = 0.7f;
        float next(float input) noexcept CPPMUSIC_NONBLOCKING
        {
            const float delayed = line.read(delay);
            const float kept = input - gain * delayed;
            line.write(kept);
            return delayed + gain * kept;
        }
    };

    void prepareEffect(const PrepareSpec&) override;
    void clear() noexcept CPPMUSIC_NONBLOCKING override;
    void updateControls(const ControlPoint&) noexcept CPPMUSIC_NONBLOCKING override;
    void processRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING override;
    double tailSeconds(const Values&) const noexcept CPPMUSIC_NONBLOCKING override;
    void skipControls(int count) noexcept CPPMUSIC_NONBLOCKING override
    {
        for (auto& lfo : lfos_) lfo.advance(count * controlInterval);
    }
    [[nodiscard]] bool isSteady() const noexcept CPPMUSIC_NONBLOCKING override
    {
        return !width_.isMoving() && !mix_.isMoving() && !preDelayFrames_.isMoving();
    }

    FeedbackDelayNetwork network_;
    std::array<std::array<Diffuser, numDiffusers>, 2> diffusers_;
    std::array<DelayLine, 2> preDelays_;
    std::array<OnePole, 2> lowCuts_;
    std::array<LFO, 2> lfos_;
    ControlRamp width_, mix_, preDelayFrames_;
    int maxPreDelay_ = 1;
};

} // namespace cppmusic::audio
