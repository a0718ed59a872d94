// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lockfree/SeqLock.h"

#include <vector>

using namespace cppmusic::core;

#ifdef CPPMUSIC_MUST_FAIL
using Value = std::vector<int>;
#else
struct Value {
    int bar;
    int beat;
};
#endif

SeqLock<Value> position;
