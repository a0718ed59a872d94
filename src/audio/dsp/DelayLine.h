// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace cppmusic::audio {

/// A ring of samples with whole and fractional delays. Clearing costs nothing: what was written
/// before counts as silence. [audio]
class DelayLine {
public:
    /// Room for delays of up to `maxDelay` frames. [main]
    void prepare(int maxDelay)
    {
        samples_.assign(std::bit_ceil(static_cast<std::size_t>(maxDelay) + 4), 0.0f);
        mask_ = samples_.size() - 1;
        clear();
    }
    void clear() noexcept CPPMUSIC_NONBLOCKING { written_ = 0; }

    void write(float sample) noexcept CPPMUSIC_NONBLOCKING
    {
        samples_[position_ & mask_] = sample;
        ++position_;
        if (written_ <= mask_) ++written_;
    }
    /// The sample written `delay` writes ago; 1 is the newest. At most maxDelay.
    [[nodiscard]] float read(int delay) const noexcept CPPMUSIC_NONBLOCKING
    {
        const auto back = static_cast<std::size_t>(delay);
        return back <= written_ ? samples_[(position_ - back) & mask_] : 0.0f;
    }
    /// Between the samples by a straight line; delay 1 and up.
    [[nodiscard]] float readLinear(double delay) const noexcept CPPMUSIC_NONBLOCKING
    {
        const int whole = static_cast<int>(delay);
        const float fraction = static_cast<float>(delay - whole);
        const float near = read(whole);
        return near + fraction * (read(whole + 1) - near);
    }
    /// Between the samples by the cubic of Catmull and Rom; delay 2 and up.
    [[nodiscard]] float readCubic(double delay) const noexcept CPPMUSIC_NONBLOCKING
    {
        const int whole = static_cast<int>(delay);
        const float t = static_cast<float>(delay - whole);
        const float a = read(whole - 1), b = read(whole), c = read(whole + 1), d = read(whole + 2);
        const float c1 = 0.5f * (c - a);
        const float c2 = a - 2.5f * b + 2.0f * c - 0.5f * d;
        const float c3 = 0.5f * (d - a) + 1.5f * (b - c);
        return b + t * (c1 + t * (c2 + t * c3));
    }

private:
    std::vector<float> samples_;
    std::size_t mask_ = 0;
    std::size_t position_ = 0;
    std::size_t written_ = 0;
};

} // namespace cppmusic::audio
