// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/controllers/SnapGrid.h"

#include <algorithm>
#include <cmath>

namespace cppmusic::session {

namespace {

core::Beats barLength(core::TimeSignature signature)
{
    return core::Beats{4.0 * signature.numerator / signature.denominator};
}

/// Where the grid is counted from: the start of the bar that `at` lies in.
core::Beats barStartAt(const core::TempoMap& tempo, core::Beats at)
{
    return tempo.barStart(tempo.barPositionAt(at).bar);
}

core::Beats snapWith(double (*round)(double), SnapGrid grid, const core::TempoMap& tempo,
                     core::Beats at)
{
    const core::Beats place{std::max(0.0, at.value)};
    const core::Beats step = snapStep(grid, tempo, place);
    if (!(step.value > 0.0)) return place;
    const core::Beats bar = barStartAt(tempo, place);
    return core::Beats{std::max(0.0, (bar + step * round((place - bar) / step)).value)};
}

} // namespace

core::Beats snapStep(SnapGrid grid, const core::TempoMap& tempo, core::Beats at)
{
    switch (grid) {
    case SnapGrid::off: return core::Beats{0.0};
    case SnapGrid::bar: return barLength(tempo.signatureAt(at));
    case SnapGrid::half: return core::Beats{2.0};
    case SnapGrid::quarter: return core::Beats{1.0};
    case SnapGrid::eighth: return core::Beats{0.5};
    case SnapGrid::eighthTriplet: return core::Beats{1.0 / 3.0};
    case SnapGrid::sixteenth: return core::Beats{0.25};
    case SnapGrid::sixteenthTriplet: return core::Beats{0.5 / 3.0};
    case SnapGrid::thirtySecond: return core::Beats{0.125};
    }
    return core::Beats{0.0};
}

core::Beats snapToGrid(SnapGrid grid, const core::TempoMap& tempo, core::Beats at)
{
    return snapWith([](double x) { return std::round(x); }, grid, tempo, at);
}

core::Beats snapDown(SnapGrid grid, const core::TempoMap& tempo, core::Beats at)
{
    // A place within a millionth of a line lies on it.
    return snapWith([](double x) { return std::floor(x + 1e-6); }, grid, tempo, at);
}

} // namespace cppmusic::session
