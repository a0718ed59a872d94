// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "project/UndoStack.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cppmusic::project {

/// Names a state in the history: 0 is the song as it was when its history began, 1 what the first
/// edit made of it, and so on in the order of the edits. Never given twice.
using Revision = std::uint64_t;

/// A state in the history and the edit that led there from the one before.
struct UndoNode {
    Revision parent = 0; ///< of an origin: itself
    /// Null for an origin: a state that no edit led to (revision 0, files changed by others).
    std::shared_ptr<const UndoEntry> entry;
    Revision redo = 0; ///< where redo goes from here; 0: nowhere
};

/// How to get from one revision to another.
struct UndoPath {
    std::vector<Revision> back;  ///< to be taken back, in this order
    std::vector<Revision> forth; ///< then to be done, in this order
};

/// The history as a value: every edit that ever was, and where in it the song is. Undoing and
/// editing begins a new branch and keeps the other. It only keeps the tree; ProjectModel applies
/// it. A copy shares the edits. [any]
class UndoTree {
public:
    UndoTree();
    /// One line without branches.
    explicit UndoTree(const UndoStack& line);

    [[nodiscard]] Revision current() const noexcept { return current_; }
    /// Revisions are 0 … count() − 1.
    [[nodiscard]] Revision count() const noexcept { return nodes_.size(); }
    [[nodiscard]] const UndoNode& node(Revision revision) const;
    [[nodiscard]] bool isOrigin(Revision revision) const;
    [[nodiscard]] bool canUndo() const noexcept { return nextUndo() != nullptr; }
    [[nodiscard]] bool canRedo() const noexcept { return nextRedo() != nullptr; }
    /// What undo would take back and redo would do again; null when there is none.
    [[nodiscard]] const UndoEntry* nextUndo() const noexcept;
    [[nodiscard]] const UndoEntry* nextRedo() const noexcept;

    /// A new edit, made in the current revision; the song is then in the one returned.
    Revision add(UndoEntry entry);
    Revision add(std::shared_ptr<const UndoEntry> entry);
    /// A state that no edit led to; the song is then there.
    Revision addOrigin();
    /// A gesture going on. Makes the current revision's edit do `forward` instead of what it did;
    /// its inverse stays. Only when that leads to the same project. Nothing may follow it yet.
    void replaceLast(Command forward);
    /// Makes the current revision's edit also do `forward`, as one step, taken back by `inverse`
    /// and then by what took it back so far.
    void extendLast(Command forward, Command inverse);
    /// Another edit in place of one that had the same beginning.
    void amend(Revision revision, std::shared_ptr<const UndoEntry> entry);
    /// The song is in this revision now; redo will come back here from those before it.
    void moveTo(Revision revision);

    /// Nothing when no edits lead there: another origin, or no such revision.
    [[nodiscard]] std::optional<UndoPath> path(Revision from, Revision to) const;
    /// The revisions whose label contains these words (ASCII letters in any case), newest first.
    [[nodiscard]] std::vector<Revision> find(std::string_view words) const;
    /// The line that undo and redo walk along.
    [[nodiscard]] UndoStack line() const;

    /// Whether both hold the same edits in the same places.
    friend bool operator==(const UndoTree& a, const UndoTree& b);

private:
    [[nodiscard]] std::vector<Revision> wayToOrigin(Revision revision) const;

    std::vector<UndoNode> nodes_;
    Revision current_ = 0;
};

} // namespace cppmusic::project
