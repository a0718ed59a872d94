// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/StereoFFT.h"
#include "audio/effects/ImpulseResponse.h"

#include <array>
#include <vector>

namespace cppmusic::audio {

/// Two channels through an ImpulseResponse, without latency: the first taps as a filter, the rest
/// by overlap-save in stretches of two lengths. The work of the long ones is spread over the 16
/// short ones that follow, so that no block is much dearer than another. [audio]
class StereoConvolution {
public:
    using Row = std::array<float, 32>;

    void prepare(double sampleRate); // [main] allocates
    void clear() noexcept CPPMUSIC_NONBLOCKING;
    /// On a control point where the memory is empty: where in its stretches the work stands, so
    /// that it is the same wherever it began. `point` counts control points.
    void placeAt(std::int64_t point) noexcept CPPMUSIC_NONBLOCKING;
    /// On every other control point; `response` may be null.
    void step(const ImpulseResponse* response) noexcept CPPMUSIC_NONBLOCKING;
    /// At most up to the next control point; `offset` frames behind the last one.
    void process(const ImpulseResponse* response, int offset, int frames,
                 const std::array<Row, 2>& in,
                 std::array<Row, 2>& out) noexcept CPPMUSIC_NONBLOCKING;

private:
    static constexpr int shortFrames = ImpulseResponse::shortFrames;
    static constexpr int longFrames = ImpulseResponse::longFrames;
    static constexpr int numSlices = longFrames / shortFrames;

    /// Spectra of the stretches that came in, the last ones.
    struct History {
        std::array<std::vector<float>, 2> re, im;
        int room = 0, capacity = 0;
        int newest = 0, valid = 0;

        void prepare(int capacity, int room); // [main]
        [[nodiscard]] StereoFFT::Channels next() noexcept CPPMUSIC_NONBLOCKING;
        [[nodiscard]] ConstSpectrum before(std::size_t channel,
                                           int back) const noexcept CPPMUSIC_NONBLOCKING;
    };
    struct Sum {
        std::array<std::vector<float>, 2> re, im;
        void prepare(int room); // [main]
        void clear() noexcept CPPMUSIC_NONBLOCKING;
        [[nodiscard]] StereoFFT::Channels channels() noexcept CPPMUSIC_NONBLOCKING;
    };
    using Wave = std::array<std::vector<float>, 2>;

    void finishShort(const ImpulseResponse*) noexcept CPPMUSIC_NONBLOCKING;
    void finishLong() noexcept CPPMUSIC_NONBLOCKING;
    void workOnLong(const ImpulseResponse*) noexcept CPPMUSIC_NONBLOCKING;

    ConvolutionKernel kernel_ = convolutionKernel();
    StereoFFT shortFft_{2 * shortFrames}, longFft_{2 * longFrames};
    History shorts_, longs_;
    Sum shortSum_, longSum_;
    Wave recent_;             ///< the last stretch of 128 frames and the present one, and some room
    Wave shortOut_;           ///< of the present stretch
    Wave longIn_;             ///< the last stretch of 2,048 frames and the present one
    Wave longOut_, longNext_; ///< of the present and the next one
    int quarter_ = 0;         ///< control points since the short stretch began
    int slice_ = 0;           ///< short stretches since the long one began
    bool isLongAtWork_ = false;
};

} // namespace cppmusic::audio
