// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

namespace cppmusic::core {

/// Small numbers for threads, so that lock-free structures can keep something per thread in an
/// array. A thread has its number from its first use to its end; then another may get it, and
/// everything the first thread did happens before everything the second one does.
class ThreadIndex {
public:
    static constexpr int maxThreads = 128;

    /// Below maxThreads and different from that of every other living thread. Neither allocates nor
    /// locks, a thread's first call included (on Windows that one may allocate). More than
    /// maxThreads at once end the program. [any]
#if defined(__clang__) && __clang_major__ >= 20
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wfunction-effects" // the variable lies in the thread's own block
#endif
    [[nodiscard]] static int current() noexcept CPPMUSIC_NONBLOCKING
    {
        const int mine = mine_;
        return mine >= 0 ? mine : claim();
    }
#if defined(__clang__) && __clang_major__ >= 20
#pragma clang diagnostic pop
#endif

    /// One more than the highest number that any thread has had. [any]
    [[nodiscard]] static int limit() noexcept CPPMUSIC_NONBLOCKING;

private:
    struct Release;
    [[nodiscard]] static int claim() noexcept CPPMUSIC_NONBLOCKING;

    static inline constinit thread_local int mine_ = -1;
};

} // namespace cppmusic::core
