// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

namespace cppmusic::core {

/// Tells the processor that this is a loop that waits for another processor.
inline void spinPause() noexcept CPPMUSIC_NONBLOCKING
{
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    asm volatile("isb");
#endif
}

/// Waits twice as long after every lost race for a cache line, so that the winner can go on. A
/// pause is about 20 ns on current x86 processors. Never gives up the processor.
class Backoff {
public:
    /// Waits of some ten to some hundred nanoseconds: for slots that are dealt out in turns.
    Backoff() = default;
    /// Waits of `first` pauses, then of more, at most of `most`.
    constexpr Backoff(int first, int most) noexcept : pauses_(first), most_(most) {}

    void lost() noexcept CPPMUSIC_NONBLOCKING
    {
        for (int i = 0; i < pauses_; ++i) spinPause();
        pauses_ = pauses_ < most_ / 2 ? 2 * pauses_ : most_;
    }

private:
    int pauses_ = 1;
    int most_ = 16;
};

} // namespace cppmusic::core
