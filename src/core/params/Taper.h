// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"
#include "core/Result.h"
#include "core/params/ParameterSpec.h"

#include <string>
#include <string_view>

namespace cppmusic::core {

/// Where a knob stands, 0–1, for a plain value; values out of range count as the nearest end, NaN
/// as the default. [any]
///
/// A fader spends its upper quarter linearly on 0 dB to the maximum. Below, with w the way down
/// from 0 dB (0) to the end (1), it is at min·(0.2·w + 0.8·w²) dB: finely divided near 0 dB, and
/// with a range of −90 to +6 dB equally steep on both sides of it.
[[nodiscard]] float positionOf(const ParameterSpec&, float value) noexcept CPPMUSIC_NONBLOCKING;

/// The plain value at a knob position; positions out of 0–1 count as the nearest end. Stepped
/// parameters give whole numbers. valueAt(positionOf(v)) is v up to rounding; the ends, the default
/// and a fader's 0 dB are met exactly. [any]
[[nodiscard]] float valueAt(const ParameterSpec&, float position) noexcept CPPMUSIC_NONBLOCKING;

/// What a person reads: "-6.0 dB", "-inf dB", "440 Hz", "1.25 kHz", "35 ms", "50 %", a step's name.
/// [any but audio]
[[nodiscard]] std::string textOf(const ParameterSpec&, float value);

/// Reads what people type, in any case and with or without the unit: "1.2k", "-6db", "-inf", "50%",
/// "20 ms", "1,5 s", a step's name. A percentage of a parameter whose unit is not "%" is a place of
/// the knob. Values out of range become the nearest end. Another unit or no number at all:
/// invalidArgument. [any but audio]
[[nodiscard]] Result<float> parseValue(const ParameterSpec&, std::string_view text);

} // namespace cppmusic::core
