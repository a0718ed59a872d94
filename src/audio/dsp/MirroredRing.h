// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/ProcessContext.h"
#include "core/RealtimeAttributes.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstring>
#include <vector>

namespace cppmusic::audio {

/// Copies a run of at most controlInterval samples; a whole one without a call. [any]
inline void copyRun(const float* from, int frames, float* to) noexcept CPPMUSIC_NONBLOCKING
{
    if (frames != controlInterval) {
        std::copy_n(from, frames, to);
        return;
    }
    using Piece = std::array<float, 4>; // what one register moves
    for (int i = 0; i < controlInterval; i += 4) {
        Piece piece;
        std::memcpy(piece.data(), from + i, sizeof piece);
        std::memcpy(to + i, piece.data(), sizeof piece);
    }
}

/// A ring of samples that is written and read in runs: its beginning is repeated behind its end, so
/// that a run is one piece of memory wherever it begins. Clearing costs nothing: what was written
/// before counts as silence. [audio]
class MirroredRing {
public:
    /// Samples that a view may have, and how many a pointer to one may be read on (those behind the
    /// view are finite and mean nothing).
    static constexpr int maxView = 2 * controlInterval;
    using Room = std::array<float, maxView>;

    /// Room for delays of up to `maxDelay` frames. [main]
    void prepare(int maxDelay)
    {
        const auto needed = static_cast<std::size_t>(maxDelay + controlInterval + maxView);
        mask_ = std::bit_ceil(needed) - 1;
        samples_.assign(mask_ + 1 + maxView, 0.0f);
        clear();
    }
    void clear() noexcept CPPMUSIC_NONBLOCKING { written_ = 0; }

    /// At most controlInterval samples.
    void write(const float* from, int frames) noexcept CPPMUSIC_NONBLOCKING
    {
        const auto count = static_cast<std::size_t>(frames);
        const std::size_t at = position_ & mask_;
        const std::size_t size = mask_ + 1;
        copyRun(from, frames, samples_.data() + at);
        if (at + count > size) {
            std::copy(samples_.data() + size, samples_.data() + at + count, samples_.data());
        }
        if (at < maxView) {
            const std::size_t end = std::min<std::size_t>(at + count, maxView);
            std::copy(samples_.data() + at, samples_.data() + end, samples_.data() + size + at);
        }
        position_ += count;
        written_ = std::min(written_ + count, size);
    }
    /// The sample written `delay` writes ago; 1 is the newest.
    [[nodiscard]] float read(int delay) const noexcept CPPMUSIC_NONBLOCKING
    {
        const auto back = static_cast<std::size_t>(delay);
        return back <= written_ ? samples_[(position_ - back) & mask_] : 0.0f;
    }
    /// Samples in the order of time, the first written `delay` writes ago. Those behind the newest
    /// mean nothing yet. `room` is used where silence from before has to be put together.
    [[nodiscard]] const float* view(int delay, Room& room) const noexcept CPPMUSIC_NONBLOCKING
    {
        if (static_cast<std::size_t>(delay) <= written_) {
            return samples_.data() + ((position_ - static_cast<std::size_t>(delay)) & mask_);
        }
        for (int i = 0; i < maxView; ++i) {
            room[static_cast<std::size_t>(i)] = delay > i ? read(delay - i) : 0.0f;
        }
        return room.data();
    }

private:
    std::vector<float> samples_;
    std::size_t mask_ = 0;
    std::size_t position_ = 0;
    std::size_t written_ = 0;
};

} // namespace cppmusic::audio
