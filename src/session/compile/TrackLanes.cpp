// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/compile/TrackLanes.h"

#include "model/Queries.h"

#include <algorithm>
#include <tuple>

namespace cppmusic::session {

std::map<model::TrackId, std::vector<LaneOnTrack>>
collectLanes(const model::Project& project, const std::set<model::TrackId>* only)
{
    std::map<model::TrackId, std::vector<LaneOnTrack>> lanes;
    for (const auto& track : project.tracks) {
        for (const auto& clip : track->clips) {
            const auto* content = std::get_if<model::PatternClip>(&clip->content);
            if (clip->isMuted || content == nullptr) continue;
            const auto* pattern = model::findPattern(project, content->pattern);
            if (pattern == nullptr || !((*pattern)->length.value > 0.0)) continue;
            for (const auto& [laneTrack, lane] : (*pattern)->lanes) {
                const auto on = laneTrack.isValid() ? laneTrack : track->id;
                if (only != nullptr && !only->contains(on)) continue;
                lanes[on].push_back({clip->id, placementOf(*clip, *content, **pattern), lane});
            }
        }
    }
    for (auto& [track, list] : lanes)
        std::stable_sort(list.begin(), list.end(), [](const auto& a, const auto& b) {
            return std::tie(a.place.start, a.clip) < std::tie(b.place.start, b.clip);
        });
    return lanes;
}

std::optional<std::set<model::TrackId>> findTracksWithOtherNotes(const model::Project& before,
                                                                 const model::Project& after)
{
    const bool isSong =
        before.tempo.identity() == after.tempo.identity() && before.assets.isSame(after.assets) &&
        before.routing == after.routing && before.tracks.size() == after.tracks.size() &&
        model::TrackList::visitPairs(before.tracks, after.tracks, [](const auto& a, const auto& b) {
            return a.identity() == b.identity();
        });
    if (!isSong) return std::nullopt;
    std::set<model::PatternId> changed;
    std::set<model::TrackId> tracks;
    const auto note = [&](const core::Shared<model::Pattern>& pattern) {
        changed.insert(pattern->id);
        for (const auto& [track, lane] : pattern->lanes)
            if (track.isValid()) tracks.insert(track);
    };
    auto old = before.patterns.begin();
    auto now = after.patterns.begin();
    while (old != before.patterns.end() || now != after.patterns.end()) {
        if (now == after.patterns.end() ||
            (old != before.patterns.end() && old->first < now->first)) {
            note((old++)->second);
        } else if (old == before.patterns.end() || now->first < old->first) {
            note((now++)->second);
        } else {
            if (old->second.identity() != now->second.identity()) {
                note(old->second);
                note(now->second);
            }
            ++old;
            ++now;
        }
    }
    for (const auto& track : after.tracks)
        for (const auto& clip : track->clips) {
            const auto* content = std::get_if<model::PatternClip>(&clip->content);
            if (content != nullptr && changed.contains(content->pattern)) tracks.insert(track->id);
        }
    return tracks;
}

} // namespace cppmusic::session
