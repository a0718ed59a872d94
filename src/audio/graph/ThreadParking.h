// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

#include <atomic>
#include <cstdint>
#include <thread>

namespace cppmusic::audio {

/// What render threads need of the operating system. The calls that audio code makes itself
/// (wakeParked, yieldThread) never block: they are bounded, take no lock of ours, and are the only
/// system calls that a real-time section allows (docs/decisions/0005-parallel-plan.md).

/// Sleeps while `bell` holds `seen`; may return early. [a thread in no real-time section]
void parkUntilRung(const std::atomic<std::uint32_t>& bell, std::uint32_t seen) noexcept;
/// Wakes at most `count` threads that are parked on `bell`. [any]
void wakeParked(std::atomic<std::uint32_t>& bell, int count) noexcept CPPMUSIC_NONBLOCKING;
/// Lets another thread that is ready have this one's processor. [any]
void yieldThread() noexcept CPPMUSIC_NONBLOCKING;
/// Tells the processor that this is a loop that waits. [any]
void relaxProcessor() noexcept CPPMUSIC_NONBLOCKING;
/// Of a clock that never goes back; no system call. [any]
[[nodiscard]] std::int64_t monotonicNanoseconds() noexcept CPPMUSIC_NONBLOCKING;
/// Touches as much of the calling thread's stack as nodes may need, so that a deep call late in a
/// song finds it there: to be called when a thread's work begins. Some 30 stores. [any]
void touchStack() noexcept CPPMUSIC_NONBLOCKING;
/// Asks for first-in-first-out scheduling at a low real-time priority, or for the ordinary one. Not
/// being allowed to is no error: false. [main]
bool setRealtimePriority(std::thread&, bool isRealtime) noexcept;

} // namespace cppmusic::audio
