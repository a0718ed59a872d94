// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "model/Project.h"
#include "project/Command.h"
#include "project/Subscription.h"
#include "project/UndoTree.h"

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

/// What happened in the history, for whoever keeps it on disk.
struct HistoryStep {
    enum class Kind : std::uint8_t {
        edit,   ///< `revision` is new; `entry` led there from `parent`
        amend,  ///< the gesture goes on: `revision` is reached by `entry` now
        move,   ///< undo, redo: the song is in `revision` now
        replace ///< another document is open, with another history
    };
    Kind kind = Kind::edit;
    Revision revision = 0;
    Revision parent = 0;
    std::shared_ptr<const UndoEntry> entry; ///< null for move and replace
};

/// The open project: the one place where it changes. All functions: [main].
class ProjectModel {
public:
    explicit ProjectModel(model::Project project = model::makeEmptyProject(), UndoTree undo = {});
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
    /// False when there is nothing to undo or redo, or it doesn't apply (a damaged history; nothing
    /// changes then).
    bool undo();
    bool redo();
    /// Undoes and redoes until the song is in this revision. notFound when no edits lead there.
    core::Status goTo(Revision revision);
    [[nodiscard]] bool canUndo() const noexcept { return undo_.canUndo(); }
    [[nodiscard]] bool canRedo() const noexcept { return undo_.canRedo(); }
    /// "Move clip"; empty when there is none.
    [[nodiscard]] std::string undoLabel() const;
    [[nodiscard]] std::string redoLabel() const;
    [[nodiscard]] const UndoTree& undoTree() const noexcept { return undo_; }
    /// The line that undo and redo walk along.
    [[nodiscard]] UndoStack undoStack() const { return undo_.line(); }

    /// Observers are called after every change, in the order of the changes. An observer may
    /// execute: its change is told after the one being told.
    [[nodiscard]] Subscription observe(std::function<void(const Change&)> observer);
    /// Called at every step of the history, before the change is told.
    [[nodiscard]] Subscription observeHistory(std::function<void(const HistoryStep&)> observer);

    /// Another project is open from now on; it counts as saved.
    void replace(model::Project project, UndoTree undo = {});
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
    /// Ids from now on begin at a random place far above those in use, so that people who work on
    /// copies of a song that are to be merged never take the same ones.
    void skipIds();

private:
    std::uint64_t reserveId() noexcept;
    void change(std::shared_ptr<const model::Project> after, Change::Kind kind);
    void reserveAbove(const model::Project& project);
    void record(const Command& command, Command inverse, const model::Project& after,
                GestureId gesture);
    bool moveTo(Revision revision, const Command& command, Change::Kind kind);
    void tellHistory(HistoryStep::Kind kind);
    [[nodiscard]] bool canReplaceLast(const Command& command, const model::Project& after) const;

    std::shared_ptr<const model::Project> current_;
    std::shared_ptr<const model::Project> saved_;
    UndoTree undo_;
    ObserverList<Change> observers_;
    ObserverList<HistoryStep> historyObservers_;
    std::deque<Change> untold_;
    bool isTelling_ = false;
    GestureId openGesture_; // the last entry belongs to it and may still grow
    std::shared_ptr<const model::Project> gestureStart_;
    std::uint64_t lastGesture_ = 0;
    std::uint64_t nextReserved_ = 1;
};

} // namespace cppmusic::project
