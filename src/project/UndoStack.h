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

/// The history as a value: entries before `position()` are done, those from it on can be redone.
/// It only keeps the list; ProjectModel applies it. [any]
class UndoStack {
public:
    /// The oldest entries go when there are more.
    static constexpr std::size_t maxEntries = 1000;

    UndoStack() = default;
    /// From a file. `position` is at most the number of entries.
    UndoStack(std::vector<UndoEntry> entries, std::size_t position);

    [[nodiscard]] const std::vector<UndoEntry>& entries() const noexcept { return entries_; }
    [[nodiscard]] std::size_t position() const noexcept { return position_; }
    [[nodiscard]] bool canUndo() const noexcept { return position_ > 0; }
    [[nodiscard]] bool canRedo() const noexcept { return position_ < entries_.size(); }
    /// What undo would take back and redo would do again; null when there is none.
    [[nodiscard]] const UndoEntry* nextUndo() const noexcept;
    [[nodiscard]] const UndoEntry* nextRedo() const noexcept;

    /// A new action: clears what could be redone.
    void push(UndoEntry entry);
    /// A gesture going on. Makes the last done entry do `forward` instead of what it did; its
    /// inverse stays. Only when that leads to the same project.
    void replaceLast(Command forward);
    /// Makes the last done entry also do `forward`, as one step, taken back by `inverse` and then
    /// by what took it back so far.
    void extendLast(Command forward, Command inverse);
    /// Move the position; false when there is nothing.
    bool stepBack() noexcept;
    bool stepForward() noexcept;
    void clear() noexcept;

    friend bool operator==(const UndoStack&, const UndoStack&) = default;

private:
    std::vector<UndoEntry> entries_;
    std::size_t position_ = 0;
};

} // namespace cppmusic::project
