// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/time/Units.h"

using namespace cppmusic::core;

auto sum()
{
#ifdef CPPMUSIC_MUST_FAIL
    return Beats(1.0) + Frames(48000);
#else
    return Beats(1.0) + Beats(0.5);
#endif
}
