// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/EventMerger.h"
#include "audio/parameters/AutomationCurve.h"
#include "audio/parameters/ParameterSlot.h"
#include "audio/transport/TransportSnapshot.h"
#include "core/params/ParameterSpec.h"

#include <cstdint>
#include <vector>

namespace cppmusic::audio {

/// Plays one automation curve into one parameter: turns it into parameter events at control points
/// (every controlInterval frames of gridFrame), at breakpoints and where the line bends or a fader
/// moves so fast that a chord would leave it, each with a ramp that reaches the next of them. A
/// node which follows its events then follows the drawn line: on a fader within 0.01 dB, elsewhere
/// within a ten-thousandth of the range (of the value, where the taper is logarithmic). Where the
/// line or the transport jumps it snaps. Belongs to the parameter, not to a plan. [audio]
///
/// It is at rest while the transport stands and while a hand is on the parameter. When it takes
/// over during playback it glides to the line instead of jumping.
class AutomationReader {
public:
    /// `lateFrames`: by how much the node's inputs lag the transport; its events come as late, so
    /// that they meet the sound they were drawn for. [main]
    explicit AutomationReader(int lateFrames = 0);

    /// Adds this block's events for parameter `index` to `out` and writes the target in force to
    /// the slot. Returns how many events found no room; the next ones make up for them.
    int read(const AutomationCurve&, const TransportBlock&, int numFrames, int glideFrames,
             ParameterSlot&, int index, const core::ParameterSpec&,
             EventMerger& out) noexcept CPPMUSIC_NONBLOCKING;
    void reset() noexcept CPPMUSIC_NONBLOCKING
    {
        isFollowing_ = false;
        numWaiting_ = 0;
    }
    [[nodiscard]] int lateFrames() const noexcept { return lateFrames_; }

private:
    struct Waiting {
        std::int64_t due = 0; // on now_
        Event event;
    };

    bool emit(Event, ParameterSlot&, EventMerger& out) noexcept CPPMUSIC_NONBLOCKING;
    int giveDue(int numFrames, EventMerger& out) noexcept CPPMUSIC_NONBLOCKING;

    bool isFollowing_ = false;
    float target_ = 0.0f;          // of the last event
    std::int64_t resumeFrame_ = 0; // gridFrame at which the next piece of the line begins
    const int lateFrames_;
    std::vector<Waiting> waiting_; // a ring; empty when nothing is late
    std::size_t firstWaiting_ = 0;
    std::size_t numWaiting_ = 0;
    std::int64_t now_ = 0;
};

} // namespace cppmusic::audio
