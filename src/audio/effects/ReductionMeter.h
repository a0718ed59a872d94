// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

#include <algorithm>
#include <atomic>

namespace cppmusic::audio {

/// A node that can tell how far it turns its sound down, for display.
class ReductionSource {
public:
    virtual ~ReductionSource() = default;
    /// The greatest reduction since the last call, in dB, 0 or less. [main]
    virtual float takeReductionDb() noexcept = 0;
};

/// Carries the least gain from the audio thread to one reader; nobody waits. What is noted in the
/// moment of a reading may go to that one or the next.
class ReductionMeter {
public:
    /// 0 dB or less. [audio]
    void note(float decibels) noexcept CPPMUSIC_NONBLOCKING
    {
        if (decibels < least_.load(std::memory_order_relaxed))
            least_.store(decibels, std::memory_order_relaxed);
    }
    /// The least since the last call. [main]
    float takeDb() noexcept { return least_.exchange(0.0f, std::memory_order_relaxed); }

private:
    std::atomic<float> least_{0.0f};
};

} // namespace cppmusic::audio
