// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/UndoStack.h"

#include "core/Assert.h"

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

void UndoStack::push(UndoEntry entry)
{
    entries_.resize(position_);
    entries_.push_back(std::move(entry));
    if (entries_.size() > maxEntries) entries_.erase(entries_.begin());
    position_ = entries_.size();
}

void UndoStack::replaceLast(Command forward)
{
    CPPMUSIC_ASSERT(canUndo() && !canRedo());
    entries_[position_ - 1].forward = std::move(forward);
}

namespace {

// The steps of a command that stands for several of them, flat, so that a long gesture stays
// shallow.
Batch asBatch(Command command, const std::string& label)
{
    auto* batch = std::get_if<Batch>(&command.body);
    if (batch != nullptr && batch->label == label) return std::move(*batch);
    return Batch{label, {std::move(command)}};
}

} // namespace

void UndoStack::extendLast(Command forward, Command inverse)
{
    CPPMUSIC_ASSERT(canUndo() && !canRedo());
    auto& last = entries_[position_ - 1];
    const bool isSingle = !std::holds_alternative<Batch>(forward.body);
    auto done = asBatch(std::move(last.forward), last.label);
    if (isSingle && !done.commands.empty() && overwrites(forward, done.commands.back())) {
        done.commands.back() = std::move(forward);
        last.forward = std::move(done);
        return;
    }
    done.commands.push_back(std::move(forward));
    last.forward = std::move(done);
    const auto firstCounter = last.inverse.nextIdAfter;
    const auto counter = firstCounter != 0 ? firstCounter : inverse.nextIdAfter;
    auto back = asBatch(std::move(last.inverse), last.label);
    back.commands.push_back(std::move(inverse));
    std::rotate(back.commands.begin(), back.commands.end() - 1, back.commands.end());
    last.inverse = std::move(back);
    last.inverse.nextIdAfter = counter;
}

bool UndoStack::stepBack() noexcept
{
    if (!canUndo()) return false;
    --position_;
    return true;
}

bool UndoStack::stepForward() noexcept
{
    if (!canRedo()) return false;
    ++position_;
    return true;
}

void UndoStack::clear() noexcept
{
    entries_.clear();
    position_ = 0;
}

} // namespace cppmusic::project
