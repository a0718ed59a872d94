// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/parameters/AutomationReader.h"

#include "audio/graph/ProcessContext.h"

#include <algorithm>

namespace cppmusic::audio {
namespace {

/// A gain that moves in a straight line while its decibels do leaves them by at most
/// (d·ln 10/20)²/8, which is 0.0074 dB for this d.
constexpr float fastestDb = 0.7f;
constexpr float bendDb = 0.002f;
constexpr float bendOfRange = 5.0e-5f;

float magnitude(float value) noexcept CPPMUSIC_NONBLOCKING
{
    return value < 0.0f ? -value : value;
}

/// Whether a straight ramp over the piece stays with the line.
bool isStraight(const AutomationCurve& curve, std::int64_t frame, std::int64_t frames,
                const core::ParameterSpec& spec) noexcept CPPMUSIC_NONBLOCKING
{
    if (spec.taper == core::Taper::stepped) return true;
    const float a = curve.valueAt(frame);
    const float b = curve.valueBefore(frame + frames);
    const bool isFader = spec.taper == core::Taper::fader;
    if (isFader && magnitude(b - a) > fastestDb) return false;
    const std::int64_t half = frames / 2;
    const float chord = a + (b - a) * (static_cast<float>(half) / static_cast<float>(frames));
    const float bend = magnitude(curve.valueAt(frame + half) - chord);
    if (isFader) return bend <= bendDb;
    const float scale = spec.taper == core::Taper::logarithmic
                            ? std::min(magnitude(a), magnitude(b))
                            : spec.max - spec.min;
    return bend <= bendOfRange * scale;
}

/// The end of the piece that begins at `frame`: `next`, or nearer.
std::int64_t straightEnd(const AutomationCurve& curve, std::int64_t frame, std::int64_t next,
                         const core::ParameterSpec& spec) noexcept CPPMUSIC_NONBLOCKING
{
    std::int64_t frames = next - frame;
    while (frames > 1 && !isStraight(curve, frame, frames, spec)) frames = (frames + 1) / 2;
    return frame + frames;
}

} // namespace

// In the ring: two events per control point, and a fader's whole travel in the time of the lag.
AutomationReader::AutomationReader(int lateFrames)
    : lateFrames_(std::max(0, lateFrames)),
      waiting_(lateFrames > 0
                   ? static_cast<std::size_t>(2 * (lateFrames / controlInterval + 2) + 512)
                   : 0)
{
}

bool AutomationReader::emit(Event event, ParameterSlot& slot,
                            EventMerger& out) noexcept CPPMUSIC_NONBLOCKING
{
    if (lateFrames_ == 0) {
        if (!out.push(event)) return false;
    } else {
        if (numWaiting_ == waiting_.size()) return false;
        waiting_[(firstWaiting_ + numWaiting_++) % waiting_.size()] = {
            now_ + event.frame + lateFrames_, event};
    }
    target_ = event.value;
    slot.value.store(event.value, std::memory_order_relaxed);
    return true;
}

int AutomationReader::giveDue(int numFrames, EventMerger& out) noexcept CPPMUSIC_NONBLOCKING
{
    int lost = 0;
    while (numWaiting_ > 0 && waiting_[firstWaiting_].due < now_ + numFrames) {
        Event event = waiting_[firstWaiting_].event;
        event.frame = static_cast<std::int32_t>(
            std::max<std::int64_t>(0, waiting_[firstWaiting_].due - now_));
        if (!out.push(event)) ++lost;
        firstWaiting_ = (firstWaiting_ + 1) % waiting_.size();
        --numWaiting_;
    }
    now_ += numFrames;
    return lost;
}

int AutomationReader::read(const AutomationCurve& curve, const TransportBlock& transport,
                           int numFrames, int glideFrames, ParameterSlot& slot, int index,
                           const core::ParameterSpec& range,
                           EventMerger& out) noexcept CPPMUSIC_NONBLOCKING
{
    if (slot.isTouched || curve.isEmpty()) numWaiting_ = 0;
    if (!transport.isPlaying || slot.isTouched || curve.isEmpty()) {
        isFollowing_ = false;
        return lateFrames_ > 0 ? giveDue(numFrames, out) : 0;
    }
    int lost = 0;
    const auto send = [&](std::int64_t at, float drawn, std::int64_t ramp) {
        Event event;
        event.frame = static_cast<std::int32_t>(at);
        event.type = EventType::parameter;
        event.value = core::clampToRange(range, drawn);
        event.parameter = index;
        event.rampFrames = static_cast<std::int32_t>(ramp);
        if (!emit(event, slot, out)) ++lost;
    };

    const std::int64_t start = transport.startFrame;
    bool mustSnap = transport.hasJumped;
    if (mustSnap) {
        resumeFrame_ = transport.gridFrame;
    } else if (!isFollowing_) {
        const std::int64_t arrival = std::min(start + glideFrames, transport.nextJumpFrame);
        send(0, curve.valueBefore(arrival), arrival - start);
        resumeFrame_ = transport.gridFrame + (arrival - start);
    }
    isFollowing_ = true;

    std::int64_t at = std::max<std::int64_t>(0, resumeFrame_ - transport.gridFrame);
    while (at < numFrames) {
        const std::int64_t frame = start + at;
        const std::int64_t phase = (transport.gridFrame + at) % controlInterval;
        const std::int64_t next = std::min({frame + controlInterval - phase,
                                            curve.nextPointAfter(frame), transport.nextJumpFrame});
        const std::int64_t end = straightEnd(curve, frame, next, range);
        const float here = curve.valueAt(frame);
        if (mustSnap || here != curve.valueBefore(frame)) send(at, here, 0);
        const float there = curve.valueBefore(end);
        if (core::clampToRange(range, there) != target_) send(at, there, end - frame);
        mustSnap = false;
        at = end - start;
    }
    resumeFrame_ = transport.gridFrame + at;
    return lost + (lateFrames_ > 0 ? giveDue(numFrames, out) : 0);
}

} // namespace cppmusic::audio
