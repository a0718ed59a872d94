// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time/Units.h"

#include <cstdint>

namespace cppmusic::core {

/// One note of a pattern, relative to the pattern's start.
struct NoteEvent {
    Beats start;
    Beats duration{1.0};
    float velocity = 0.8f;        ///< 0–1, above 0
    float releaseVelocity = 0.5f; ///< 0–1
    std::uint8_t pitch = 60;      ///< MIDI key, 0–127; 60 is middle C (C4), 69 is 440 Hz
    std::uint8_t channel = 0;     ///< MIDI channel, 0–15
    friend bool operator==(const NoteEvent&, const NoteEvent&) = default;
};

} // namespace cppmusic::core
