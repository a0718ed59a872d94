// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/EventMerger.h"
#include "audio/parameters/AutomationCurve.h"
#include "audio/parameters/ParameterSlot.h"
#include "audio/transport/TransportSnapshot.h"
#include "core/params/ParameterSpec.h"

#include <cstdint>

namespace cppmusic::audio {

/// Plays one automation curve into one parameter: turns it into parameter events at control points
/// (every controlInterval frames of gridFrame) and breakpoints, each with a ramp that reaches the
/// next of them, so that a node which follows its events follows the drawn line. Where the line or
/// the transport jumps it snaps. Belongs to the parameter, not to a plan. [audio]
///
/// It is at rest while the transport stands and while a hand is on the parameter. When it takes
/// over during playback it glides to the line instead of jumping.
class AutomationReader {
public:
    /// Adds this block's events for parameter `index` to `out` and writes the target in force to
    /// the slot. Returns how many events found no room; the next ones make up for them.
    int read(const AutomationCurve&, const TransportBlock&, int numFrames, int glideFrames,
             ParameterSlot&, int index, const core::ParameterSpec&,
             EventMerger& out) noexcept CPPMUSIC_NONBLOCKING;
    void reset() noexcept CPPMUSIC_NONBLOCKING { isFollowing_ = false; }

private:
    bool isFollowing_ = false;
    float target_ = 0.0f;          // of the last event
    std::int64_t resumeFrame_ = 0; // gridFrame at which a glide has arrived
};

} // namespace cppmusic::audio
