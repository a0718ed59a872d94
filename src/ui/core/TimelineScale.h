// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time/Units.h"

#include <algorithm>

namespace cppmusic::ui {

/// How song time lies on the screen: a place for every beat, and back. A value. [any]
struct TimelineScale {
    static constexpr double smallest = 0.5, largest = 960.0; ///< pixels a beat

    double pixelsPerBeat = 22.0;
    double leftBeat = 0.0; ///< at x = 0; never below 0

    [[nodiscard]] double xOf(core::Beats beat) const noexcept
    {
        return (beat.value - leftBeat) * pixelsPerBeat;
    }
    [[nodiscard]] core::Beats beatAt(double x) const noexcept
    {
        return core::Beats(leftBeat + x / pixelsPerBeat);
    }
    [[nodiscard]] double widthOf(core::Beats length) const noexcept
    {
        return length.value * pixelsPerBeat;
    }
    /// Zoomed by a factor; the beat under x stays under x, as far as the song's start allows.
    [[nodiscard]] TimelineScale zoomedAround(double x, double factor) const noexcept
    {
        const double beat = beatAt(x).value;
        TimelineScale scale;
        scale.pixelsPerBeat = std::clamp(pixelsPerBeat * factor, smallest, largest);
        scale.leftBeat = std::max(0.0, beat - x / scale.pixelsPerBeat);
        return scale;
    }
    [[nodiscard]] TimelineScale scrolledBy(double pixels) const noexcept
    {
        return {pixelsPerBeat, std::max(0.0, leftBeat + pixels / pixelsPerBeat)};
    }
    /// The whole of [0, end) in a width, with a little room behind it.
    [[nodiscard]] static TimelineScale fitting(core::Beats end, double width) noexcept
    {
        const double beats = std::max(4.0, end.value) * 1.04;
        return {std::clamp(width / beats, smallest, largest), 0.0};
    }

    friend bool operator==(const TimelineScale&, const TimelineScale&) = default;
};

} // namespace cppmusic::ui
