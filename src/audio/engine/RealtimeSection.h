// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

namespace cppmusic::audio {

/// Marks its lifetime as real-time work for tools that watch for blocking calls: calls
/// __rtsan_realtime_enter and __rtsan_realtime_exit (the interface of LLVM's RealtimeSanitizer)
/// when something in the process defines them, else does nothing. Live callbacks and offline blocks
/// are marked alike. [any]
class RealtimeSection {
public:
    RealtimeSection() noexcept CPPMUSIC_NONBLOCKING;
    ~RealtimeSection() noexcept CPPMUSIC_NONBLOCKING;
    RealtimeSection(const RealtimeSection&) = delete;
    RealtimeSection& operator=(const RealtimeSection&) = delete;
};

/// Marks its lifetime as a system call that a real-time section allows, because it is bounded and
/// waits for nobody: calls __rtsan_disable and __rtsan_enable when something in the process defines
/// them. The places that need one are listed in docs/decisions/0005-parallel-plan.md. [any]
class PermittedSystemCall {
public:
    PermittedSystemCall() noexcept CPPMUSIC_NONBLOCKING;
    ~PermittedSystemCall() noexcept CPPMUSIC_NONBLOCKING;
    PermittedSystemCall(const PermittedSystemCall&) = delete;
    PermittedSystemCall& operator=(const PermittedSystemCall&) = delete;
};

/// Lets the processor treat denormal numbers as zero during its lifetime (they cost a hundred times
/// the time of others) and then restores what was set. x86 and 64-bit ARM; elsewhere does nothing.
/// [any]
class FlushToZero {
public:
    FlushToZero() noexcept CPPMUSIC_NONBLOCKING;
    ~FlushToZero() noexcept CPPMUSIC_NONBLOCKING;
    FlushToZero(const FlushToZero&) = delete;
    FlushToZero& operator=(const FlushToZero&) = delete;

private:
    [[maybe_unused]] unsigned long long before_ = 0;
};

} // namespace cppmusic::audio
