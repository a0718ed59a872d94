// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/performance/ProcessUsage.h"

#include <chrono>

#if defined(_WIN32)
#define NOMINMAX
#include <windows.h>
#else
#include <sys/resource.h>
#include <time.h>
#if defined(__linux__)
#include <cstdio>
#include <unistd.h>
#elif defined(__APPLE__)
#include <mach/mach.h>
#endif
#endif

namespace cppmusic::core {

std::uint64_t ProcessUsage::wallNanoseconds() noexcept
{
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::nanoseconds>(now).count());
}

#if defined(_WIN32)

namespace {

/// FILETIME counts in units of 100 ns.
std::uint64_t nanosecondsOf(const FILETIME& kernel, const FILETIME& user) noexcept
{
    const auto ticks = [](const FILETIME& time) {
        return (static_cast<std::uint64_t>(time.dwHighDateTime) << 32) | time.dwLowDateTime;
    };
    return (ticks(kernel) + ticks(user)) * 100;
}

} // namespace

std::uint64_t ProcessUsage::cpuNanoseconds() noexcept
{
    FILETIME created, ended, kernel, user;
    const bool isKnown = GetProcessTimes(GetCurrentProcess(), &created, &ended, &kernel, &user);
    return isKnown ? nanosecondsOf(kernel, user) : 0;
}

std::uint64_t ProcessUsage::threadCpuNanoseconds() noexcept
{
    FILETIME created, ended, kernel, user;
    const bool isKnown = GetThreadTimes(GetCurrentThread(), &created, &ended, &kernel, &user);
    return isKnown ? nanosecondsOf(kernel, user) : 0;
}

std::uint64_t ProcessUsage::residentBytes() noexcept
{
    return 0;
}

std::uint64_t ProcessUsage::peakResidentBytes() noexcept
{
    return 0;
}

#else

namespace {

std::uint64_t nanosecondsOf(clockid_t clock) noexcept
{
    timespec time{};
    if (clock_gettime(clock, &time) != 0) return 0;
    return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000u +
           static_cast<std::uint64_t>(time.tv_nsec);
}

} // namespace

std::uint64_t ProcessUsage::cpuNanoseconds() noexcept
{
    return nanosecondsOf(CLOCK_PROCESS_CPUTIME_ID);
}

std::uint64_t ProcessUsage::threadCpuNanoseconds() noexcept
{
    return nanosecondsOf(CLOCK_THREAD_CPUTIME_ID);
}

std::uint64_t ProcessUsage::residentBytes() noexcept
{
#if defined(__linux__)
    std::FILE* const file = std::fopen("/proc/self/statm", "r");
    if (file == nullptr) return 0;
    unsigned long long total = 0;
    unsigned long long resident = 0;
    const bool isKnown = std::fscanf(file, "%llu %llu", &total, &resident) == 2;
    std::fclose(file);
    const long page = sysconf(_SC_PAGESIZE);
    return isKnown && page > 0 ? resident * static_cast<unsigned long long>(page) : 0;
#elif defined(__APPLE__)
    mach_task_basic_info info{};
    mach_msg_type_number_t count = MACH_TASK_BASIC_INFO_COUNT;
    const auto status = task_info(mach_task_self(), MACH_TASK_BASIC_INFO,
                                  reinterpret_cast<task_info_t>(&info), &count);
    return status == KERN_SUCCESS ? info.resident_size : 0;
#else
    return 0;
#endif
}

std::uint64_t ProcessUsage::peakResidentBytes() noexcept
{
    rusage usage{};
    if (getrusage(RUSAGE_SELF, &usage) != 0) return 0;
#if defined(__APPLE__)
    return static_cast<std::uint64_t>(usage.ru_maxrss);
#else
    return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024u;
#endif
}

#endif

} // namespace cppmusic::core
