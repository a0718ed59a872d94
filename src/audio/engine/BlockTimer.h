// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"
#include "core/time/Units.h"

#include <cstdint>

namespace cppmusic::audio {

/// Measures which fraction of a block's time its computation took. Reads a clock that needs no
/// system call. [audio]
class BlockTimer {
public:
    void start() noexcept CPPMUSIC_NONBLOCKING;
    /// The fraction for the block that was started; above 1 it came too late.
    [[nodiscard]] float finish(int numFrames, core::SampleRate) noexcept CPPMUSIC_NONBLOCKING;
    /// What the block that was finished took.
    [[nodiscard]] std::int64_t nanoseconds() const noexcept CPPMUSIC_NONBLOCKING { return taken_; }

private:
    std::int64_t startedAt_ = 0; // nanoseconds
    std::int64_t taken_ = 0;     // nanoseconds
};

} // namespace cppmusic::audio
