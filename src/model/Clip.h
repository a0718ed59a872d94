// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time/Units.h"
#include "model/Colour.h"
#include "model/Ids.h"

#include <string>
#include <variant>

namespace cppmusic::model {

/// Plays a pattern; repeats it when the clip is longer than the pattern and isLooped.
struct PatternClip {
    PatternId pattern;
    core::Beats offset{}; ///< where in the pattern the clip starts
    bool isLooped = true;
    std::string unknownFields = {};
    friend bool operator==(const PatternClip&, const PatternClip&) = default;
};

/// Plays a part of an audio file.
struct AudioClip {
    AssetId asset;
    core::Seconds offset{};            ///< where in the file the clip starts
    float gainDb = 0.0f;               ///< −60…+24
    core::Seconds fadeIn{}, fadeOut{}; ///< 0 or more
    std::string unknownFields = {};
    friend bool operator==(const AudioClip&, const AudioClip&) = default;
};

/// Something placed on a track's part of the playlist.
struct Clip {
    ClipId id;
    std::string name; ///< empty: named after its pattern or file
    PaletteColour colour;
    core::Beats start;       ///< 0 or more
    core::Beats length{4.0}; ///< above 0
    bool isMuted = false;
    std::variant<PatternClip, AudioClip> content;
    std::string unknownFields = {};
    friend bool operator==(const Clip&, const Clip&) = default;
};

/// The order of clips on a track: by start, then id.
[[nodiscard]] inline bool comesBefore(const Clip& a, const Clip& b) noexcept
{
    return a.start != b.start ? a.start < b.start : a.id < b.id;
}

} // namespace cppmusic::model
