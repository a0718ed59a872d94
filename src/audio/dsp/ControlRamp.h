// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/ProcessContext.h"
#include "core/RealtimeAttributes.h"

#include <algorithm>

namespace cppmusic::audio {

/// Joins the values computed at two control points by a straight line over controlInterval frames,
/// then stands on the last. Any cutting into runs gives the same bits. [audio]
class ControlRamp {
public:
    void snapTo(float value) noexcept CPPMUSIC_NONBLOCKING
    {
        from_ = value;
        delta_ = 0.0f;
        position_ = controlInterval;
    }
    /// A new value at a control point.
    void rampTo(float target) noexcept CPPMUSIC_NONBLOCKING
    {
        const float now = at(0);
        from_ = now;
        delta_ = target - now;
        position_ = 0;
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

private:
    float from_ = 0.0f;
    float delta_ = 0.0f;
    int position_ = controlInterval;
};

} // namespace cppmusic::audio
