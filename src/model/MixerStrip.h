// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cppmusic::model {

/// How a mono signal keeps its loudness across the stereo field: attenuation at the centre.
enum class PanLaw : std::uint8_t { zero, minus3dB, minus4_5dB, minus6dB };

/// How many channels a track has, 1 … max. Mono: the mean of left and right, placed by the pan law;
/// the inserts before it run as they are. Stereo: the pan is a balance. More: gain, mute and meters
/// concern all of them, there is no pan, and inserts work on the first two while the others pass
/// by. docs/engine.md says what happens between tracks of different widths.
struct ChannelCount {
    static constexpr int max = 16;
    int value = 2;
    friend bool operator==(const ChannelCount&, const ChannelCount&) = default;
};
inline constexpr ChannelCount mono{1};
inline constexpr ChannelCount stereo{2};

/// A copy of a strip's signal to an aux track.
struct Send {
    TrackId target;
    float levelDb = -12.0f; ///< −90 (silence) … +6
    bool isPreFader = false;
    bool isEnabled = true;
    int toChannel = 0; ///< 0–15: the channel of the target that gets the send's first
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
    std::optional<PanLaw> panLaw; ///< none: the project's
    ChannelCount channels;
    std::vector<Send> sends;
    std::string unknownFields = {};
    friend bool operator==(const MixerStrip&, const MixerStrip&) = default;
};

} // namespace cppmusic::model
