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
