// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/time/TempoMap.h"

using namespace cppmusic::core;

void change()
{
#ifdef CPPMUSIC_MUST_FAIL
    TempoMap::make({}, {});
#else
    (void)TempoMap::make({}, {}).ok();
#endif
}
