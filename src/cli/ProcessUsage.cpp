// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/ProcessUsage.h"

#include <chrono>
#include <ctime>

#ifndef _WIN32
#include <sys/resource.h>
#endif

namespace cppmusic::cli {

ProcessUsage processUsage()
{
    static const auto begin = std::chrono::steady_clock::now();
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
    ProcessUsage usage;
    usage.wallSeconds = wall.count();
#ifdef _WIN32
    usage.cpuSeconds = static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
#else
    rusage raw{};
    getrusage(RUSAGE_SELF, &raw);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + 1.0e-6 * static_cast<double>(time.tv_usec);
    };
    usage.cpuSeconds = seconds(raw.ru_utime) + seconds(raw.ru_stime);
#ifdef __APPLE__
    usage.peakBytes = static_cast<std::uint64_t>(raw.ru_maxrss);
#else
    usage.peakBytes = static_cast<std::uint64_t>(raw.ru_maxrss) * 1024;
#endif
#endif
    return usage;
}

} // namespace cppmusic::cli
