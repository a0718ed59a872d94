// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time/Units.h"
#include "model/Colour.h"
#include "model/Ids.h"

#include <string>

namespace cppmusic::model {

/// A named place or section of the song.
struct Marker {
    MarkerId id;
    std::string name;
    core::Beats at;
    core::Beats length; ///< 0: a place; above: a section
    PaletteColour colour;
    std::string unknownFields = {};
    friend bool operator==(const Marker&, const Marker&) = default;
};

/// The order of markers in a project: by place, then id.
[[nodiscard]] inline bool comesBefore(const Marker& a, const Marker& b) noexcept
{
    return a.at != b.at ? a.at < b.at : a.id < b.id;
}

} // namespace cppmusic::model
