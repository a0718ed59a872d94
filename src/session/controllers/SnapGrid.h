// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time/TempoMap.h"
#include "core/time/Units.h"

#include <cstdint>

namespace cppmusic::session {

/// The grid that edits fall on. `bar` follows the time signatures; the rest are note values.
enum class SnapGrid : std::uint8_t {
    off,
    bar,
    half,
    quarter,
    eighth,
    eighthTriplet,
    sixteenth,
    sixteenthTriplet,
    thirtySecond
};

/// The length of a step; for `bar`, of the bar at `at`; 0 for off. [any]
[[nodiscard]] core::Beats snapStep(SnapGrid, const core::TempoMap&, core::Beats at);
/// The nearest line of the grid, never below 0; off: the place itself. Lines count from the bar's
/// start.
[[nodiscard]] core::Beats snapToGrid(SnapGrid, const core::TempoMap&, core::Beats);
/// The line at or before.
[[nodiscard]] core::Beats snapDown(SnapGrid, const core::TempoMap&, core::Beats);

} // namespace cppmusic::session
