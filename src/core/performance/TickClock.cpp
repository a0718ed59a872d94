// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/performance/TickClock.h"

#include <chrono>

namespace cppmusic::core {
namespace {

[[maybe_unused]] std::uint64_t steadyNanoseconds() noexcept
{
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::nanoseconds>(now).count());
}

} // namespace

#if defined(CPPMUSIC_HAS_TICKS) && defined(__aarch64__)

TickClock::TickClock()
{
    std::uint64_t frequency = 0;
    asm volatile("mrs %0, cntfrq_el0" : "=r"(frequency));
    if (frequency != 0) nanosecondsPerTick_ = 1.0e9 / static_cast<double>(frequency);
}

#elif defined(CPPMUSIC_HAS_TICKS)

TickClock::TickClock()
{
    constexpr std::uint64_t measureNanoseconds = 2'000'000;
    const std::uint64_t began = steadyNanoseconds();
    const std::uint64_t beganTicks = ticks();
    std::uint64_t now = began;
    while (now - began < measureNanoseconds) now = steadyNanoseconds();
    const std::uint64_t passed = ticks() - beganTicks;
    if (passed != 0)
        nanosecondsPerTick_ = static_cast<double>(now - began) / static_cast<double>(passed);
}

#else

TickClock::TickClock() = default;

#if defined(__clang__)
// Reading the steady clock neither waits nor allocates on any system this falls back to.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wfunction-effects"
#endif
std::uint64_t TickClock::ticks() noexcept CPPMUSIC_NONBLOCKING
{
    return steadyNanoseconds();
}
#if defined(__clang__)
#pragma clang diagnostic pop
#endif

#endif

} // namespace cppmusic::core
