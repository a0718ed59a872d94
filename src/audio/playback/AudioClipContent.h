// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/NodeContent.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace cppmusic::audio {

class SampleStream;

/// One audio clip on the song's frame axis. The stream delivers frames at the engine's rate.
struct TimedAudioClip {
    std::int64_t startFrame = 0;
    std::int64_t endFrame = 0;    ///< above startFrame
    std::int64_t sourceFrame = 0; ///< frame of the source heard at startFrame
    std::int64_t fadeInFrames = 0;
    std::int64_t fadeOutFrames = 0;
    float gain = 1.0f; ///< linear
    std::shared_ptr<SampleStream> stream;
};

/// Everything one AudioClipPlayer plays, sorted by startFrame; clips may overlap and are summed in
/// this order.
struct AudioClipContent final : NodeContent {
    std::vector<TimedAudioClip> clips;
};

} // namespace cppmusic::audio
