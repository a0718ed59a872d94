// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

#include <cstddef>

namespace cppmusic::audio {

/// Real and imaginary parts apart; whoever gives one gives as many values as the work asks for.
struct ConstSpectrum {
    const float* re = nullptr;
    const float* im = nullptr;
};
struct Spectrum {
    float* re = nullptr;
    float* im = nullptr;
};

/// A stage of Stockham's transform (radix 2, no reordering): for p < length, q < stride,
/// to[q + 2·stride·p] = a + b, to[q + stride·(2p + 1)] = (a − b)·(cosines[p] + i·sines[p]) with
/// a = from[q + stride·p], b = from[q + stride·(p + length)].
struct FftStage {
    ConstSpectrum from;
    Spectrum to;
    const float* cosines = nullptr;
    const float* sines = nullptr;
    int length = 0;
    int stride = 0;
};

/// The work of a convolution. Every number is computed on its own, so that all instruction sets
/// give the same bits.
struct ConvolutionKernel {
    /// [audio]
    void (*transformStage)(const FftStage&) noexcept CPPMUSIC_NONBLOCKING;
    /// sum += a·b; `count` a multiple of 16. [audio]
    void (*multiplyAdd)(ConstSpectrum a, ConstSpectrum b, Spectrum sum,
                        int count) noexcept CPPMUSIC_NONBLOCKING;
    /// to[i] = Σ taps[k]·newest[i − k], k < count, for 32 samples; there are count − 1 samples
    /// ahead of newest, and 31 behind it may be read. [audio]
    void (*filter)(const float* taps, int count, const float* newest,
                   float* to) noexcept CPPMUSIC_NONBLOCKING;
};
/// For the instruction set in use. [main]
[[nodiscard]] ConvolutionKernel convolutionKernel();

} // namespace cppmusic::audio
