// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/NodeContent.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace cppmusic::audio {

/// A short sample held in memory at its own rate; 1 or 2 channels.
struct SampleData {
    double sampleRate = 48000.0;
    std::vector<std::vector<float>> channels;
    [[nodiscard]] std::int64_t numFrames() const noexcept
    {
        return channels.empty() ? 0 : static_cast<std::int64_t>(channels[0].size());
    }
};

/// One key range of a Sampler.
struct SampleZone {
    std::shared_ptr<const SampleData> data;
    std::uint8_t lowKey = 0, highKey = 127, rootKey = 60;
    float gain = 1.0f;       ///< linear
    std::uint8_t output = 0; ///< of a sampler that has several
};

/// What a Sampler plays.
struct SampleContent final : NodeContent {
    std::vector<SampleZone> zones;
};

} // namespace cppmusic::audio
