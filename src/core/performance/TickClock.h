// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

#include <cstdint>

namespace cppmusic::core {

/// The processor's own counter, for durations inside the audio callback: reading it costs a few
/// nanoseconds and no call of the system. Ticks compare within one machine and one run only.
class TickClock {
public:
    /// Measures how long a tick is, which takes about two milliseconds where the processor does
    /// not say it. [main]
    TickClock();

    /// [any]
    [[nodiscard]] static std::uint64_t ticks() noexcept CPPMUSIC_NONBLOCKING;

    /// A difference of ticks in nanoseconds; 0 if it is negative, as two processors' counters may
    /// differ a little. [any]
    [[nodiscard]] std::uint64_t nanoseconds(std::uint64_t began,
                                            std::uint64_t ended) const noexcept CPPMUSIC_NONBLOCKING
    {
        const auto difference = static_cast<std::int64_t>(ended - began);
        if (difference <= 0) return 0;
        return static_cast<std::uint64_t>(static_cast<double>(difference) * nanosecondsPerTick_);
    }

    [[nodiscard]] double nanosecondsPerTick() const noexcept CPPMUSIC_NONBLOCKING
    {
        return nanosecondsPerTick_;
    }

private:
    double nanosecondsPerTick_ = 1.0;
};

#if (defined(__GNUC__) || defined(__clang__)) && defined(__x86_64__)
#define CPPMUSIC_HAS_TICKS 1
inline std::uint64_t TickClock::ticks() noexcept CPPMUSIC_NONBLOCKING
{
    return __builtin_ia32_rdtsc();
}
#elif (defined(__GNUC__) || defined(__clang__)) && defined(__aarch64__)
#define CPPMUSIC_HAS_TICKS 1
inline std::uint64_t TickClock::ticks() noexcept CPPMUSIC_NONBLOCKING
{
    std::uint64_t count = 0;
    asm volatile("mrs %0, cntvct_el0" : "=r"(count));
    return count;
}
#endif

} // namespace cppmusic::core
