// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/ProcessContext.h"
#include "core/RealtimeAttributes.h"

#include <algorithm>

namespace cppmusic::audio {

/// Joins the values computed at two places by a straight line over controlInterval frames or fewer,
/// then stands on the last. Any cutting into runs gives the same bits. [audio]
class ControlRamp {
public:
    void snapTo(float value) noexcept CPPMUSIC_NONBLOCKING
    {
        from_ = value;
        delta_ = 0.0f;
        position_ = controlInterval;
    }
    /// A new value, reached in `frames` (1…controlInterval): at a control point, or where an event
    /// asks for one in between.
    void rampTo(float target, int frames = controlInterval) noexcept CPPMUSIC_NONBLOCKING
    {
        const float now = at(0);
        if (frames == controlInterval) {
            from_ = now;
            delta_ = target - now;
        } else { // the end of a line that began before
            delta_ =
                (target - now) * (static_cast<float>(controlInterval) / static_cast<float>(frames));
            from_ = target - delta_;
        }
        position_ = controlInterval - frames;
    }
    /// The value `offset` frames from here.
    [[nodiscard]] float at(int offset) const noexcept CPPMUSIC_NONBLOCKING
    {
        const int k = std::min(position_ + offset, controlInterval);
        return from_ + delta_ * (static_cast<float>(k) * (1.0f / controlInterval));
    }
    void advance(int frames) noexcept CPPMUSIC_NONBLOCKING
    {
        position_ = std::min(position_ + frames, controlInterval);
    }
    /// 0 now and until the next control point.
    [[nodiscard]] bool isZero() const noexcept CPPMUSIC_NONBLOCKING
    {
        return from_ == 0.0f && delta_ == 0.0f;
    }
    [[nodiscard]] float target() const noexcept CPPMUSIC_NONBLOCKING { return from_ + delta_; }
    [[nodiscard]] bool isMoving() const noexcept CPPMUSIC_NONBLOCKING
    {
        return position_ < controlInterval && delta_ != 0.0f;
    }
    /// at(i) = from() + delta()·min(position() + i, controlInterval)/controlInterval.
    [[nodiscard]] float from() const noexcept CPPMUSIC_NONBLOCKING { return from_; }
    [[nodiscard]] float delta() const noexcept CPPMUSIC_NONBLOCKING { return delta_; }
    [[nodiscard]] int position() const noexcept CPPMUSIC_NONBLOCKING { return position_; }

private:
    float from_ = 0.0f;
    float delta_ = 0.0f;
    int position_ = controlInterval;
};

} // namespace cppmusic::audio
