// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace cppmusic::model {

/// A track's or clip's colour: a place in the desktop's palette (0–15), or −1 to inherit (clip from
/// track).
struct PaletteColour {
    std::int8_t index = -1;
    friend bool operator==(const PaletteColour&, const PaletteColour&) = default;
};

} // namespace cppmusic::model
