// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioNode.h"
#include "core/RealtimeAttributes.h"

#include <atomic>
#include <cstdint>

namespace cppmusic::audio {

/// Measures a stereo point: the audio thread adds runs, one reader takes peak and RMS since its
/// last reading. Nothing is lost between readings, nobody waits.
class MeterTap {
public:
    /// [audio]
    void add(const float* left, const float* right, int frames) noexcept CPPMUSIC_NONBLOCKING;
    /// Hands what was added to the reader; call once a block. [audio]
    void publish() noexcept CPPMUSIC_NONBLOCKING;
    /// [main]
    MeterReading take() noexcept;
    /// [audio, or main & in no plan]
    void reset() noexcept CPPMUSIC_NONBLOCKING;

private:
    struct Sums {
        double left = 0.0, right = 0.0; // squares since the start
        std::int64_t frames = 0;
    };
    static void raise(std::atomic<float>& peak, float value) noexcept CPPMUSIC_NONBLOCKING;

    Sums running_;                             // [audio]
    float peakLeft_ = 0.0f, peakRight_ = 0.0f; // since the last publish [audio]
    std::atomic<float> sharedPeakLeft_{0.0f}, sharedPeakRight_{0.0f};
    std::atomic<std::uint32_t> version_{0}; // odd while the sums are being written
    std::atomic<double> sharedLeft_{0.0}, sharedRight_{0.0};
    std::atomic<std::int64_t> sharedFrames_{0};
    Sums taken_; // [main]
};

} // namespace cppmusic::audio
