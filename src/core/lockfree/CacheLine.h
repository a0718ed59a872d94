// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace cppmusic::core {

/// Distance that keeps two threads' variables out of each other's cache line. A constant of ours,
/// because std::hardware_destructive_interference_size depends on compiler flags.
#if defined(__APPLE__) && defined(__aarch64__)
inline constexpr std::size_t cacheLineBytes = 128;
#else
inline constexpr std::size_t cacheLineBytes = 64;
#endif

} // namespace cppmusic::core
