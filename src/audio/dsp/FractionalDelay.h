// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <vector>

namespace cppmusic::audio {

/// A delay line that is read between its samples, by Catmull and Rom's cubic. Clearing it takes no
/// time: what was written before counts as silence. [audio]
class FractionalDelay {
public:
    /// Room for delays of up to `maxDelay` frames. [main]
    void prepare(int maxDelay)
    {
        mask_ = std::bit_ceil(static_cast<std::size_t>(std::max(1, maxDelay)) + 4) - 1;
        samples_.assign(mask_ + 1, 0.0f);
        clear();
    }
    void clear() noexcept CPPMUSIC_NONBLOCKING { written_ = 0; }

    void push(float sample) noexcept CPPMUSIC_NONBLOCKING
    {
        samples_[position_++ & mask_] = sample;
        written_ = std::min(written_ + 1, mask_ + 1);
    }
    /// What was pushed `delay` frames before the newest sample; 1 to maxDelay.
    [[nodiscard]] float read(float delay) const noexcept CPPMUSIC_NONBLOCKING
    {
        const auto whole = static_cast<std::size_t>(delay);
        const float share = delay - static_cast<float>(whole);
        const float newer = at(whole - 1), one = at(whole), two = at(whole + 1),
                    older = at(whole + 2);
        const float slopeOne = 0.5f * (two - newer), slopeTwo = 0.5f * (older - one);
        const float step = two - one;
        const float cubic = slopeOne + slopeTwo - 2.0f * step;
        const float square = step - slopeOne - cubic;
        return ((cubic * share + square) * share + slopeOne) * share + one;
    }

private:
    [[nodiscard]] float at(std::size_t back) const noexcept CPPMUSIC_NONBLOCKING
    {
        return back < written_ ? samples_[(position_ - 1 - back) & mask_] : 0.0f;
    }

    std::vector<float> samples_;
    std::size_t mask_ = 0;
    std::size_t position_ = 0;
    std::size_t written_ = 0;
};

} // namespace cppmusic::audio
