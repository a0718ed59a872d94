// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lockfree/AtomicRingBuffer.h"

#include <string>

using namespace cppmusic::core;

#ifdef CPPMUSIC_MUST_FAIL
using Value = std::string;
#else
using Value = int;
#endif

AtomicRingBuffer<Value> ring(8);
