// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioNode.h"
#include "audio/simd/GainKernel.h"
#include "core/RealtimeAttributes.h"
#include "core/lockfree/SeqLock.h"

#include <atomic>
#include <cstdint>
#include <span>

namespace cppmusic::audio {

/// What a meter has seen so far.
struct MeterSums {
    double left = 0.0, right = 0.0; ///< squares since the start
    std::int64_t frames = 0;
};

/// Measures a stereo point, or two channels of a wider one: the audio thread adds runs, one reader
/// takes peak and RMS since its last reading. Nothing is lost between readings, nobody waits. The
/// sums have one fixed shape on the control grid, whatever the blocks.
class MeterTap {
public:
    /// Announces up to `frames` frames that begin at `phase` of the control grid. Returns how many
    /// of them may go into lanes() before the next call. [audio]
    int begin(int phase, int frames) noexcept CPPMUSIC_NONBLOCKING;
    /// Where kernels add the frames of channel 0 or 1. [audio]
    [[nodiscard]] MeterLanes* lanes(int channel) noexcept CPPMUSIC_NONBLOCKING
    {
        return &lanes_[static_cast<std::size_t>(channel)];
    }
    /// Silent frames. [audio]
    void addSilence(int phase, int frames) noexcept CPPMUSIC_NONBLOCKING;
    /// Hands what was added to the reader; call once a block. [audio]
    void publish() noexcept CPPMUSIC_NONBLOCKING;
    /// [main]
    MeterReading take() noexcept;
    /// One reading of `numChannels` channels, two of them in each tap. [main]
    static MeterReading takeAll(std::span<MeterTap> taps, int numChannels) noexcept;
    /// [audio, or main & in no plan]
    void reset() noexcept CPPMUSIC_NONBLOCKING;

private:
    static constexpr int cellsPerFold = 16; // so many control intervals are summed in the lanes
    static void raise(std::atomic<float>& peak, float value) noexcept CPPMUSIC_NONBLOCKING;
    void fold() noexcept CPPMUSIC_NONBLOCKING;

    std::array<MeterLanes, 2> lanes_; // since the last fold; peaks since the last publish [audio]
    MeterSums running_;               // up to the last fold, but all frames [audio]
    int cells_ = 0;                   // control points since the last fold [audio]
    std::atomic<float> sharedPeakLeft_{0.0f}, sharedPeakRight_{0.0f};
    core::SeqLock<MeterSums> shared_;
    MeterSums taken_; // [main]
};

} // namespace cppmusic::audio
