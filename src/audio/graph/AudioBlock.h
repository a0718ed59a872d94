// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <span>

namespace cppmusic::audio {

/// A view of planar audio: some channels of the same number of frames. Owns nothing; cheap to copy.
/// Samples are linear, full scale is ±1. [any]
template <class Sample>
struct BasicAudioBlock {
    Sample* const* channels = nullptr;
    int numChannels = 0;
    int numFrames = 0;

    [[nodiscard]] std::span<Sample> channel(int index) const noexcept
    {
        return {channels[index], static_cast<std::size_t>(numFrames)};
    }
};

using AudioBlock = BasicAudioBlock<float>;
using ConstAudioBlock = BasicAudioBlock<const float>;

inline void clear(const AudioBlock& block) noexcept
{
    for (int c = 0; c < block.numChannels; ++c) {
        std::fill_n(block.channels[c], block.numFrames, 0.0f);
    }
}

} // namespace cppmusic::audio
