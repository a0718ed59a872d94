// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace cppmusic::audio {

/// What a kernel gets of up to 16 stereo nodes: a run without an event of any of them. While the
/// controls of all stand it may cross control points; the kernel works on chunks between these.
struct LaneRun {
    static constexpr int maxNodes = 16;
    static constexpr int maxFrames = 32; ///< of a chunk
    static constexpr int maxChunks = 16;
    /// One node's rows; `begin` is to be added.
    struct Lane {
        std::array<const float*, 2> in{};
        std::array<const float*, 2> key{}; ///< null without a sidechain
        std::array<float*, 2> out{};       ///< may be `in`
        std::uint32_t sounded = 0; ///< set by the kernel: bit k: an input was not 0 in chunk k
    };
    int count = 0;
    int begin = 0;
    int frames = 0;
    int phase = 0; ///< of the first frame on the control grid
    std::array<Lane, maxNodes> lanes{};
};

/// Control values of one node that move together in straight lines from one control point to the
/// next: value j at frame i of a run is from[j] + delta[j]·min(position + i, 32)/32. [audio]
template <std::size_t count>
struct LaneRamps {
    std::array<float, count> from{};
    std::array<float, count> delta{};
    int position = LaneRun::maxFrames;
    bool isMoving = false;

    void snapTo(const std::array<float, count>& values) noexcept CPPMUSIC_NONBLOCKING
    {
        from = values;
        delta.fill(0.0f);
        position = LaneRun::maxFrames;
        isMoving = false;
    }
    /// At a control point.
    void rampTo(const std::array<float, count>& values) noexcept CPPMUSIC_NONBLOCKING
    {
        const float share = static_cast<float>(position) * (1.0f / LaneRun::maxFrames);
        for (std::size_t j = 0; j < count; ++j) {
            const float now = from[j] + delta[j] * share;
            from[j] = now;
            delta[j] = values[j] - now;
        }
        position = 0;
        isMoving = true;
    }
    void advance(int frames) noexcept CPPMUSIC_NONBLOCKING
    {
        if (!isMoving) return;
        position += frames;
        if (position < LaneRun::maxFrames) return;
        for (std::size_t j = 0; j < count; ++j) from[j] += delta[j];
        delta.fill(0.0f);
        position = LaneRun::maxFrames;
        isMoving = false;
    }
};

} // namespace cppmusic::audio
