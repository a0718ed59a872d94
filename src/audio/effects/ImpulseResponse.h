// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/NodeContent.h"
#include "audio/playback/SampleContent.h"
#include "audio/simd/ConvolutionKernel.h"
#include "core/Result.h"

#include <array>
#include <cstddef>
#include <memory>
#include <vector>

namespace cppmusic::audio {

/// A room's answer to an impulse, cut up for a convolution without latency (W. G. Gardner, JAES
/// 43/3, 1995): taps for the first 128 frames, spectra of stretches of 128 frames up to 4,096, and
/// of 2,048 frames from there on. What a Convolver plays.
struct ImpulseResponse final : NodeContent {
    static constexpr int headFrames = 128;
    static constexpr int shortFrames = 128;
    static constexpr int longFrames = 2048;
    static constexpr int longBegin = 2 * longFrames;
    static constexpr int mostShort = (longBegin - headFrames) / shortFrames;
    static constexpr double maxSeconds = 6.0;

    /// Spectra of one channel, one after the other.
    struct Parts {
        std::vector<float> re, im;
        int room = 0; ///< values of each
        [[nodiscard]] ConstSpectrum part(int index) const noexcept CPPMUSIC_NONBLOCKING
        {
            const auto at = static_cast<std::size_t>(index) * static_cast<std::size_t>(room);
            return {re.data() + at, im.data() + at};
        }
    };
    struct Channel {
        std::array<float, headFrames> head{};
        Parts shorts, longs;
    };

    std::array<Channel, 2> channels;
    int numShort = 0, numLong = 0;
    std::int64_t frames = 0;

    /// Of one channel or two (more are left out), for a sample rate in Hz: converted if it has
    /// another. At most maxSeconds of it, the end of that faded out over a tenth of a second.
    /// Scaled so that the louder channel has an energy of 1: an impulse gives itself back. Errors
    /// are the Resampler's. [main or job]
    static core::Result<std::shared_ptr<const ImpulseResponse>> make(const SampleData& data,
                                                                     double sampleRate);
};

} // namespace cppmusic::audio
