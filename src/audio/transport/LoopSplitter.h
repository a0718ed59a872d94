// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace cppmusic::audio {

/// A loop in the song, and where it cuts blocks. [audio]
struct LoopSplitter {
    /// Shorter loops are not played: a block must not fall into countless pieces.
    static constexpr std::int64_t minFrames = 64;
    static constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

    std::int64_t start = 0;
    std::int64_t end = 0;
    bool isOn = false;

    /// The frame at which playback from `position` will jump back, or `never`. Who starts at or
    /// behind the end plays on to the right.
    [[nodiscard]] std::int64_t jumpFrame(std::int64_t position) const noexcept CPPMUSIC_NONBLOCKING
    {
        return isOn && end - start >= minFrames && position < end ? end : never;
    }
    /// How many of `frames` lie before the jump; at least 1 when frames is.
    [[nodiscard]] int framesUntilJump(std::int64_t position,
                                      int frames) const noexcept CPPMUSIC_NONBLOCKING
    {
        const std::int64_t jump = jumpFrame(position);
        if (jump == never) return frames;
        return static_cast<int>(std::min<std::int64_t>(frames, jump - position));
    }
};

} // namespace cppmusic::audio
