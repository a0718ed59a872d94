// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/merge/IdRenumbering.h"

#include "project/serialization/ModelSchema.h"

#include <algorithm>
#include <cstdlib>
#include <set>

namespace cppmusic::project {

namespace {

template <class Tag>
using Renamed = std::map<core::Id<Tag>, core::Id<Tag>>;

struct Renames {
    std::tuple<Renamed<model::TrackTag>, Renamed<model::ClipTag>, Renamed<model::PatternTag>,
               Renamed<model::NoteTag>, Renamed<model::DeviceTag>, Renamed<model::LaneTag>,
               Renamed<model::AssetTag>, Renamed<model::MarkerTag>>
        maps;

    template <class Tag>
    Renamed<Tag>& of()
    {
        return std::get<Renamed<Tag>>(maps);
    }
    [[nodiscard]] bool isEmpty() const
    {
        return std::apply([](const auto&... map) { return (map.empty() && ...); }, maps);
    }
};

// Walks over a noun by its table of fields and puts new ids in place of old ones, wherever they
// stand.
template <class T>
void rename(T& value, Renames& renames);

template <class Tag>
void renameIn(core::Id<Tag>& id, Renames& renames)
{
    auto& map = renames.of<Tag>();
    if (const auto place = map.find(id); place != map.end()) id = place->second;
}

template <class T>
void renameIn(core::Shared<T>& shared, Renames& renames)
{
    T copy = *shared;
    rename(copy, renames);
    if (!(copy == *shared)) shared = core::Shared<T>(std::move(copy));
}

template <class T>
void renameIn(std::optional<T>& value, Renames& renames)
{
    if (value) rename(*value, renames);
}

template <class T>
void renameIn(std::vector<T>& list, Renames& renames)
{
    for (auto& element : list) rename(element, renames);
}

template <class... Ts>
void renameIn(std::variant<Ts...>& value, Renames& renames)
{
    std::visit([&](auto& content) { rename(content, renames); }, value);
}

void renameIn(PatternLanes& lanes, Renames& renames)
{
    PatternLanes renamed;
    for (auto& [track, lane] : lanes) {
        auto to = track;
        rename(to, renames);
        rename(lane, renames);
        renamed.emplace(to, lane);
    }
    lanes = std::move(renamed);
}

template <class T>
concept IsRenamed = requires(T& value, Renames& renames)
{
    renameIn(value, renames);
};

template <class T>
void rename(T& value, Renames& renames)
{
    if constexpr (IsRenamed<T>) {
        renameIn(value, renames);
    } else if constexpr (HasSchema<T>) {
        detail::forEachField(Schema<T>::fields,
                             [&](const auto& each) { rename(value.*each.member, renames); });
        if constexpr (std::is_same_v<T, model::AutomationLane>)
            if (value.parameter.starts_with("send.")) {
                model::TrackId target{std::strtoull(value.parameter.c_str() + 5, nullptr, 10)};
                rename(target, renames);
                value.parameter = "send." + std::to_string(target.value);
            }
        // What is sorted by id as well may stand otherwise now.
        if constexpr (std::is_same_v<T, model::PatternLane>) model::sortLane(value);
        if constexpr (std::is_same_v<T, model::Track>)
            std::stable_sort(value.clips.begin(), value.clips.end(),
                             [](const auto& a, const auto& b) { return comesBefore(*a, *b); });
    }
}

// All of a kind, by id.
template <class Id, class Noun>
using ById = std::map<Id, Noun>;

struct Index {
    ById<model::TrackId, core::Shared<model::Track>> tracks;
    ById<model::ClipId, core::Shared<model::Clip>> clips;
    ById<model::DeviceId, core::Shared<model::Device>> devices;
    ById<model::LaneId, core::Shared<model::AutomationLane>> lanes;
    ById<model::PatternId, core::Shared<model::Pattern>> patterns;
    ById<model::AssetId, core::Shared<model::Asset>> assets;
    ById<model::MarkerId, model::Marker> markers;

