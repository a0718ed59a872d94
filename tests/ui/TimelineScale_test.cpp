// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/core/TimelineScale.h"

#include "ui/core/GridLines.h"

#include <gtest/gtest.h>

namespace cppmusic::ui {
namespace {

TEST(TimelineScale, GivesBackTheBeatOfAPlace)
{
    const TimelineScale scale{24.0, 12.5};
    for (const double beat : {12.5, 13.0, 64.25, 1000.0})
        EXPECT_NEAR(scale.beatAt(scale.xOf(core::Beats(beat))).value, beat, 1e-9);
    EXPECT_DOUBLE_EQ(scale.widthOf(core::Beats(4.0)), 96.0);
}

TEST(TimelineScale, ZoomKeepsTheBeatUnderThePointer)
{
    const TimelineScale scale{20.0, 40.0};
    for (const double factor : {0.5, 0.9, 1.1, 3.0}) {
        const TimelineScale zoomed = scale.zoomedAround(300.0, factor);
        EXPECT_NEAR(zoomed.beatAt(300.0).value, scale.beatAt(300.0).value, 1e-9) << factor;
        EXPECT_NEAR(zoomed.pixelsPerBeat, 20.0 * factor, 1e-9);
    }
}

TEST(TimelineScale, NeverShowsTimeBeforeTheSongAndStaysInItsRange)
{
    const TimelineScale scale{20.0, 1.0};
    EXPECT_DOUBLE_EQ(scale.zoomedAround(900.0, 0.01).leftBeat, 0.0);
    EXPECT_DOUBLE_EQ(scale.scrolledBy(-1e6).leftBeat, 0.0);
    EXPECT_DOUBLE_EQ(scale.zoomedAround(0.0, 1e9).pixelsPerBeat, TimelineScale::largest);
    EXPECT_DOUBLE_EQ(scale.zoomedAround(0.0, 1e-9).pixelsPerBeat, TimelineScale::smallest);
}

TEST(TimelineScale, FitsASongIntoTheWindow)
{
    const TimelineScale scale = TimelineScale::fitting(core::Beats(128.0), 1200.0);
    EXPECT_LE(scale.xOf(core::Beats(128.0)), 1200.0);
    EXPECT_GE(scale.xOf(core::Beats(128.0)), 1100.0);
}

TEST(GridLines, FallOnBarsBeatsAndSteps)
{
    const core::TempoMap tempo; // 4/4
    const auto lines = computeGridLines(tempo, {60.0, 0.0}, 480.0);
    int bars = 0, beats = 0, steps = 0;
    for (const auto& line : lines) {
        if (line.kind == GridLine::Kind::bar) {
            EXPECT_DOUBLE_EQ(line.x, (line.bar - 1) * 240.0);
            ++bars;
        }
        beats += line.kind == GridLine::Kind::beat ? 1 : 0;
        steps += line.kind == GridLine::Kind::step ? 1 : 0;
    }
    EXPECT_EQ(bars, 3);   // 1, 2 and 3 at the right edge
    EXPECT_EQ(beats, 6);  // three more in each of two bars
    EXPECT_EQ(steps, 24); // three between every two beats
}

TEST(GridLines, NeverLieCloserThanEightPixelsNorLabelsCloserThanFortyFour)
{
    const auto tempo =
        core::TempoMap::make({{core::Beats(0.0), core::Bpm(120.0), false}},
                             {{core::Beats(0.0), {4, 4}}, {core::Beats(64.0), {7, 8}}});
    ASSERT_TRUE(tempo.ok());
    for (double pixels = TimelineScale::smallest; pixels < TimelineScale::largest; pixels *= 1.37)
        for (const double left : {0.0, 37.0, 61.5, 200.25}) {
            double lastLine = -1e9, lastLabel = -1e9;
            for (const auto& line : computeGridLines(*tempo, {pixels, left}, 1200.0)) {
                EXPECT_GT(line.x - lastLine, 6.9) << pixels << " from " << left;
                lastLine = line.x;
                if (!line.isLabelled) continue;
                EXPECT_GT(line.x - lastLabel, 38.0) << pixels << " from " << left;
                lastLabel = line.x;
            }
        }
}

} // namespace
} // namespace cppmusic::ui
