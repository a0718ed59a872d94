// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/ProcessContext.h"
#include "core/RealtimeAttributes.h"

#include <array>

namespace cppmusic::audio {

/// Doubles the sample rate of one channel and halves it again, with a linear-phase half-band filter
/// of 95 taps (Kaiser window): flat to 20 kHz at 48 kHz within 0.1 dB, images and aliases of what
/// lies there below −80 dB. Up and down together delay by latencyFrames.
/// Works in runs of at most controlInterval frames; any cutting gives the same bits. [audio]
class Oversampler {
public:
    static constexpr int halfLength = 47; ///< taps on either side of the centre, odd
    static constexpr int latencyFrames = halfLength;

    Oversampler() noexcept;
    void reset() noexcept CPPMUSIC_NONBLOCKING;
    /// `output` gets 2 · frames.
    void up(const float* input, float* output, int frames) noexcept CPPMUSIC_NONBLOCKING;
    /// `input` has 2 · frames.
    void down(const float* input, float* output, int frames) noexcept CPPMUSIC_NONBLOCKING;

private:
    [[nodiscard]] std::array<float, controlInterval>
    convolve(const float* history, int frames) const noexcept CPPMUSIC_NONBLOCKING;

    static constexpr int numTaps = halfLength + 1; // the odd ones; the even are 0 but the centre
    std::array<float, numTaps> taps_{};
    std::array<float, numTaps + controlInterval> upHistory_{};
    std::array<float, numTaps + controlInterval> evenHistory_{};
    std::array<float, numTaps + controlInterval> oddHistory_{};
};

} // namespace cppmusic::audio
