// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace cppmusic::core {

/// How plain values spread over the travel of a knob.
enum class Taper : std::uint8_t {
    linear,      ///< equal steps of value
    logarithmic, ///< equal ratios (frequencies, times); needs min > 0
    fader,       ///< decibels of a mixer fader: 0 dB at 75 % of the travel, minimum is silence
    stepped      ///< whole numbers from min to max
};

/// Describes one parameter. Storage is elsewhere: the document keeps the plain value (dB, Hz, s),
/// the engine a slot, the desktop a binding; 0–1 exists only inside a knob (see params/Taper.h).
struct ParameterSpec {
    std::string_view id;    ///< stable text used in project files: "cutoff"
    std::string_view label; ///< what a person reads: "Cutoff"
    std::string_view unit;  ///< "Hz", "dB", "s", "%", "" …
    float min = 0.0f;
    float max = 1.0f;
    float defaultValue = 0.0f;
    Taper taper = Taper::linear;
    bool automatable = true;
    /// For stepped parameters: the names of the steps, separated by '|'; empty shows numbers.
    std::string_view stepNames = {};
};

/// The value in range; NaN becomes the default.
[[nodiscard]] constexpr float clampToRange(const ParameterSpec& spec, float value) noexcept
{
    if (!(value == value)) return spec.defaultValue;
    return value < spec.min ? spec.min : (value > spec.max ? spec.max : value);
}

} // namespace cppmusic::core
