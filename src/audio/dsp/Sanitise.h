// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

#include <cmath>
#include <limits>

namespace cppmusic::audio {

/// Samples above this (+120 dBFS) are taken for a fault upstream.
inline constexpr float largestSample = 1.0e6f;
/// Samples below this (−600 dBFS) are silence.
inline constexpr float smallestSample = 1.0e-30f;

/// The sample, or 0 for NaN, infinity, absurdly large and denormal ones. Keeps feedback paths
/// finite. [any]
[[nodiscard]] inline float sanitise(float sample) noexcept CPPMUSIC_NONBLOCKING
{
    const float magnitude = std::abs(sample);
    return magnitude <= largestSample && magnitude >= smallestSample ? sample : 0.0f;
}

/// Copies samples as they are, but NaN and infinity as 0: what is recorded keeps its bits. [any]
inline void copyFinite(const float* from, float* to, int count) noexcept CPPMUSIC_NONBLOCKING
{
    for (int i = 0; i < count; ++i)
        to[i] = std::abs(from[i]) <= std::numeric_limits<float>::max() ? from[i] : 0.0f;
}

/// A filter state, or 0 once it is far below hearing; called on the control grid so that decaying
/// states never become denormal. [any]
template <class Number>
[[nodiscard]] inline Number flushTiny(Number state) noexcept CPPMUSIC_NONBLOCKING
{
    return std::abs(state) < static_cast<Number>(1.0e-20) ? Number{0} : state;
}

} // namespace cppmusic::audio
