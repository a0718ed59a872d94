// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/controllers/SnapGrid.h"

#include <gtest/gtest.h>

using namespace cppmusic;
using core::Beats;
using session::SnapGrid;

TEST(SnapGrid, PlacesFallOnTheNearestLine)
{
    const core::TempoMap tempo;
    EXPECT_EQ(session::snapToGrid(SnapGrid::sixteenth, tempo, Beats{1.13}), Beats{1.25});
    EXPECT_EQ(session::snapToGrid(SnapGrid::sixteenth, tempo, Beats{1.12}), Beats{1.0});
    EXPECT_EQ(session::snapToGrid(SnapGrid::bar, tempo, Beats{6.5}), Beats{8.0});
    EXPECT_EQ(session::snapToGrid(SnapGrid::off, tempo, Beats{6.51}), Beats{6.51});
    EXPECT_EQ(session::snapToGrid(SnapGrid::bar, tempo, Beats{-3.0}), Beats{0.0});
}

TEST(SnapGrid, BarsFollowTheTimeSignatures)
{
    const auto tempo = core::TempoMap::make({{Beats{0.0}, core::Bpm{120.0}, false}},
                                            {{Beats{0.0}, {4, 4}}, {Beats{8.0}, {3, 4}}});
    ASSERT_TRUE(tempo.ok());
    EXPECT_EQ(session::snapToGrid(SnapGrid::bar, *tempo, Beats{11.2}), Beats{11.0});
    EXPECT_EQ(session::snapToGrid(SnapGrid::bar, *tempo, Beats{13.4}), Beats{14.0});
    EXPECT_EQ(session::snapStep(SnapGrid::bar, *tempo, Beats{9.0}), Beats{3.0});
}

TEST(SnapGrid, SnappingDownStaysOnALineItLiesOn)
{
    const core::TempoMap tempo;
    EXPECT_EQ(session::snapDown(SnapGrid::quarter, tempo, Beats{2.0}), Beats{2.0});
    EXPECT_EQ(session::snapDown(SnapGrid::quarter, tempo, Beats{2.99}), Beats{2.0});
}
