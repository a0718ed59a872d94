// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/Oversampler.h"
#include "audio/effects/StereoEffect.h"

namespace cppmusic::audio {

/// Soft saturation, "cppmusic.saturator": a hyperbolic tangent at twice the sample rate. The level
/// of a signal at −12 dBFS stays where it was, whatever the drive. Delays by latencyFrames(), the
/// dry part too.
class Saturator final : public StereoEffect {
public:
    /// Ids "drive", "output", "mix".
    enum Parameter : int { drive, output, mix, numParameters };

    Saturator();
    [[nodiscard]] int latencyFrames() const noexcept override { return Oversampler::latencyFrames; }

private:
    void prepareEffect(const PrepareSpec&) override {}
    void clear() noexcept CPPMUSIC_NONBLOCKING override;
    void updateControls(const ControlPoint&) noexcept CPPMUSIC_NONBLOCKING override;
    void processRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING override;
    double tailSeconds(const Values&) const noexcept CPPMUSIC_NONBLOCKING override;
    [[nodiscard]] bool isSteady() const noexcept CPPMUSIC_NONBLOCKING override
    {
        return !drive_.isMoving() && !level_.isMoving() && !output_.isMoving() && !mix_.isMoving();
    }
    void processChannel(int channel, float* samples, int frames) noexcept CPPMUSIC_NONBLOCKING;

    static constexpr int latency = Oversampler::latencyFrames;
    std::array<Oversampler, 2> oversamplers_;
    std::array<std::array<float, latency + controlInterval>, 2> dry_{};
    ControlRamp drive_, level_, output_, mix_;
};

} // namespace cppmusic::audio
