// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "project/Command.h"

#include <cstddef>
#include <string>
#include <vector>

namespace cppmusic::project {

/// One step of the history: how to do it and how to take it back.
struct UndoEntry {
    std::string label;
    Command forward;
    Command inverse;
    friend bool operator==(const UndoEntry&, const UndoEntry&) = default;
};

/// One line of the history as a value: entries before `position()` are done, those from it on can
/// be redone. UndoTree holds all of them. [any]
class UndoStack {
public:
    UndoStack() = default;
    /// `position` is at most the number of entries.
    UndoStack(std::vector<UndoEntry> entries, std::size_t position);

    [[nodiscard]] const std::vector<UndoEntry>& entries() const noexcept { return entries_; }
    [[nodiscard]] std::size_t position() const noexcept { return position_; }
    [[nodiscard]] bool canUndo() const noexcept { return position_ > 0; }
    [[nodiscard]] bool canRedo() const noexcept { return position_ < entries_.size(); }
    /// What undo would take back and redo would do again; null when there is none.
    [[nodiscard]] const UndoEntry* nextUndo() const noexcept;
    [[nodiscard]] const UndoEntry* nextRedo() const noexcept;

    friend bool operator==(const UndoStack&, const UndoStack&) = default;

private:
    std::vector<UndoEntry> entries_;
    std::size_t position_ = 0;
};

} // namespace cppmusic::project
