// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>

namespace cppmusic::test {

/// How many times less a test of long music does in this build: ThreadSanitizer makes the engine
/// slower than the music.
#if defined(__SANITIZE_THREAD__)
inline constexpr int slowness = 4;
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
inline constexpr int slowness = 4;
#else
inline constexpr int slowness = 1;
#endif
#else
inline constexpr int slowness = 1;
#endif

/// A part of `whole` that takes about as long here as all of it elsewhere; at least 1.
constexpr int amount(int whole)
{
    return std::max(1, whole / slowness);
}

} // namespace cppmusic::test
