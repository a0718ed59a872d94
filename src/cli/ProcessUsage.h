// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace cppmusic::cli {

/// What this process has used since it began. [any]
struct ProcessUsage {
    double cpuSeconds = 0.0; ///< of all threads, in the program and in the system
    double wallSeconds = 0.0;
    std::uint64_t peakBytes = 0; ///< the most memory that was resident; 0: the system doesn't say
};

/// Wall time counts from the first call.
[[nodiscard]] ProcessUsage processUsage();

} // namespace cppmusic::cli
