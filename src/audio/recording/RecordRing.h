// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"
#include "core/lockfree/AtomicRingBuffer.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace cppmusic::audio {

/// A stretch of recorded sound.
struct RecordSpan {
    std::int64_t songFrame = 0; ///< where the transport was at its first frame
    std::int32_t frames = 0;
    std::uint32_t droppedBefore = 0; ///< frames that were lost just before it
    double songBeat = 0.0;           ///< at its first frame, by the tempo in force then
    double beatsPerFrame = 0.0;      ///< there
};

/// Stereo sound on its way from the audio thread to whoever writes it to the disk. Nobody waits:
/// what finds no room is dropped whole, counted, and told with the next stretch.
class RecordRing {
public:
    /// Allocates room for at least so many frames. [main]
    explicit RecordRing(std::size_t capacityFrames);

    /// [audio]
    void write(std::int64_t songFrame, const float* left, const float* right, int frames,
               double songBeat = 0.0, double beatsPerFrame = 0.0) noexcept CPPMUSIC_NONBLOCKING;
    /// The next stretch, its samples interleaved; false when there is none. [disk]
    bool read(RecordSpan& span, std::vector<float>& interleaved);

    /// Since the beginning. [any]
    [[nodiscard]] std::uint64_t droppedFrames() const noexcept CPPMUSIC_NONBLOCKING
    {
        return dropped_.load(std::memory_order_relaxed);
    }

private:
    core::AtomicRingBuffer<float> samples_;
    core::AtomicRingBuffer<RecordSpan> spans_;
    std::uint32_t droppedSince_ = 0; ///< the last stretch; the audio thread's
    std::atomic<std::uint64_t> dropped_{0};
};

} // namespace cppmusic::audio
