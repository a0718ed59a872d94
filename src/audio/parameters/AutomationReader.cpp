// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/parameters/AutomationReader.h"

#include "audio/graph/ProcessContext.h"

#include <algorithm>

namespace cppmusic::audio {

int AutomationReader::read(const AutomationCurve& curve, const TransportBlock& transport,
                           int numFrames, int glideFrames, ParameterSlot& slot, int index,
                           const core::ParameterSpec& range,
                           EventMerger& out) noexcept CPPMUSIC_NONBLOCKING
{
    if (!transport.isPlaying || slot.isTouched || curve.isEmpty()) {
        isFollowing_ = false;
        return 0;
    }
    int lost = 0;
    const auto emit = [&](std::int64_t at, float drawn, std::int64_t ramp) {
        const float value = core::clampToRange(range, drawn);
        Event event;
        event.frame = static_cast<std::int32_t>(at);
        event.type = EventType::parameter;
        event.value = value;
        event.parameter = index;
        event.rampFrames = static_cast<std::int32_t>(ramp);
        if (!out.push(event)) {
            ++lost;
            return;
        }
        target_ = value;
        slot.value.store(value, std::memory_order_relaxed);
    };

    const std::int64_t start = transport.startFrame;
    bool mustSnap = transport.hasJumped;
    if (mustSnap) {
        resumeFrame_ = transport.gridFrame;
    } else if (!isFollowing_) {
        const std::int64_t arrival = std::min(start + glideFrames, transport.nextJumpFrame);
        emit(0, curve.valueBefore(arrival), arrival - start);
        resumeFrame_ = transport.gridFrame + (arrival - start);
    }
    isFollowing_ = true;

    std::int64_t at = std::max<std::int64_t>(0, resumeFrame_ - transport.gridFrame);
    while (at < numFrames) {
        const std::int64_t frame = start + at;
        const std::int64_t phase = (transport.gridFrame + at) % controlInterval;
        const std::int64_t next = std::min({frame + controlInterval - phase,
                                            curve.nextPointAfter(frame), transport.nextJumpFrame});
        const bool isArrival = transport.gridFrame + at == resumeFrame_;
        const bool isBreakpoint = curve.nextPointAfter(frame - 1) == frame;
        if (phase == 0 || isBreakpoint || isArrival || mustSnap) {
            const float here = curve.valueAt(frame);
            if (mustSnap || here != curve.valueBefore(frame)) emit(at, here, 0);
            const float there = curve.valueBefore(next);
            if (core::clampToRange(range, there) != target_) emit(at, there, next - frame);
        }
        mustSnap = false;
        at = next - start;
    }
    return lost;
}

} // namespace cppmusic::audio
