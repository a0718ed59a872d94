// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/MathUtils.h"
#include "core/RealtimeAttributes.h"

#include <algorithm>

namespace cppmusic::audio {

/// The share of a one-pole low-pass by trapezoidal integration (V. Zavalishin, "The Art of VA
/// Filter Design"): g/(1 + g) with g = tan(π·f/fs)·factor, f held below 0.45·fs. [any]
[[nodiscard]] inline float poleShare(double hz, double sampleRate,
                                     double factor = 1.0) noexcept CPPMUSIC_NONBLOCKING
{
    const double held = std::min(hz, 0.45 * sampleRate);
    const double g = core::math::tan(core::math::pi * held / sampleRate) * factor;
    return static_cast<float>(g / (1.0 + g));
}

/// One sample of that low-pass: v = share·(x − s), y = s + v, s' = y + v. [audio]
[[nodiscard]] inline float lowPass(float x, float share, float& state) noexcept CPPMUSIC_NONBLOCKING
{
    const float v = share * (x - state);
    const float y = state + v;
    state = y + v;
    return y;
}

/// A low shelf x + gain·lowPass(x) and the one that takes it back, both of one pole. [any]
struct ShelfPair {
    float pole = 0.0f, gain = 0.0f;
    float inversePole = 0.0f, inverseGain = 0.0f;

    static ShelfPair of(double hz, double decibels, double sampleRate) noexcept CPPMUSIC_NONBLOCKING
    {
        // (s + K·w)/(s + w) the other way round is a shelf of 1/K at K·w; of the prewarped w.
        const double k = core::math::pow(10.0, decibels / 20.0);
        return {poleShare(hz, sampleRate), static_cast<float>(k - 1.0),
                poleShare(hz, sampleRate, k), static_cast<float>(1.0 / k - 1.0)};
    }
};

} // namespace cppmusic::audio
