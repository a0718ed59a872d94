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

/// Waits a little longer after every lost race for a cache line, at most some hundred nanoseconds,
/// so that the winner can go on. Never gives up the processor.
class Backoff {
public:
    void lost() noexcept CPPMUSIC_NONBLOCKING
    {
        for (int i = 0; i < pauses_; ++i) spinPause();
        if (pauses_ < most) pauses_ *= 2;
    }

private:
    static constexpr int most = 16;
    int pauses_ = 1;
};

} // namespace cppmusic::core
