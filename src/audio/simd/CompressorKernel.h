// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/CompressorLoop.h"
#include "audio/simd/LaneRun.h"

namespace cppmusic::audio {

/// The state of one compressor.
struct CompressorLane {
    enum Control : std::size_t { threshold, slope, halfKnee, curve, makeUp, mix, numControls };
    /// slope = 1/ratio − 1; curve = slope/(2·knee), 0 for a hard knee.
    LaneRamps<numControls> controls;
    float attackFactor = 0.0f;
    float releaseFactor = 0.0f;
    float gainDb = 0.0f;            ///< the smoothed gain reduction
    CompressorLoop* loop = nullptr; ///< finds the gains instead; the factors are then 0
};

using CompressorKernel = void (*)(LaneRun&,
                                  CompressorLane* const* states) noexcept CPPMUSIC_NONBLOCKING;
/// For the instruction set in use. [main]
[[nodiscard]] CompressorKernel compressorKernel();

} // namespace cppmusic::audio
