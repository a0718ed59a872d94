// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "model/Project.h"
#include "project/Command.h"
#include "project/Subscription.h"
#include "project/UndoStack.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <string>

namespace cppmusic::project {

/// Names one gesture of the person: everything executed under it is one entry in the history.
using GestureId = core::Id<struct GestureTag>;

/// What observers are told.
struct Change {
    enum class Kind : std::uint8_t { edit, undo, redo, replace };
    std::shared_ptr<const model::Project> before;
    std::shared_ptr<const model::Project> after;
    Kind kind = Kind::edit;
};

/// The open project: the one place where it changes. All functions: [main].
class ProjectModel {
public:
    explicit ProjectModel(model::Project project = model::makeEmptyProject(), UndoStack undo = {});
    ProjectModel(const ProjectModel&) = delete;
    ProjectModel& operator=(const ProjectModel&) = delete;

    /// Never null. The value behind it never changes; hand it to any thread.
    [[nodiscard]] std::shared_ptr<const model::Project> snapshot() const noexcept
    {
        return current_;
    }

    /// Applies the command, records it and tells the observers. With a gesture id, commands under
    /// the same id follow each other into one undo entry. On an error nothing changes.
    core::Status execute(Command command, GestureId gesture = {});
    /// False when there is nothing to undo or redo, or it no longer applies (a damaged history is
    /// then cleared).
    bool undo();
    bool redo();
    [[nodiscard]] bool canUndo() const noexcept { return undo_.canUndo(); }
    [[nodiscard]] bool canRedo() const noexcept { return undo_.canRedo(); }
    /// "Move clip"; empty when there is none.
    [[nodiscard]] std::string undoLabel() const;
    [[nodiscard]] std::string redoLabel() const;
    [[nodiscard]] const UndoStack& undoStack() const noexcept { return undo_; }

    /// Observers are called after every change, in the order of the changes. An observer may
    /// execute: its change is told after the one being told.
    [[nodiscard]] Subscription observe(std::function<void(const Change&)> observer);

    /// Another project is open from now on; it counts as saved.
    void replace(model::Project project, UndoStack undo = {});
    /// The project as in `snapshot` (null: as it is now) is what the disk holds.
    void markSaved(std::shared_ptr<const model::Project> snapshot = nullptr);
    /// Whether the project differs from what was marked as saved; false again after undoing back.
    [[nodiscard]] bool isModified() const;

    [[nodiscard]] GestureId newGesture() noexcept { return GestureId{++lastGesture_}; }
    /// An id nobody has: `model.newId<NoteId>()`. Reserved until the program ends, used or not.
    template <class IdType>
    [[nodiscard]] IdType newId() noexcept
    {
        return IdType{reserveId()};
    }

private:
    std::uint64_t reserveId() noexcept;
    void change(std::shared_ptr<const model::Project> after, Change::Kind kind);
    void reserveAbove(const model::Project& project);
    void record(const Command& command, Command inverse, const model::Project& after,
                GestureId gesture);
    [[nodiscard]] bool canReplaceLast(const Command& command, const model::Project& after) const;

    std::shared_ptr<const model::Project> current_;
    std::shared_ptr<const model::Project> saved_;
    UndoStack undo_;
    ObserverList<Change> observers_;
    std::deque<Change> untold_;
    bool isTelling_ = false;
    GestureId openGesture_; // the last entry belongs to it and may still grow
    std::shared_ptr<const model::Project> gestureStart_;
    std::uint64_t lastGesture_ = 0;
    std::uint64_t nextReserved_ = 1;
};

} // namespace cppmusic::project
