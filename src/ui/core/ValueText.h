// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <juce_core/juce_core.h>
#include <optional>

namespace cppmusic::ui {

/// "−6.2", "+3.0", "−∞" at or below −90 dB. Without a unit.
[[nodiscard]] juce::String formatDb(float decibels);
/// The inverse, tolerant: "-6", "−6.2 dB", "-inf". Empty if it is no number.
[[nodiscard]] std::optional<float> parseDb(const juce::String&);
/// "C", "34L", "100R" for −1…+1.
[[nodiscard]] juce::String formatPan(float pan);
/// "L34", "34L", "-34", "c". Empty if it is nothing of the kind.
[[nodiscard]] std::optional<float> parsePan(const juce::String&);
/// The travel of a mixer fader, −90…+6 dB: 0 dB at 75 % of the way, 0 is silence. [any]
[[nodiscard]] float faderPosition(float decibels) noexcept;
[[nodiscard]] float faderDb(float position) noexcept;
} // namespace cppmusic::ui
