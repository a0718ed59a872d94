// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/Queries.h"

#include "core/Assert.h"

#include <algorithm>

namespace cppmusic::model {

namespace {

template <class Map, class Id>
auto findIn(const Map& map, Id id) -> const typename Map::mapped_type*
{
    const auto place = map.find(id);
    return place == map.end() ? nullptr : &place->second;
}

// The first element with this id in the list that `listOf` picks from each track.
template <class Noun, class Id, class ListOf>
const core::Shared<Noun>* findOnTracks(const Project& project, Id id, TrackId* onTrack,
                                       ListOf&& listOf)
{
    for (const auto& track : project.tracks)
        for (const auto& element : listOf(*track))
            if (element->id == id) {
                if (onTrack != nullptr) *onTrack = track->id;
                return &element;
            }
    return nullptr;
}

} // namespace

const core::Shared<Track>* findTrack(const Project& project, TrackId id)
{
    return project.tracks.find(id);
}

const core::Shared<Pattern>* findPattern(const Project& project, PatternId id)
{
    return findIn(project.patterns, id);
}

const core::Shared<Asset>* findAsset(const Project& project, AssetId id)
{
    return findIn(project.assets, id);
}

const core::Shared<Clip>* findClip(const Project& project, ClipId id, TrackId* track)
{
    return findOnTracks<Clip>(
        project, id, track, [](const Track& t) -> const auto& { return t.clips; });
}

const core::Shared<Device>* findDevice(const Project& project, DeviceId id, TrackId* track)
{
    for (const auto& candidate : project.tracks)
        if (candidate->instrument && (*candidate->instrument)->id == id) {
            if (track != nullptr) *track = candidate->id;
            return &*candidate->instrument;
        }
    return findOnTracks<Device>(
        project, id, track, [](const Track& t) -> const auto& { return t.inserts; });
}

const core::Shared<AutomationLane>* findLane(const Project& project, LaneId id, TrackId* track)
{
    return findOnTracks<AutomationLane>(
        project, id, track, [](const Track& t) -> const auto& { return t.lanes; });
}

const Track& masterTrack(const Project& project)
{
    for (const auto& track : project.tracks)
        if (track->kind == TrackKind::master) return *track;
    CPPMUSIC_ASSERT(false && "a project has a master track");
    static const core::Shared<Track> none;
    return *none;
}

core::Beats songEnd(const Project& project)
{
    core::Beats end;
    for (const auto& track : project.tracks)
        for (const auto& clip : track->clips) end = std::max(end, clip->start + clip->length);
    return end;
}

} // namespace cppmusic::model
