// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cassert>

/// Checks a promise that only a programming error can break. Debug builds stop; release builds do
/// not test it.
#define CPPMUSIC_ASSERT(condition) assert(condition)
