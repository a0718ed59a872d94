// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace cppmusic::audio {

/// The steps of a "note" parameter: T a triplet, D dotted.
inline constexpr std::string_view noteNames =
    "1/32|1/16T|1/16|1/16D|1/8T|1/8|1/8D|1/4T|1/4|1/4D|1/2T|1/2|1/2D|1/1|2/1|4/1|8/1";
/// Those of echoes: up to a whole note.
inline constexpr std::string_view echoNoteNames =
    "1/32|1/16T|1/16|1/16D|1/8T|1/8|1/8D|1/4T|1/4|1/4D|1/2T|1/2|1/2D|1/1";
inline constexpr float lastNote = 16.0f, lastEchoNote = 13.0f;

/// The length of a step in quarter notes. [any]
[[nodiscard]] inline double beatsOfNote(int step) noexcept CPPMUSIC_NONBLOCKING
{
    constexpr std::array<double, 17> beats{0.125, 1.0 / 6.0, 0.25, 0.375, 1.0 / 3.0, 0.5,
                                           0.75,  2.0 / 3.0, 1.0,  1.5,   4.0 / 3.0, 2.0,
                                           3.0,   4.0,       8.0,  16.0,  32.0};
    return beats[static_cast<std::size_t>(std::clamp(step, 0, 16))];
}

} // namespace cppmusic::audio
