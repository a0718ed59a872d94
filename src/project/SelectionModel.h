// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Ids.h"
#include "project/ProjectModel.h"
#include "project/Subscription.h"

#include <functional>
#include <set>

namespace cppmusic::project {

/// Where a note is: note ids are distinct within a pattern.
struct NotePlace {
    model::PatternId pattern;
    model::TrackId lane; ///< null: the lane for whichever track the clip lies on
    model::NoteId note;
    friend auto operator<=>(const NotePlace&, const NotePlace&) = default;
};

/// What is selected, as a value.
struct Selection {
    std::set<model::TrackId> tracks;
    std::set<model::ClipId> clips;
    std::set<NotePlace> notes;
    std::set<model::DeviceId> devices;
    [[nodiscard]] bool isEmpty() const noexcept
    {
        return tracks.empty() && clips.empty() && notes.empty() && devices.empty();
    }
    friend bool operator==(const Selection&, const Selection&) = default;
};

/// What the person has selected in the open project. Not part of the document, not undone. What
/// vanishes from the project leaves the selection. All functions: [main]; the ProjectModel outlives
/// it.
class SelectionModel {
public:
    explicit SelectionModel(ProjectModel& project);
    SelectionModel(const SelectionModel&) = delete;
    SelectionModel& operator=(const SelectionModel&) = delete;

    [[nodiscard]] const Selection& current() const noexcept { return current_; }
    [[nodiscard]] bool contains(model::TrackId id) const { return current_.tracks.contains(id); }
    [[nodiscard]] bool contains(model::ClipId id) const { return current_.clips.contains(id); }
    [[nodiscard]] bool contains(model::DeviceId id) const { return current_.devices.contains(id); }
    [[nodiscard]] bool contains(const NotePlace& note) const
    {
        return current_.notes.contains(note);
    }

    /// Selects exactly this; ids that the project doesn't have are left out.
    void set(Selection selection);
    void clear() { set({}); }
    /// Adds, removes or flips one thing.
    void select(model::TrackId id, bool isSelected = true);
    void select(model::ClipId id, bool isSelected = true);
    void select(model::DeviceId id, bool isSelected = true);
    void select(const NotePlace& note, bool isSelected = true);

    /// Called after the selection changed (never for a change to the same).
    [[nodiscard]] Subscription observe(std::function<void(const Selection&)> observer);

private:
    [[nodiscard]] static Selection keepExisting(Selection selection, const model::Project& project);

    ProjectModel& project_;
    Selection current_;
    ObserverList<Selection> observers_;
    Subscription projectSubscription_;
};

} // namespace cppmusic::project
