// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/ProcessContext.h"
#include "core/RealtimeAttributes.h"

#include <algorithm>

namespace cppmusic::audio {

/// Whether a part of an effect works: from the first control point that uses it until it has been
/// unused for its memory. Ends at control points only. [audio]
struct Presence {
    bool isOn = false;
    int unusedFrames = 0;

    /// True when it has just ended.
    bool note(bool isUsedNow, int memory, bool isPoint) noexcept CPPMUSIC_NONBLOCKING
    {
        if (isUsedNow) {
            isOn = true;
            unusedFrames = 0;
            return false;
        }
        if (!isOn || !isPoint) return false;
        unusedFrames += controlInterval;
        isOn = unusedFrames <= memory;
        return !isOn;
    }
};

/// A choice that changes while it can't be heard: its amount fades to 0, stays there until what was
/// made before has died away, and comes back. [audio]
struct FadedChoice {
    int now = 0, wanted = 0;
    float amount = 1.0f;
    int pointsSilent = 0; ///< how long `amount` has been 0

    /// One control point; true while it goes on.
    bool move(float fadeStep, int settlePoints, bool isImmediate) noexcept CPPMUSIC_NONBLOCKING
    {
        pointsSilent = amount == 0.0f ? pointsSilent + 1 : 0;
        if (isImmediate || pointsSilent > settlePoints) now = wanted;
        if (isImmediate) amount = 1.0f;
        const float target = now == wanted ? 1.0f : 0.0f;
        amount = std::clamp(target, amount - fadeStep, amount + fadeStep);
        return amount != target || target == 0.0f;
    }
};

} // namespace cppmusic::audio
