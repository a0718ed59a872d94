// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

#include <array>

namespace cppmusic::audio {

/// What a meter gathers of one channel, spread over 16 lanes: frame n counts in lane n mod 16 of
/// the control grid, so the sums are the same for any blocks and any width of vectors.
struct MeterLanes {
    static constexpr int count = 16;
    alignas(64) std::array<float, count> squares{};
    alignas(64) std::array<float, count> peaks{};
};

/// One channel times a gain, with bad samples taken out: out = sanitise(in)·gain·factor. The gain
/// of frame i is from + delta·min(position + i, 32)/32.
struct GainRun {
    const float* in = nullptr;
    float* out = nullptr; ///< may be `in`
    int frames = 0;       ///< a multiple of 16; frame 0 lies on a multiple of 16 of the grid
    float from = 1.0f;
    float delta = 0.0f;
    int position = 0;               ///< may be below 0 where `in` is 0
    const float* factors = nullptr; ///< one per frame, or null for 1
    MeterLanes* meter = nullptr;    ///< adds the output, or null
};

using GainKernel = void (*)(const GainRun&) noexcept CPPMUSIC_NONBLOCKING;
/// For the instruction set in use. [main]
[[nodiscard]] GainKernel gainKernel();

} // namespace cppmusic::audio
