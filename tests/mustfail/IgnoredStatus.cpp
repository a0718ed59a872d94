// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/Result.h"

using namespace cppmusic::core;

Status save();

void close()
{
#ifdef CPPMUSIC_MUST_FAIL
    save();
#else
    (void)save().ok();
#endif
}
