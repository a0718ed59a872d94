// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/Id.h"

using TrackId = cppmusic::core::Id<struct TrackTag>;
using ClipId = cppmusic::core::Id<struct ClipTag>;

#ifdef CPPMUSIC_MUST_FAIL
bool isSame(TrackId track, ClipId clip)
{
    return track == clip;
}
#else
bool isSame(TrackId track, TrackId other)
{
    return track == other;
}
#endif
