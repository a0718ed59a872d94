// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/FractionalDelay.h"
#include "audio/dsp/OnePole.h"
#include "audio/effects/StereoConvolution.h"
#include "audio/effects/StereoEffect.h"

namespace cppmusic::audio {

/// A recorded room, "cppmusic.convolver": convolution with an impulse response from a file, without
/// latency. Another response fades in from what the last one left.
class Convolver final : public StereoEffect {
public:
    /// Ids "preDelay", "lowCut", "highCut", "width", "gain", "mix".
    enum Parameter : int { preDelay, lowCut, highCut, width, gain, mix, numParameters };

    Convolver();
    void process(ProcessContext&) noexcept CPPMUSIC_NONBLOCKING override;

private:
    using Rows = std::array<StereoConvolution::Row, 2>;

    void prepareEffect(const PrepareSpec&) override;
    void clear() noexcept CPPMUSIC_NONBLOCKING override;
    void updateControls(const ControlPoint&) noexcept CPPMUSIC_NONBLOCKING override;
    void processRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING override;
    [[nodiscard]] bool isSteady() const noexcept CPPMUSIC_NONBLOCKING override
    {
        return !mix_.isMoving() && !gain_.isMoving() && !width_.isMoving() &&
               !delayFrames_.isMoving();
    }
    double tailSeconds(const Values&) const noexcept CPPMUSIC_NONBLOCKING override;
    void change(const ImpulseResponse*) noexcept CPPMUSIC_NONBLOCKING;

    StereoConvolution convolution_;
    const ImpulseResponse* response_ = nullptr; ///< of this block's plan
    std::array<FractionalDelay, 2> preDelays_;
    std::array<OnePole, 2> low_, high_;
    ControlRamp delayFrames_, width_, gain_, mix_;
    std::array<float, 2> last_{};     ///< what was heard of the room
    std::array<float, 2> leftOver_{}; ///< of another response, falling
    float leftOverFall_ = 0.99f;
    int sinceControl_ = 0;
    bool hasLowCut_ = false, hasHighCut_ = false;
};

} // namespace cppmusic::audio
