// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/core/RowLayout.h"

#include <algorithm>

namespace cppmusic::ui {

RowLayout::RowLayout(const model::Project& project, int rowHeight,
                     const std::set<model::TrackId>& foldedTracks)
{
    for (std::size_t i = 0; i < project.tracks.size(); ++i) {
        const model::Track& track = *project.tracks[i];
        if (track.kind == model::TrackKind::master) continue;
        rows_.push_back({track.id, {}, i, totalHeight_, rowHeight});
        totalHeight_ += rowHeight;
        if (foldedTracks.contains(track.id)) continue;
        for (const auto& lane : track.lanes) {
            rows_.push_back({track.id, lane->id, i, totalHeight_, laneHeight});
            totalHeight_ += laneHeight;
        }
    }
}

const Row* RowLayout::rowAt(int y) const noexcept
{
    const auto after = std::upper_bound(rows_.begin(), rows_.end(), y,
                                        [](int value, const Row& row) { return value < row.y; });
    if (y < 0 || after == rows_.begin()) return nullptr;
    const Row& row = *std::prev(after);
    return y < row.y + row.height ? &row : nullptr;
}

const Row* RowLayout::rowOf(model::TrackId track) const noexcept
{
    const auto found = std::find_if(rows_.begin(), rows_.end(), [track](const Row& row) {
        return row.track == track && !row.isLane();
    });
    return found == rows_.end() ? nullptr : &*found;
}

int RowLayout::trackDistance(model::TrackId from, model::TrackId to) const noexcept
{
    const Row* first = rowOf(from);
    const Row* second = rowOf(to);
    if (first == nullptr || second == nullptr) return 0;
    return static_cast<int>(second->trackIndex) - static_cast<int>(first->trackIndex);
}

} // namespace cppmusic::ui
