// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/graph/ThreadParking.h"

#include "audio/engine/RealtimeSection.h"

#include <chrono>

#if defined(__linux__)
#include <climits>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>
#elif defined(__APPLE__)
#include <pthread.h>
#include <sched.h>
#endif
#if defined(__SSE__) || defined(_M_X64)
#include <xmmintrin.h>
#endif

// The system's own functions carry no mark that clang could check.
#if defined(__clang__) && __clang_major__ >= 20
#pragma clang diagnostic ignored "-Wfunction-effects"
#endif

namespace cppmusic::audio {

#if defined(__linux__)

void parkUntilRung(const std::atomic<std::uint32_t>& bell, std::uint32_t seen) noexcept
{
    static_assert(sizeof(bell) == 4 && std::atomic<std::uint32_t>::is_always_lock_free);
    syscall(SYS_futex, &bell, FUTEX_WAIT_PRIVATE, seen, nullptr, nullptr, 0);
}

void wakeParked(std::atomic<std::uint32_t>& bell, int count) noexcept CPPMUSIC_NONBLOCKING
{
    bell.fetch_add(1, std::memory_order_seq_cst);
    const PermittedSystemCall permission;
    syscall(SYS_futex, &bell, FUTEX_WAKE_PRIVATE, count, nullptr, nullptr, 0);
}

#else

void parkUntilRung(const std::atomic<std::uint32_t>& bell, std::uint32_t seen) noexcept
{
    bell.wait(seen);
}

void wakeParked(std::atomic<std::uint32_t>& bell, int) noexcept CPPMUSIC_NONBLOCKING
{
    bell.fetch_add(1, std::memory_order_seq_cst);
    const PermittedSystemCall permission;
    bell.notify_all();
}

#endif

void yieldThread() noexcept CPPMUSIC_NONBLOCKING
{
    const PermittedSystemCall permission;
    std::this_thread::yield();
}

void relaxProcessor() noexcept CPPMUSIC_NONBLOCKING
{
#if defined(__SSE__) || defined(_M_X64)
    _mm_pause();
#elif defined(__aarch64__)
    asm volatile("yield");
#endif
}

std::int64_t monotonicNanoseconds() noexcept CPPMUSIC_NONBLOCKING
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

void touchStack() noexcept CPPMUSIC_NONBLOCKING
{
    constexpr std::size_t page = 4096;
    volatile char room[32 * page];
    for (std::size_t at = 0; at < sizeof room; at += page) room[at] = 0;
}

bool setRealtimePriority(std::thread& thread, bool isRealtime) noexcept
{
#if defined(__linux__) || defined(__APPLE__)
    constexpr int aboveLowest = 4; // a device's own thread lies higher
    const int policy = isRealtime ? SCHED_FIFO : SCHED_OTHER;
    sched_param parameters{};
    parameters.sched_priority = isRealtime ? sched_get_priority_min(policy) + aboveLowest : 0;
    return pthread_setschedparam(thread.native_handle(), policy, &parameters) == 0;
#else
    static_cast<void>(thread);
    return !isRealtime;
#endif
}

} // namespace cppmusic::audio
