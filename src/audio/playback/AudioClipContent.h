// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/NodeContent.h"
#include "core/RealtimeAttributes.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace cppmusic::audio {

class SampleStream;

enum class FadeShape : std::uint8_t {
    equalPower, ///< sine quarter: overlapping fades of unrelated sounds keep their power
    linear      ///< overlapping fades of the same sound keep their level
};

/// One audio clip on the song's frame axis. The stream delivers frames at the engine's rate.
struct TimedAudioClip {
    std::int64_t startFrame = 0;
    std::int64_t endFrame = 0;    ///< above startFrame
    std::int64_t sourceFrame = 0; ///< frame of the source heard at startFrame
    std::int64_t fadeInFrames = 0;
    std::int64_t fadeOutFrames = 0;
    float gain = 1.0f;                    ///< linear
    std::shared_ptr<SampleStream> stream; ///< this clip's own
    FadeShape fadeShape = FadeShape::equalPower;

    /// The gain at a song frame: `gain`, times k / N of the shape at the k-th frame of a fade-in of
    /// N (so 0 at the first) and (N − k) / N at the k-th frame of a fade-out.
    [[nodiscard]] float gainAt(std::int64_t songFrame) const noexcept CPPMUSIC_NONBLOCKING;
    /// Whether that is `gain` at all of these song frames (within the clip).
    [[nodiscard]] bool isSteady(std::int64_t from,
                                std::int64_t to) const noexcept CPPMUSIC_NONBLOCKING
    {
        return from >= startFrame + fadeInFrames && to <= endFrame - fadeOutFrames + 1;
    }
};

/// Everything one AudioClipPlayer plays, sorted by startFrame; clips may overlap and are summed in
/// this order.
struct AudioClipContent final : NodeContent {
    std::vector<TimedAudioClip> clips;
    /// latestEnd[i]: the largest endFrame of clips 0 … i, for binary search. Made by
    /// makeAudioClipContent; if absent, players look at every clip from the first.
    std::vector<std::int64_t> latestEnd;

    /// Index of the first clip that can sound at or after `songFrame`.
    [[nodiscard]] std::size_t
    firstAfter(std::int64_t songFrame) const noexcept CPPMUSIC_NONBLOCKING;
};

/// Sorts (stably, by startFrame) and makes the search table. [main or job]
[[nodiscard]] std::shared_ptr<const AudioClipContent>
makeAudioClipContent(std::vector<TimedAudioClip> clips);

} // namespace cppmusic::audio
