// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

#include <array>
#include <cstddef>

namespace cppmusic::audio {

/// One way to draw the curve of a channel between its samples. With l = x[n − k] and
/// r = x[n + 1 + k] its value p/8 of a sample behind x[n] is
/// Σ even[p−1][k]·(l + r) + odd[p−1][k]·(l − r), and that of 1 − p/8 the same with a minus;
/// p = 1 … 4, the odd part of 4 is 0.
struct TruePeakTaps {
    static constexpr std::size_t maxCount = 32;
    static constexpr std::size_t phases = 8; ///< values of the curve for a sample
    std::size_t count = maxCount;            ///< samples on either side
    std::array<std::array<float, maxCount>, phases / 2> even{}, odd{};
};

/// For 32 frames from x[0] on: the curve's values behind each, [0] being 1/8 behind it, and the
/// greatest magnitude of the sample and of those. Reads x[1 − count] … x[31 + count]. Summed in
/// one order on every instruction set. [audio]
using TruePeakKernel = void (*)(const TruePeakTaps&, const float* x, float* const* curve,
                                float* peaks) noexcept CPPMUSIC_NONBLOCKING;
/// For the instruction set in use. [main]
[[nodiscard]] TruePeakKernel truePeakKernel();

} // namespace cppmusic::audio