    explicit Index(const model::Project& project)
    {
        for (const auto& track : project.tracks) {
            tracks.emplace(track->id, track);
            for (const auto& clip : track->clips) clips.emplace(clip->id, clip);
            for (const auto& lane : track->lanes) lanes.emplace(lane->id, lane);
            for (const auto& device : track->inserts) devices.emplace(device->id, device);
            if (track->instrument) devices.emplace((*track->instrument)->id, *track->instrument);
        }
        for (const auto& [id, pattern] : project.patterns) patterns.emplace(id, pattern);
        for (const auto& [id, asset] : project.assets) assets.emplace(id, asset);
        for (const auto& marker : project.markers) markers.emplace(marker.id, marker);
    }
};

// New ids for what both sides added under one id and isn't equal.
template <class Tag, class Noun>
void findClashes(const ById<core::Id<Tag>, Noun>& base, const ById<core::Id<Tag>, Noun>& other,
                 const ById<core::Id<Tag>, Noun>& mine, Renames& renames, std::uint64_t& nextId)
{
    for (const auto& [id, noun] : mine) {
        const auto twin = other.find(id);
        if (twin != other.end() && !base.contains(id) && !(twin->second == noun))
            renames.of<Tag>().emplace(id, core::Id<Tag>{nextId++});
    }
}

std::map<model::NoteId, model::Note> notesOf(const model::Pattern& pattern)
{
    std::map<model::NoteId, model::Note> notes;
    for (const auto& [track, lane] : pattern.lanes)
        for (const auto& note : lane->notes) notes.emplace(note.id, note);
    return notes;
}

// A pattern's note ids are its own.
void renumberNotes(const Index& base, const Index& other, core::Shared<model::Pattern>& pattern,
                   std::uint64_t& nextId)
{
    const auto twin = other.patterns.find(pattern->id);
    if (twin == other.patterns.end() || twin->second == pattern) return;
    const auto before = base.patterns.find(pattern->id);
    Renames renames;
    findClashes(before == base.patterns.end() ? std::map<model::NoteId, model::Note>{}
                                              : notesOf(*before->second),
                notesOf(*twin->second), notesOf(*pattern), renames, nextId);
    if (!renames.isEmpty()) rename(pattern, renames);
}

// The same file imported on both sides.
void joinAssets(const Index& base, const Index& other, const Index& mine, Renames& renames)
{
    for (const auto& [id, asset] : mine.assets) {
        if (base.assets.contains(id) || asset->sha256.empty()) continue;
        for (const auto& [otherId, twin] : other.assets)
            if (!base.assets.contains(otherId) && twin->sha256 == asset->sha256 && otherId != id)
                renames.of<model::AssetTag>().insert_or_assign(id, otherId);
    }
}

} // namespace

model::Project renumber(const model::Project& baseProject, const model::Project& otherProject,
                        const model::Project& project, std::uint64_t& nextId)
{
    const Index base(baseProject), other(otherProject), mine(project);
    Renames renames;
    findClashes(base.tracks, other.tracks, mine.tracks, renames, nextId);
    findClashes(base.clips, other.clips, mine.clips, renames, nextId);
    findClashes(base.devices, other.devices, mine.devices, renames, nextId);
    findClashes(base.lanes, other.lanes, mine.lanes, renames, nextId);
    findClashes(base.patterns, other.patterns, mine.patterns, renames, nextId);
    findClashes(base.assets, other.assets, mine.assets, renames, nextId);
    findClashes(base.markers, other.markers, mine.markers, renames, nextId);
    joinAssets(base, other, mine, renames);

    auto result = project;
    if (!renames.isEmpty()) {
        result.tracks = {};
        for (auto track : project.tracks) {
            rename(track, renames);
            result.tracks.push_back(std::move(track));
        }
        result.patterns.clear();
        for (auto [id, pattern] : project.patterns) {
            rename(pattern, renames);
            result.patterns.emplace(pattern->id, pattern);
        }
        result.assets.clear();
        for (auto [id, asset] : project.assets) {
            rename(asset, renames);
            if (const auto twin = other.assets.find(asset->id);
                twin != other.assets.end() && asset->id != id)
                asset = twin->second;
            result.assets.emplace(asset->id, asset);
        }
        rename(result.markers, renames);
        std::stable_sort(result.markers.begin(), result.markers.end(),
                         [](const auto& a, const auto& b) { return comesBefore(a, b); });
        rename(result.routing, renames);
    }
    const auto patterns = result.patterns;
    for (const auto& [id, pattern] : patterns) {
        auto renumbered = pattern;
        renumberNotes(base, other, renumbered, nextId);
        if (renumbered.identity() != pattern.identity()) result.patterns.set(id, renumbered);
    }
    return result;
}

} // namespace cppmusic::project
