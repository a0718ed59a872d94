// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/engine/RealtimeSection.h"

#if defined(__SSE__) || defined(_M_X64)
#include <xmmintrin.h>
#endif

#if defined(__GNUC__) && !defined(_WIN32)
extern "C" {
#if defined(__APPLE__)
#define CPPMUSIC_WEAK __attribute__((weak_import))
#else
#define CPPMUSIC_WEAK __attribute__((weak))
#endif
CPPMUSIC_WEAK void __rtsan_realtime_enter() noexcept CPPMUSIC_NONBLOCKING;
CPPMUSIC_WEAK void __rtsan_realtime_exit() noexcept CPPMUSIC_NONBLOCKING;
CPPMUSIC_WEAK void __rtsan_disable() noexcept CPPMUSIC_NONBLOCKING;
CPPMUSIC_WEAK void __rtsan_enable() noexcept CPPMUSIC_NONBLOCKING;
}
#define CPPMUSIC_HAS_MARKS 1
#endif

namespace cppmusic::audio {

RealtimeSection::RealtimeSection() noexcept CPPMUSIC_NONBLOCKING
{
#if defined(CPPMUSIC_HAS_MARKS)
    if (&__rtsan_realtime_enter != nullptr) __rtsan_realtime_enter();
#endif
}

RealtimeSection::~RealtimeSection() noexcept CPPMUSIC_NONBLOCKING
{
#if defined(CPPMUSIC_HAS_MARKS)
    if (&__rtsan_realtime_exit != nullptr) __rtsan_realtime_exit();
#endif
}

PermittedSystemCall::PermittedSystemCall() noexcept CPPMUSIC_NONBLOCKING
{
#if defined(CPPMUSIC_HAS_MARKS)
    if (&__rtsan_disable != nullptr) __rtsan_disable();
#endif
}

PermittedSystemCall::~PermittedSystemCall() noexcept CPPMUSIC_NONBLOCKING
{
#if defined(CPPMUSIC_HAS_MARKS)
    if (&__rtsan_enable != nullptr) __rtsan_enable();
#endif
}

FlushToZero::FlushToZero() noexcept CPPMUSIC_NONBLOCKING
{
#if defined(__SSE__) || defined(_M_X64)
    constexpr unsigned flushResults = 0x8000u, denormalsAreZero = 0x0040u;
    const unsigned before = _mm_getcsr();
    before_ = before;
    _mm_setcsr(before | flushResults | denormalsAreZero);
#elif defined(__aarch64__)
    asm volatile("mrs %0, fpcr" : "=r"(before_));
    asm volatile("msr fpcr, %0" : : "r"(before_ | (1ull << 24)));
#endif
}

FlushToZero::~FlushToZero() noexcept CPPMUSIC_NONBLOCKING
{
#if defined(__SSE__) || defined(_M_X64)
    _mm_setcsr(static_cast<unsigned>(before_));
#elif defined(__aarch64__)
    asm volatile("msr fpcr, %0" : : "r"(before_));
#endif
}

} // namespace cppmusic::audio
