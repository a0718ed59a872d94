// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

/// Watches real-time sections in test programs. It defines __rtsan_realtime_enter and
/// __rtsan_realtime_exit, which DawEngine::processBlock calls around itself (RealtimeSection), and
/// counts what happens between them on the calling thread:
/// - allocations: malloc, calloc, realloc, free, aligned forms; operator new and delete end there;
/// - locks: pthread mutexes, read-write locks, condition variables, semaphores;
/// - system calls, all of them, by Syscall User Dispatch (Linux 5.11 on x86-64); each is counted
/// and
///   then done;
/// - page faults, by what the kernel counts of the thread. They are no violation of the code's,
/// since
///   memory and code have to be touched a first time, so total() is without them; there are none
///   any more once everything has been heard (warm-up).
/// Other places (Windows, macOS, sanitizer builds, which have watchers of their own) get an empty
/// guard that says so. With CPPMUSIC_GUARD_ABORT set in the environment the first violation aborts,
/// so that a debugger shows who did it.
namespace cppmusic::test {

struct RealtimeViolations {
    std::uint64_t allocations = 0;
    std::uint64_t locks = 0;
    std::uint64_t systemCalls = 0;
    std::uint64_t pageFaults = 0; ///< not in total()

    [[nodiscard]] std::uint64_t total() const noexcept { return allocations + locks + systemCalls; }
    [[nodiscard]] std::string text() const;
};

class RealtimeGuard {
public:
    /// Whether allocations and locks are counted in this build.
    [[nodiscard]] static bool isWatching() noexcept;
    /// Whether system calls are, too.
    [[nodiscard]] static bool isWatchingSystemCalls() noexcept;
    /// All threads' violations since the program started. [any]
    [[nodiscard]] static RealtimeViolations violations() noexcept;
    /// Sections entered since the program started: proof that something was watched. [any]
    [[nodiscard]] static std::uint64_t sections() noexcept;
    /// System calls inside sections that said they were allowed (PermittedSystemCall). They count
    /// as no violation.
    [[nodiscard]] static std::uint64_t permittedSystemCalls() noexcept;
};

/// The violations and sections since it was made.
class RealtimeWatch {
public:
    RealtimeWatch() : before_(RealtimeGuard::violations()), sections_(RealtimeGuard::sections()) {}
    [[nodiscard]] RealtimeViolations violations() const noexcept;
    [[nodiscard]] std::uint64_t sections() const noexcept
    {
        return RealtimeGuard::sections() - sections_;
    }

private:
    RealtimeViolations before_;
    std::uint64_t sections_;
};

} // namespace cppmusic::test
