// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/simd/LaneRun.h"

namespace cppmusic::audio {

/// The state of one gate. Levels and gains in dB; `lanes` holds all that a lane needs.
struct GateLane {
    enum Value : std::size_t {
        open,       ///< opens at this level
        close,      ///< stays open down to this one
        slope,      ///< ratio − 1: dB of gain lost for each dB below `open`
        range,      ///< least gain, 0 or less
        attack,     ///< factors of the one-pole smoother of the gain
        release,    //
        fall,       ///< dB by which the envelope falls in a frame
        holdFrames, ///< stays open so long after the level has left
        envelope,   ///< state: peaks, falling in a straight line
        held,       ///< state: frames for which it is still open
        gain,       ///< state
        numValues = 12
    };
    std::array<float, numValues> values{};
};

using GateKernel = void (*)(LaneRun&, GateLane* const* states) noexcept CPPMUSIC_NONBLOCKING;
/// For the instruction set in use. [main]
[[nodiscard]] GateKernel gateKernel();

} // namespace cppmusic::audio
