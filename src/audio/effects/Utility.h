// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/effects/StereoEffect.h"

namespace cppmusic::audio {

/// Gain, polarity, channels and the removal of 0 Hz, "cppmusic.utility". What is switched moves
/// over in fadeSeconds. At its defaults samples pass untouched.
class Utility final : public StereoEffect {
public:
    /// Ids "gain", "phaseLeft", "phaseRight", "channels", "blockDc".
    enum Parameter : int { gain, phaseLeft, phaseRight, channels, blockDc, numParameters };
    static constexpr double fadeSeconds = 0.01;

    Utility();

private:
    /// What becomes of left and right: from left to left, right to left, left to right, right to
    /// right, and how much of 0 Hz is taken away.
    using Matrix = std::array<float, 5>;

    void prepareEffect(const PrepareSpec&) override;
    void clear() noexcept CPPMUSIC_NONBLOCKING override { blocked_ = {}; }
    void updateControls(const ControlPoint&) noexcept CPPMUSIC_NONBLOCKING override;
    void processRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING override;
    double tailSeconds(const Values&) const noexcept CPPMUSIC_NONBLOCKING override;
    [[nodiscard]] bool isSteady() const noexcept CPPMUSIC_NONBLOCKING override;
    [[nodiscard]] Matrix wanted() const noexcept CPPMUSIC_NONBLOCKING;

    Matrix from_{}, to_{};
    float progress_ = 1.0f, fadeStep_ = 0.1f;
    std::array<ControlRamp, 5> matrix_;
    ControlRamp gain_;
    float pole_ = 0.0f;
    std::array<float, 2> blocked_{};
};

} // namespace cppmusic::audio
