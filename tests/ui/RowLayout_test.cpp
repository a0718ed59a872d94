// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/core/RowLayout.h"

#include <gtest/gtest.h>

namespace cppmusic::ui {
namespace {

model::Project songWithLanes()
{
    model::Project project;
    const auto addTrack = [&](std::uint64_t id, model::TrackKind kind, int lanes) {
        model::Track track;
        track.id = model::TrackId(id);
        track.kind = kind;
        for (int i = 0; i < lanes; ++i) {
            model::AutomationLane lane;
            lane.id = model::LaneId(id * 10 + static_cast<std::uint64_t>(i));
            track.lanes.emplace_back(lane);
        }
        project.tracks.emplace_back(track);
    };
    addTrack(1, model::TrackKind::instrument, 0);
    addTrack(2, model::TrackKind::instrument, 2);
    addTrack(3, model::TrackKind::audio, 0);
    addTrack(4, model::TrackKind::master, 0);
    return project;
}

TEST(RowLayout, StacksTracksAndTheirLanesAndLeavesTheMasterOut)
{
    const RowLayout layout(songWithLanes(), 50, {});
    ASSERT_EQ(layout.rows().size(), 5u);
    EXPECT_EQ(layout.totalHeight(), 3 * 50 + 2 * RowLayout::laneHeight);
    int y = 0;
    for (const Row& row : layout.rows()) {
        EXPECT_EQ(row.y, y);
        y += row.height;
    }
    EXPECT_EQ(layout.rowOf(model::TrackId(4)), nullptr);
    EXPECT_EQ(layout.rowOf(model::TrackId(3))->y, 2 * 50 + 2 * RowLayout::laneHeight);
}

TEST(RowLayout, HidesTheLanesOfFoldedTracks)
{
    const RowLayout layout(songWithLanes(), 50, {model::TrackId(2)});
    EXPECT_EQ(layout.rows().size(), 3u);
    EXPECT_EQ(layout.totalHeight(), 150);
}

TEST(RowLayout, FindsTheRowUnderThePointer)
{
    const RowLayout layout(songWithLanes(), 50, {});
    EXPECT_EQ(layout.rowAt(-1), nullptr);
    EXPECT_EQ(layout.rowAt(0)->track, model::TrackId(1));
    EXPECT_EQ(layout.rowAt(49)->track, model::TrackId(1));
    EXPECT_EQ(layout.rowAt(50)->track, model::TrackId(2));
    EXPECT_TRUE(layout.rowAt(100)->isLane());
    EXPECT_EQ(layout.rowAt(layout.totalHeight()), nullptr);
}

TEST(RowLayout, CountsTracksNotLanesBetweenTwoRows)
{
    const RowLayout layout(songWithLanes(), 50, {});
    EXPECT_EQ(layout.trackDistance(model::TrackId(1), model::TrackId(3)), 2);
    EXPECT_EQ(layout.trackDistance(model::TrackId(3), model::TrackId(1)), -2);
    EXPECT_EQ(layout.trackDistance(model::TrackId(3), model::TrackId(4)), 0);
}

} // namespace
} // namespace cppmusic::ui
