// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/StateVariableFilter.h"
#include "audio/effects/StereoEffect.h"

namespace cppmusic::audio {

/// The width of lows, middles and highs, "cppmusic.imager". Only the difference of the channels is
/// changed: what is added on the left is taken away on the right, so the mono sum stays as it is.
/// The middles are what two filters of 12 dB an octave leave, so widths of 1 pass samples
/// untouched.
class StereoImager final : public StereoEffect {
public:
    /// Ids "width", "lowWidth", "midWidth", "highWidth", "lowFrequency", "highFrequency".
    enum Parameter : int {
        width,
        lowWidth,
        midWidth,
        highWidth,
        lowFrequency,
        highFrequency,
        numParameters
    };

    StereoImager();

private:
    void prepareEffect(const PrepareSpec&) override {}
    void clear() noexcept CPPMUSIC_NONBLOCKING override;
    void updateControls(const ControlPoint&) noexcept CPPMUSIC_NONBLOCKING override;
    void processRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING override;
    double tailSeconds(const Values&) const noexcept CPPMUSIC_NONBLOCKING override;
    [[nodiscard]] bool isSteady() const noexcept CPPMUSIC_NONBLOCKING override;

    StateVariableFilter lows_, highs_; ///< of the difference
    ControlRamp lowGain_, highGain_;   ///< of the filters
    ControlRamp low_, mid_, high_;     ///< how much each part is widened: 0 leaves it
};

} // namespace cppmusic::audio
