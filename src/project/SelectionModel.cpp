// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/SelectionModel.h"

#include "model/Queries.h"

#include <algorithm>
#include <map>

namespace cppmusic::project {

namespace {

template <class Set, class Element>
bool setMembership(Set& set, const Element& element, bool isMember)
{
    return isMember ? set.insert(element).second : set.erase(element) > 0;
}

// The notes of each place that the selection names, looked up once.
class NoteLookup {
public:
    explicit NoteLookup(const model::Project& project) : project_(project) {}

    bool has(const NotePlace& place)
    {
        const auto key = std::make_pair(place.pattern, place.lane);
        auto known = notes_.find(key);
        if (known == notes_.end()) known = notes_.emplace(key, read(place)).first;
        return known->second.contains(place.note);
    }

private:
    std::set<model::NoteId> read(const NotePlace& place) const
    {
        std::set<model::NoteId> ids;
        const auto* pattern = model::findPattern(project_, place.pattern);
        if (pattern == nullptr) return ids;
        const auto lane = (*pattern)->lanes.find(place.lane);
        if (lane == (*pattern)->lanes.end()) return ids;
        for (const auto& note : lane->second->notes) ids.insert(note.id);
        return ids;
    }

    const model::Project& project_;
    std::map<std::pair<model::PatternId, model::TrackId>, std::set<model::NoteId>> notes_;
};

} // namespace

SelectionModel::SelectionModel(ProjectModel& project)
    : project_(project), projectSubscription_(project.observe([this](const Change& change) {
          set(change.kind == Change::Kind::replace ? Selection{} : current_);
      }))
{
}

Selection SelectionModel::keepExisting(Selection selection, const model::Project& project)
{
    std::set<model::ClipId> clips;
    std::set<model::DeviceId> devices;
    for (const auto& track : project.tracks) {
        for (const auto& clip : track->clips)
            if (selection.clips.contains(clip->id)) clips.insert(clip->id);
        if (track->instrument && selection.devices.contains((*track->instrument)->id))
            devices.insert((*track->instrument)->id);
        for (const auto& device : track->inserts)
            if (selection.devices.contains(device->id)) devices.insert(device->id);
    }
    selection.clips = std::move(clips);
    selection.devices = std::move(devices);
    std::erase_if(selection.tracks,
                  [&](auto id) { return model::findTrack(project, id) == nullptr; });
    NoteLookup notes(project);
    std::erase_if(selection.notes, [&](const NotePlace& place) { return !notes.has(place); });
    return selection;
}

void SelectionModel::set(Selection selection)
{
    auto kept = selection.isEmpty() ? std::move(selection)
                                    : keepExisting(std::move(selection), *project_.snapshot());
    if (kept == current_) return;
    current_ = std::move(kept);
    const Selection news = current_; // an observer may change the selection again
    observers_.notify(news);
}

void SelectionModel::select(model::TrackId id, bool isSelected)
{
    auto changed = current_;
    if (setMembership(changed.tracks, id, isSelected)) set(std::move(changed));
}

void SelectionModel::select(model::ClipId id, bool isSelected)
{
    auto changed = current_;
    if (setMembership(changed.clips, id, isSelected)) set(std::move(changed));
}

void SelectionModel::select(model::DeviceId id, bool isSelected)
{
    auto changed = current_;
    if (setMembership(changed.devices, id, isSelected)) set(std::move(changed));
}

void SelectionModel::select(const NotePlace& note, bool isSelected)
{
    auto changed = current_;
    if (setMembership(changed.notes, note, isSelected)) set(std::move(changed));
}

Subscription SelectionModel::observe(std::function<void(const Selection&)> observer)
{
    return observers_.add(std::move(observer));
}

} // namespace cppmusic::project
