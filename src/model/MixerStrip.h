// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Ids.h"

#include <string>
#include <vector>

namespace cppmusic::model {

/// A copy of a strip's signal to an aux track.
struct Send {
    TrackId target;
    float levelDb = -12.0f; ///< −90 (silence) … +6
    bool isPreFader = false;
    bool isEnabled = true;
    std::string unknownFields = {};
    friend bool operator==(const Send&, const Send&) = default;
};

/// Level, place and switches of one track.
struct MixerStrip {
    float gainDb = 0.0f; ///< −90 (silence) … +6
    float pan = 0.0f;    ///< −1 left … +1 right
    bool isMuted = false;
    bool isSoloed = false;
    bool isSoloSafe = false;
    std::vector<Send> sends;
    std::string unknownFields = {};
    friend bool operator==(const MixerStrip&, const MixerStrip&) = default;
};

} // namespace cppmusic::model
