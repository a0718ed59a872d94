// SPDX-License-Identifier: GPL-3.0-or-later
// System calls of one thread, by Syscall User Dispatch (Documentation/admin-guide/
// syscall-user-dispatch.rst of Linux): the kernel sends SIGSYS instead of doing the call, the
// handler notes it and does it.
#include "support/RealtimeGuard.h"
#include "support/RealtimeGuardHooks.h"

#if CPPMUSIC_GUARD_ON && defined(__x86_64__)

#include <csignal>
#include <cstdint>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

// The way back from the handler is a system call itself: the one that is let through.
asm(".text\n"
    ".globl cppmusicGuardReturn\n"
    ".globl cppmusicGuardReturnEnd\n"
    "cppmusicGuardReturn:\n"
    "    mov $15, %eax\n" // rt_sigreturn
    "    syscall\n"
    "    ud2\n"
    "cppmusicGuardReturnEnd:\n");
extern "C" {
void cppmusicGuardReturn();
void cppmusicGuardReturnEnd();
}

namespace cppmusic::test::guard {
namespace {

constexpr int setDispatch = 59; // PR_SET_SYSCALL_USER_DISPATCH
constexpr unsigned long dispatchOff = 0, dispatchOn = 1;
constexpr char allow = 0, block = 1;

constinit thread_local volatile char selector = allow; // the kernel reads it at every call

long rawCall(long number, long a, long b, long c, long d, long e, long f) noexcept
{
    long result = 0;
    register long r10 asm("r10") = d;
    register long r8 asm("r8") = e;
    register long r9 asm("r9") = f;
    asm volatile("syscall"
                 : "=a"(result)
                 : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                 : "rcx", "r11", "memory");
    return result;
}

void onSystemCall(int, siginfo_t*, void* context)
{
    selector = allow;
    note(Violation::systemCall);
    auto& registers = static_cast<ucontext_t*>(context)->uc_mcontext.gregs;
    registers[REG_RAX] =
        rawCall(registers[REG_RAX], registers[REG_RDI], registers[REG_RSI], registers[REG_RDX],
                registers[REG_R10], registers[REG_R8], registers[REG_R9]);
    selector = block;
}

/// The kernel's struct sigaction, with a way back of our own.
struct KernelAction {
    void (*handler)(int, siginfo_t*, void*);
    unsigned long flags;
    void (*restorer)();
    std::uint64_t mask;
};

bool switchDispatch(unsigned long mode) noexcept
{
    const auto begin = reinterpret_cast<unsigned long>(&cppmusicGuardReturn);
    const auto end = reinterpret_cast<unsigned long>(&cppmusicGuardReturnEnd);
    if (mode == dispatchOff) return prctl(setDispatch, dispatchOff, 0, 0, 0) == 0;
    return prctl(setDispatch, mode, begin, end - begin, &selector) == 0;
}

bool install() noexcept
{
    constexpr unsigned long hasRestorer = 0x04000000;
    const KernelAction action{onSystemCall, SA_SIGINFO | SA_NODEFER | hasRestorer,
                              cppmusicGuardReturn, 0};
    if (syscall(SYS_rt_sigaction, SIGSYS, &action, nullptr, sizeof(action.mask)) != 0) return false;
    return switchDispatch(dispatchOn) && switchDispatch(dispatchOff);
}

bool isAvailable() noexcept
{
    static const bool isInstalled = install();
    return isInstalled;
}

} // namespace

void startWatchingSystemCalls() noexcept
{
    if (isAvailable() && switchDispatch(dispatchOn)) selector = block;
}

void stopWatchingSystemCalls() noexcept
{
    selector = allow;
    if (isAvailable()) switchDispatch(dispatchOff);
}

} // namespace cppmusic::test::guard

bool cppmusic::test::RealtimeGuard::isWatchingSystemCalls() noexcept
{
    return guard::isAvailable();
}

#else

void cppmusic::test::guard::startWatchingSystemCalls() noexcept {}
void cppmusic::test::guard::stopWatchingSystemCalls() noexcept {}
bool cppmusic::test::RealtimeGuard::isWatchingSystemCalls() noexcept
{
    return false;
}

#endif
