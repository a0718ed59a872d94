// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/core/GridLines.h"

namespace cppmusic::ui {
namespace {

constexpr double closestLines = 8.0;
constexpr double closestLabels = 44.0;
constexpr double closestBeats = 14.0;

int barStep(double barWidth, double closest)
{
    int step = 1;
    while (barWidth * step < closest && step < 4096) step *= 2;
    return step;
}

} // namespace

std::vector<GridLine> computeGridLines(const core::TempoMap& tempo, const TimelineScale& scale,
                                       double width)
{
    std::vector<GridLine> lines;
    const core::Beats first(scale.leftBeat);
    const core::Beats last = scale.beatAt(width);
    const auto signature = tempo.signatureAt(first);
    const double barBeats = 4.0 * signature.numerator / signature.denominator;
    const int lineStep = barStep(barBeats * scale.pixelsPerBeat, closestLines);
    const int labelStep = barStep(barBeats * scale.pixelsPerBeat, closestLabels);

    int bar = tempo.barPositionAt(first).bar;
    bar -= (bar - 1) % lineStep;
    for (core::Beats start = tempo.barStart(bar); start <= last;
         bar += lineStep, start = tempo.barStart(bar)) {
        lines.push_back({scale.xOf(start), GridLine::Kind::bar, bar, (bar - 1) % labelStep == 0});
        if (lineStep > 1) continue;
        const auto own = tempo.signatureAt(start);
        const double beat = 4.0 / own.denominator;
        const double beatPixels = beat * scale.pixelsPerBeat;
        const bool showsBeats = beatPixels >= closestBeats;
        const int steps = beatPixels >= 4.0 * closestBeats ? 4 : 1;
        if (!showsBeats) continue;
        for (int i = 1; i < own.numerator * steps; ++i) {
            const core::Beats at(start.value + beat * i / steps);
            if (at > last) break;
            lines.push_back({scale.xOf(at),
                             i % steps == 0 ? GridLine::Kind::beat : GridLine::Kind::step, bar,
                             false});
        }
    }
    return lines;
}

} // namespace cppmusic::ui
