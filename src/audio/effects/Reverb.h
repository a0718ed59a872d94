// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/LFO.h"
#include "audio/dsp/MirroredRing.h"
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
    static constexpr int numDiffusers = ReverbRun::numDiffusers;
    struct Diffuser {
        MirroredRing ring;
        int delay = 1;
    };
    /// The pre-delay of a run for one channel.
    struct PreDelayRows {
        MirroredRing::Room early, late;
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

    void delayRun(int frames) noexcept CPPMUSIC_NONBLOCKING;
    void processPart(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING;

    FeedbackDelayNetwork network_;
    std::array<std::array<Diffuser, numDiffusers>, 2> diffusers_;
    std::array<MirroredRing, 2> preDelays_;
    std::array<LFO, 2> lfos_;
    ControlRamp width_, mix_, preDelayFrames_;
    std::array<PreDelayRows, 2> preDelayRows_{};
    std::array<std::array<MirroredRing::Room, numDiffusers>, 2> diffuserRooms_{};
    ReverbRun run_{};
    ReverbKernel kernel_ = reverbKernel();
    int longestRun_ = controlInterval; ///< no diffuser is shorter
};

} // namespace cppmusic::audio
