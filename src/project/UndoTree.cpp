// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/UndoTree.h"

#include "core/Assert.h"

#include <algorithm>

namespace cppmusic::project {

namespace {

// The steps of a command that stands for several of them, flat, so that a long gesture stays
// shallow.
Batch asBatch(Command command, const std::string& label)
{
    auto* batch = std::get_if<Batch>(&command.body);
    if (batch != nullptr && batch->label == label) return std::move(*batch);
    return Batch{label, {std::move(command)}};
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool contains(std::string_view text, std::string_view words)
{
    const auto found = std::search(text.begin(), text.end(), words.begin(), words.end(),
                                   [](char a, char b) { return lower(a) == lower(b); });
    return found != text.end() || words.empty();
}

} // namespace

UndoTree::UndoTree() : nodes_(1) {}

UndoTree::UndoTree(const UndoStack& line) : UndoTree()
{
    for (const auto& entry : line.entries()) add(entry);
    moveTo(line.position());
}

const UndoNode& UndoTree::node(Revision revision) const
{
    CPPMUSIC_ASSERT(revision < nodes_.size());
    return nodes_[static_cast<std::size_t>(revision)];
}

bool UndoTree::isOrigin(Revision revision) const
{
    return node(revision).entry == nullptr;
}

const UndoEntry* UndoTree::nextUndo() const noexcept
{
    return nodes_[static_cast<std::size_t>(current_)].entry.get();
}

const UndoEntry* UndoTree::nextRedo() const noexcept
{
    const auto next = nodes_[static_cast<std::size_t>(current_)].redo;
    return next == 0 ? nullptr : nodes_[static_cast<std::size_t>(next)].entry.get();
}

Revision UndoTree::add(UndoEntry entry)
{
    return add(std::make_shared<const UndoEntry>(std::move(entry)));
}

Revision UndoTree::add(std::shared_ptr<const UndoEntry> entry)
{
    CPPMUSIC_ASSERT(entry != nullptr);
    const Revision revision = nodes_.size();
    nodes_[static_cast<std::size_t>(current_)].redo = revision;
    nodes_.push_back({current_, std::move(entry), 0});
    current_ = revision;
    return revision;
}

Revision UndoTree::addOrigin()
{
    const Revision revision = nodes_.size();
    nodes_.push_back({revision, nullptr, 0});
    current_ = revision;
    return revision;
}

void UndoTree::replaceLast(Command forward)
{
    CPPMUSIC_ASSERT(canUndo() && !canRedo());
    UndoEntry last = *nextUndo();
    last.forward = std::move(forward);
    amend(current_, std::make_shared<const UndoEntry>(std::move(last)));
}

void UndoTree::extendLast(Command forward, Command inverse)
{
    CPPMUSIC_ASSERT(canUndo() && !canRedo());
    UndoEntry last = *nextUndo();
    const bool isSingle = !std::holds_alternative<Batch>(forward.body);
    auto done = asBatch(std::move(last.forward), last.label);
    if (isSingle && !done.commands.empty() && overwrites(forward, done.commands.back())) {
        done.commands.back() = std::move(forward);
        last.forward = std::move(done);
        amend(current_, std::make_shared<const UndoEntry>(std::move(last)));
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
    amend(current_, std::make_shared<const UndoEntry>(std::move(last)));
}

void UndoTree::amend(Revision revision, std::shared_ptr<const UndoEntry> entry)
{
    CPPMUSIC_ASSERT(!isOrigin(revision) && entry != nullptr);
    nodes_[static_cast<std::size_t>(revision)].entry = std::move(entry);
}

void UndoTree::moveTo(Revision revision)
{
    CPPMUSIC_ASSERT(revision < nodes_.size());
    for (auto at = revision; !isOrigin(at); at = node(at).parent)
        nodes_[static_cast<std::size_t>(node(at).parent)].redo = at;
    current_ = revision;
}

// From the revision up, the origin last.
std::vector<Revision> UndoTree::wayToOrigin(Revision revision) const
{
    std::vector<Revision> way{revision};
    while (!isOrigin(way.back())) way.push_back(node(way.back()).parent);
    return way;
}

std::optional<UndoPath> UndoTree::path(Revision from, Revision to) const
{
    if (from >= nodes_.size() || to >= nodes_.size()) return std::nullopt;
    auto up = wayToOrigin(from);
    auto down = wayToOrigin(to);
    if (up.back() != down.back()) return std::nullopt;
    while (!up.empty() && !down.empty() && up.back() == down.back()) {
        up.pop_back();
        down.pop_back();
    }
    std::reverse(down.begin(), down.end());
    return UndoPath{std::move(up), std::move(down)};
}

std::vector<Revision> UndoTree::find(std::string_view words) const
{
    std::vector<Revision> found;
    for (Revision revision = nodes_.size(); revision-- > 0;)
        if (!isOrigin(revision) && contains(node(revision).entry->label, words))
            found.push_back(revision);
    return found;
}

UndoStack UndoTree::line() const
{
    auto way = wayToOrigin(current_);
    way.pop_back();
    const auto position = way.size();
    std::reverse(way.begin(), way.end());
    for (auto next = node(current_).redo; next != 0; next = node(next).redo) way.push_back(next);
    std::vector<UndoEntry> entries;
    entries.reserve(way.size());
    for (const auto revision : way) entries.push_back(*node(revision).entry);
    return {std::move(entries), position};
}

bool operator==(const UndoTree& a, const UndoTree& b)
{
    const auto isEqual = [](const UndoNode& one, const UndoNode& other) {
        if (one.parent != other.parent || one.redo != other.redo) return false;
        if (one.entry == other.entry) return true;
        return one.entry != nullptr && other.entry != nullptr && *one.entry == *other.entry;
    };
    return a.current_ == b.current_ &&
           std::equal(a.nodes_.begin(), a.nodes_.end(), b.nodes_.begin(), b.nodes_.end(), isEqual);
}

} // namespace cppmusic::project
