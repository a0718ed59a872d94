// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Project.h"

#include <optional>
#include <set>
#include <vector>

namespace cppmusic::ui {

/// One stripe of the playlist: a track, or an automation lane below its track.
struct Row {
    model::TrackId track;
    model::LaneId lane; ///< null: the track itself
    std::size_t trackIndex = 0;
    int y = 0; ///< from the top of the list, before scrolling
    int height = 0;
    [[nodiscard]] bool isLane() const noexcept { return lane.isValid(); }
    friend bool operator==(const Row&, const Row&) = default;
};

/// The stripes of the playlist from top to bottom. The master has no stripe. [any]
class RowLayout {
public:
    static constexpr int laneHeight = 36;

    RowLayout() = default;
    RowLayout(const model::Project&, int rowHeight, const std::set<model::TrackId>& foldedTracks);

    [[nodiscard]] const std::vector<Row>& rows() const noexcept { return rows_; }
    [[nodiscard]] int totalHeight() const noexcept { return totalHeight_; }
    /// The stripe at a height; null above the first and below the last.
    [[nodiscard]] const Row* rowAt(int y) const noexcept;
    [[nodiscard]] const Row* rowOf(model::TrackId) const noexcept;
    /// How many tracks lie between two, downwards positive.
    [[nodiscard]] int trackDistance(model::TrackId from, model::TrackId to) const noexcept;

private:
    std::vector<Row> rows_;
    int totalHeight_ = 0;
};

} // namespace cppmusic::ui
