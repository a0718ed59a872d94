// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace cppmusic::core {

/// What this process has used so far, as the operating system counts it. Where the system does not
/// say, a figure is 0. [any but audio]
struct ProcessUsage {
    /// Processor time of all threads together, user and system.
    [[nodiscard]] static std::uint64_t cpuNanoseconds() noexcept;
    /// Processor time of the calling thread.
    [[nodiscard]] static std::uint64_t threadCpuNanoseconds() noexcept;
    /// Time that passes, from an arbitrary zero; never goes back.
    [[nodiscard]] static std::uint64_t wallNanoseconds() noexcept;
    [[nodiscard]] static std::uint64_t residentBytes() noexcept;
    [[nodiscard]] static std::uint64_t peakResidentBytes() noexcept;
};

} // namespace cppmusic::core
