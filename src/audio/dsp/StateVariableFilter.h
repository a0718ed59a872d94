// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/Sanitise.h"
#include "core/MathUtils.h"
#include "core/RealtimeAttributes.h"

#include <algorithm>

namespace cppmusic::audio {

/// The prewarped gain of a topology-preserving integrator: tan(π·f/fs), f held in 5 Hz … 0.49·fs.
[[nodiscard]] inline float svfGain(double cutoffHz, double sampleRate) noexcept CPPMUSIC_NONBLOCKING
{
    const double hz = std::clamp(cutoffHz, 5.0, 0.49 * sampleRate);
    return static_cast<float>(core::math::tan(core::math::pi * hz / sampleRate));
}

/// A second-order state-variable filter by trapezoidal integration: low, band, high and notch at
/// once, stable while its coefficients move at any speed. After V. Zavalishin, "The Art of VA
/// Filter Design", and A. Simper, "Linear Trapezoidal Integrated SVF" (Cytomic, 2013). [audio]
class StateVariableFilter {
public:
    struct Outputs {
        float low, band, high, notch; ///< band has 0 dB at the cutoff
    };

    void reset() noexcept CPPMUSIC_NONBLOCKING { first_ = second_ = 0.0f; }

    /// g from svfGain, damping k = 1/Q above 0.
    Outputs next(float input, float g, float k) noexcept CPPMUSIC_NONBLOCKING
    {
        const float a1 = 1.0f / (1.0f + g * (g + k));
        const float a2 = g * a1;
        const float a3 = g * a2;
        const float v3 = input - second_;
        const float v1 = a1 * first_ + a2 * v3;
        const float v2 = second_ + (a2 * first_ + a3 * v3);
        first_ = 2.0f * v1 - first_;
        second_ = 2.0f * v2 - second_;
        const float band = k * v1;
        const float notch = input - band;
        return {v2, band, notch - v2, notch};
    }
    void flush() noexcept CPPMUSIC_NONBLOCKING
    {
        first_ = flushTiny(first_);
        second_ = flushTiny(second_);
    }

private:
    float first_ = 0.0f;
    float second_ = 0.0f;
};

/// Damping of the stages for a resonance of 0–1: one stage (12 dB an octave) goes from Butterworth
/// (Q 0.707) to Q 14; of two stages (24 dB) the first keeps Q 0.541 and the second rises from
/// 1.307, so that 0 is the Butterworth of fourth order.
struct SvfDamping {
    float single;
    float firstOfTwo;
    float secondOfTwo;
};
[[nodiscard]] inline SvfDamping svfDamping(float resonance) noexcept CPPMUSIC_NONBLOCKING
{
    const double fall = core::math::exp2(-4.3 * static_cast<double>(resonance));
    return {static_cast<float>(1.4142135623730951 * fall), 1.8477590650225735f,
            static_cast<float>(0.7653668647301797 * fall)};
}

} // namespace cppmusic::audio
