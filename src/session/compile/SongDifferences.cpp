// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/compile/SongDifferences.h"

#include "model/Queries.h"

#include <algorithm>
#include <map>
#include <utility>

namespace cppmusic::session {

namespace {

/// Calls visit(before, after) with pointers to the values of one key that are not one and the same.
template <class Map, class Visit>
void forEachOther(const Map& before, const Map& after, Visit&& visit)
{
    if (before.isSame(after)) return;
    using Value = typename Map::mapped_type;
    const Value* const none = nullptr;
    auto old = before.begin();
    auto now = after.begin();
    while (old != before.end() || now != after.end()) {
        if (now == after.end() || (old != before.end() && old->first < now->first)) {
            visit(&(old++)->second, none);
        } else if (old == before.end() || now->first < old->first) {
            visit(none, &(now++)->second);
        } else {
            if (old->second.identity() != now->second.identity()) visit(&old->second, &now->second);
            ++old;
            ++now;
        }
    }
}

/// What lies between the tracks that both lists begin with and those that both end with.
void compareTracks(const model::Project& before, const model::Project& after,
                   SongDifferences& found)
{
    const auto isSame = [](const auto& a, const auto& b) { return a.identity() == b.identity(); };
    const auto [oldFirst, nowFirst] =
        std::mismatch(before.tracks.begin(), before.tracks.end(), after.tracks.begin(),
                      after.tracks.end(), isSame);
    auto oldLast = before.tracks.end();
    auto nowLast = after.tracks.end();
    while (oldLast != oldFirst && nowLast != nowFirst &&
           isSame(*std::prev(oldLast), *std::prev(nowLast))) {
        --oldLast;
        --nowLast;
    }
    std::map<model::TrackId, SongDifferences::Pair> pairs;
    for (auto track = oldFirst; track != oldLast; ++track) pairs[(*track)->id].before = &*track;
    for (auto track = nowFirst; track != nowLast; ++track) pairs[(*track)->id].after = &*track;
    for (const auto& [id, pair] : pairs)
        if (pair.before == nullptr || pair.after == nullptr || !isSame(*pair.before, *pair.after))
            found.tracks.push_back(pair);
}

/// Tracks that a pattern names play other notes when it is another, and when clips with it are
/// others.
void compareNotes(const model::Project& before, const model::Project& after, SongDifferences& found)
{
    std::set<model::PatternId> others;
    const auto addLanes = [&](const model::Pattern& pattern) {
        for (const auto& [track, lane] : pattern.lanes)
            if (track.isValid()) found.notes.insert(track);
    };
    forEachOther(before.patterns, after.patterns, [&](auto* old, auto* now) {
        for (const auto* pattern : {old, now}) {
            if (pattern == nullptr) continue;
            others.insert((*pattern)->id);
            addLanes(**pattern);
        }
    });
    const auto forEachPattern = [](const model::Track& track, auto&& visit) {
        for (const auto& clip : track.clips)
            if (const auto* content = std::get_if<model::PatternClip>(&clip->content))
                visit(content->pattern);
    };
    const auto addTrack = [&](const core::Shared<model::Track>* track,
                              const model::Project& project) {
        if (track == nullptr) return;
        forEachPattern(**track, [&](model::PatternId id) {
            if (const auto* pattern = model::findPattern(project, id)) addLanes(**pattern);
        });
    };
    for (const auto& pair : found.tracks) {
        addTrack(pair.before, before);
        addTrack(pair.after, after);
    }
    if (others.empty()) return;
    for (const auto& track : after.tracks)
        forEachPattern(*track, [&](model::PatternId id) {
            if (others.contains(id)) found.notes.insert(track->id);
        });
}

} // namespace

SongDifferences compareSongs(const model::Project& before, const model::Project& after)
{
    SongDifferences found;
    found.isEverything = before.tracks.empty() || after.tracks.empty() ||
                         before.tempo.identity() != after.tempo.identity() ||
                         before.routing.panLaw != after.routing.panLaw ||
                         model::masterTrack(before).id != model::masterTrack(after).id;
    compareTracks(before, after, found);
    forEachOther(before.assets, after.assets, [&](auto* old, auto* now) {
        found.assets.insert(old != nullptr ? (*old)->id : (*now)->id);
    });
    compareNotes(before, after, found);
    return found;
}

} // namespace cppmusic::session
