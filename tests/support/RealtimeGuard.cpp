// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/RealtimeGuard.h"

#include "support/RealtimeGuardHooks.h"

#if CPPMUSIC_GUARD_ON
#include <sys/resource.h>
#endif

namespace cppmusic::test {
namespace {

/// The sum of all threads.
struct Counters {
    std::atomic<std::uint64_t> allocations{0};
    std::atomic<std::uint64_t> locks{0};
    std::atomic<std::uint64_t> systemCalls{0};
    std::atomic<std::uint64_t> pageFaults{0};
    std::atomic<std::uint64_t> sections{0};
    std::atomic<std::uint64_t> permitted{0};
};
constinit Counters counters;

} // namespace

std::string RealtimeViolations::text() const
{
    return std::to_string(allocations) + " allocations, " + std::to_string(locks) + " locks, " +
           std::to_string(systemCalls) + " system calls, " + std::to_string(pageFaults) +
           " page faults";
}

RealtimeViolations RealtimeGuard::violations() noexcept
{
    return {counters.allocations.load(), counters.locks.load(), counters.systemCalls.load(),
            counters.pageFaults.load()};
}

std::uint64_t RealtimeGuard::sections() noexcept
{
    return counters.sections.load();
}

std::uint64_t RealtimeGuard::permittedSystemCalls() noexcept
{
    return counters.permitted.load();
}

RealtimeViolations RealtimeWatch::violations() const noexcept
{
    const RealtimeViolations now = RealtimeGuard::violations();
    return {now.allocations - before_.allocations, now.locks - before_.locks,
            now.systemCalls - before_.systemCalls, now.pageFaults - before_.pageFaults};
}

bool RealtimeGuard::isWatching() noexcept
{
    return CPPMUSIC_GUARD_ON != 0;
}

} // namespace cppmusic::test

namespace cppmusic::test::guard {

#if CPPMUSIC_GUARD_ON
namespace {
// In the executable's own thread-local block: reaching it never allocates.
constinit thread_local int depth = 0;
constinit thread_local int suspended = 0; // the depth outside a permitted system call
constinit thread_local std::uint64_t faultsBefore = 0;

std::uint64_t pageFaultsOfThread() noexcept
{
    rusage usage{};
    getrusage(RUSAGE_THREAD, &usage);
    return static_cast<std::uint64_t>(usage.ru_minflt + usage.ru_majflt);
}
} // namespace

bool isInside() noexcept
{
    return depth > 0;
}

void note(Violation violation) noexcept
{
    const int outside = depth;
    depth = 0; // what the next lines do is not the section's doing
    switch (violation) {
    case Violation::allocation: ++counters.allocations; break;
    case Violation::lock: ++counters.locks; break;
    case Violation::systemCall: ++counters.systemCalls; break;
    }
    if (std::getenv("CPPMUSIC_GUARD_ABORT") != nullptr) std::abort();
    depth = outside;
}
#endif

} // namespace cppmusic::test::guard

#if CPPMUSIC_GUARD_ON
extern "C" {
void __rtsan_realtime_enter() noexcept
{
    using namespace cppmusic::test;
    if (guard::depth == 0) {
        ++counters.sections;
        guard::faultsBefore = guard::pageFaultsOfThread();
        guard::startWatchingSystemCalls();
    }
    ++guard::depth;
}
void __rtsan_realtime_exit() noexcept
{
    using namespace cppmusic::test;
    if (guard::depth == 1) {
        guard::stopWatchingSystemCalls();
        counters.pageFaults += guard::pageFaultsOfThread() - guard::faultsBefore;
    }
    --guard::depth;
}
/// Around a system call that a section allows (PermittedSystemCall); they don't nest.
void __rtsan_disable() noexcept
{
    using namespace cppmusic::test;
    guard::suspended = guard::depth;
    if (guard::depth == 0) return;
    guard::depth = 0;
    guard::stopWatchingSystemCalls();
    ++counters.permitted;
}
void __rtsan_enable() noexcept
{
    using namespace cppmusic::test;
    if (guard::suspended == 0) return;
    guard::startWatchingSystemCalls();
    guard::depth = guard::suspended;
}
}
#endif
