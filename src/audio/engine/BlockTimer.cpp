// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/engine/BlockTimer.h"

#include <chrono>

namespace cppmusic::audio {
namespace {

#if defined(__clang__) && __clang_major__ >= 20
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wfunction-effects"
#endif
/// clock_gettime through the vDSO on Linux, mach_absolute_time and QueryPerformanceCounter
/// elsewhere: user space, no lock.
std::int64_t nanoseconds() noexcept CPPMUSIC_NONBLOCKING
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}
#if defined(__clang__) && __clang_major__ >= 20
#pragma clang diagnostic pop
#endif

constexpr float averagingSeconds = 0.3f;

} // namespace

void BlockTimer::start() noexcept CPPMUSIC_NONBLOCKING
{
    startedAt_ = nanoseconds();
}

float BlockTimer::finish(int numFrames, core::SampleRate rate) noexcept CPPMUSIC_NONBLOCKING
{
    const auto taken = static_cast<float>(static_cast<double>(nanoseconds() - startedAt_) * 1e-9);
    const auto available = static_cast<float>(numFrames / rate.value);
    const float fraction = taken / available;
    average_ += (fraction - average_) * (available / (available + averagingSeconds));
    return fraction;
}

} // namespace cppmusic::audio
