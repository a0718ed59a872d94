// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

namespace cppmusic::audio {

/// Moves to a target in a straight line over a number of frames and then stands exactly on it.
/// Advancing frame by frame or in runs gives the same bits: the value at frame k of a ramp is from
/// + (to − from)·(k / length).
class Smoother {
public:
    /// At once. [any]
    void snapTo(float value) noexcept CPPMUSIC_NONBLOCKING
    {
        from_ = to_ = value;
        length_ = done_ = 0;
    }
    /// From the present value, in `frames` frames (0 or less: at once). [audio]
    void rampTo(float target, int frames) noexcept CPPMUSIC_NONBLOCKING
    {
        if (frames <= 0) {
            snapTo(target);
            return;
        }
        from_ = current();
        to_ = target;
        length_ = frames;
        done_ = 0;
    }
    [[nodiscard]] float current() const noexcept CPPMUSIC_NONBLOCKING
    {
        return done_ >= length_ ? to_
                                : from_ + (to_ - from_) * (static_cast<float>(done_) /
                                                           static_cast<float>(length_));
    }
    /// The value `frames` frames from here, if nothing else happens.
    [[nodiscard]] float ahead(int frames) const noexcept CPPMUSIC_NONBLOCKING
    {
        const int k = length_ - done_ > frames ? done_ + frames : length_;
        return k >= length_
                   ? to_
                   : from_ + (to_ - from_) * (static_cast<float>(k) / static_cast<float>(length_));
    }
    /// Frames until it stands.
    [[nodiscard]] int remaining() const noexcept CPPMUSIC_NONBLOCKING { return length_ - done_; }
    /// The present value; then steps one frame on.
    float next() noexcept CPPMUSIC_NONBLOCKING
    {
        const float value = current();
        if (done_ < length_) ++done_;
        return value;
    }
    void advance(int frames) noexcept CPPMUSIC_NONBLOCKING
    {
        done_ = length_ - done_ > frames ? done_ + frames : length_;
    }
    [[nodiscard]] float target() const noexcept CPPMUSIC_NONBLOCKING { return to_; }
    [[nodiscard]] bool isMoving() const noexcept CPPMUSIC_NONBLOCKING { return done_ < length_; }

private:
    float from_ = 0.0f;
    float to_ = 0.0f;
    int length_ = 0;
    int done_ = 0;
};

} // namespace cppmusic::audio
