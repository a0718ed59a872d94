// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/log/RealtimeLog.h"

using namespace cppmusic::core;

void report(RealtimeLog& log)
{
#ifdef CPPMUSIC_MUST_FAIL
    log.write(LogLevel::info, "block {} took {} us", 7);
#else
    log.write(LogLevel::info, "block {} took {} us", 7, 1250.0);
#endif
}
