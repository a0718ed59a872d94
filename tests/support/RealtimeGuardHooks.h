// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdlib> // defines __GLIBC__ on such systems

// What the parts of RealtimeGuard share. Off under sanitizers: they replace malloc and pthread
// functions themselves.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) ||                         \
    __has_feature(memory_sanitizer) || __has_feature(realtime_sanitizer)
#define CPPMUSIC_GUARD_SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CPPMUSIC_GUARD_SANITIZED 1
#endif

#if defined(__linux__) && defined(__GLIBC__) && !defined(CPPMUSIC_GUARD_SANITIZED)
#define CPPMUSIC_GUARD_ON 1
#else
#define CPPMUSIC_GUARD_ON 0
#endif

#include <atomic>
#include <cstdint>
#include <cstdlib>

namespace cppmusic::test::guard {

enum class Violation { allocation, lock, systemCall };

/// Whether the calling thread is in a real-time section.
[[nodiscard]] bool isInside() noexcept;
void note(Violation) noexcept;
/// From here to stop, every system call of the calling thread is noted.
void startWatchingSystemCalls() noexcept;
void stopWatchingSystemCalls() noexcept;

} // namespace cppmusic::test::guard
