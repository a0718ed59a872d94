// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// Marks a function that runs on the audio thread: it neither blocks, allocates, locks nor throws.
/// Clang 20 and newer checks the whole call tree (-Wfunction-effects) and RealtimeSanitizer traps
/// violations at run time. Written after `noexcept`: `void process() noexcept
/// CPPMUSIC_NONBLOCKING;`
#if defined(__clang__) && defined(__has_cpp_attribute)
#if __has_cpp_attribute(clang::nonblocking)
#define CPPMUSIC_NONBLOCKING [[clang::nonblocking]]
#endif
#endif
#ifndef CPPMUSIC_NONBLOCKING
#define CPPMUSIC_NONBLOCKING
#endif

/// Stands before a function marked CPPMUSIC_NONBLOCKING that is as safe as something its user gave
/// it, a release function for instance: RealtimeSanitizer watches it where real-time code calls it,
/// but doesn't take every other call for real-time work.
#if defined(__clang__) && defined(__has_feature)
#if __has_feature(realtime_sanitizer)
#define CPPMUSIC_AS_SAFE_AS_GIVEN __attribute__((no_sanitize("realtime")))
#endif
#endif
#ifndef CPPMUSIC_AS_SAFE_AS_GIVEN
#define CPPMUSIC_AS_SAFE_AS_GIVEN
#endif
