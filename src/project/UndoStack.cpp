// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/UndoStack.h"

#include <algorithm>

namespace cppmusic::project {

UndoStack::UndoStack(std::vector<UndoEntry> entries, std::size_t position)
    : entries_(std::move(entries)), position_(std::min(position, entries_.size()))
{
}

const UndoEntry* UndoStack::nextUndo() const noexcept
{
    return canUndo() ? &entries_[position_ - 1] : nullptr;
}

const UndoEntry* UndoStack::nextRedo() const noexcept
{
    return canRedo() ? &entries_[position_] : nullptr;
}

} // namespace cppmusic::project
