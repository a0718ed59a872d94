// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time/TempoMap.h"
#include "ui/core/TimelineScale.h"

#include <vector>

namespace cppmusic::ui {

/// One line of the playlist's grid.
struct GridLine {
    enum class Kind { bar, beat, step };
    double x = 0.0;
    Kind kind = Kind::bar;
    int bar = 0;             ///< counted from 1; of bar lines
    bool isLabelled = false; ///< the ruler writes the bar's number here
};

/// The lines visible in a width, from left to right. Lines closer than eight pixels are left out,
/// labels closer than 44 too; what is left out follows powers of two. [any]
[[nodiscard]] std::vector<GridLine> computeGridLines(const core::TempoMap&, const TimelineScale&,
                                                     double width);

} // namespace cppmusic::ui
