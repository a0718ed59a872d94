// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/storage/Replay.h"

#include "project/ApplyCommand.h"
#include "project/WalkHistory.h"

#include <algorithm>
#include <utility>

namespace cppmusic::project {

using core::Status;

core::Result<Replay> Replay::of(std::span<const JournalRow> rows)
{
    Replay replay;
    replay.rows_ = rows;
    for (const auto& row : rows) {
        if (auto status = replay.add(row); !status) return status.error();
        replay.after_.push_back(replay.tree_.current());
        if (isStep(row.kind)) ++replay.steps_;
    }
    return replay;
}

core::Error Replay::refuse(const JournalRow& row, const char* message) const
{
    return core::makeError(core::ErrorCode::corrupt, message,
                           ".journal/history.db, row " + std::to_string(row.seq));
}

Status Replay::add(const JournalRow& row)
{
    std::shared_ptr<const UndoEntry> entry;
    if (row.kind == JournalKind::edit || row.kind == JournalKind::amend) {
        auto decoded = entryOf(row);
        if (!decoded) return decoded.error();
        entry = std::make_shared<const UndoEntry>(std::move(*decoded));
    }
    entries_.push_back(entry);
    switch (row.kind) {
    case JournalKind::origin:
        // The first one is revision 0, which every tree has.
        if (row.node != (after_.empty() ? 0 : tree_.count()))
            return refuse(row, "A state of the song is out of order.");
        if (row.node != 0) tree_.addOrigin();
        return {};
    case JournalKind::edit:
        if (row.node != tree_.count() || row.parent != tree_.current())
            return refuse(row, "An edit is out of order.");
        tree_.add(entry);
        return {};
    case JournalKind::amend:
        if (row.node != tree_.current() || tree_.isOrigin(row.node) || tree_.canRedo())
            return refuse(row, "A part of an edit is out of order.");
        tree_.amend(row.node, entry);
        return {};
    case JournalKind::move:
        if (row.node >= tree_.count()) return refuse(row, "An undo leads nowhere.");
        tree_.moveTo(row.node);
        return {};
    case JournalKind::saving:
    case JournalKind::saved: return {};
    }
    return refuse(row, "What the row tells is not known.");
}

std::uint64_t Replay::stepsUntil(std::uint64_t seq) const
{
    const auto end = rows_.begin() + static_cast<std::ptrdiff_t>(std::min(seq, rows_.size() + 0ul));
    return static_cast<std::uint64_t>(
        std::count_if(rows_.begin(), end, [](const JournalRow& row) { return isStep(row.kind); }));
}

Revision Replay::revisionAfter(std::uint64_t seq) const
{
    return seq == 0 || seq > after_.size() ? 0 : after_[static_cast<std::size_t>(seq) - 1];
}

core::Result<model::Project> Replay::forward(model::Project project, std::uint64_t base) const
{
    // A gesture may have gone on after the base: what its revision was until then.
    std::shared_ptr<const UndoEntry> shown;
    for (std::size_t index = 0; index < rows_.size(); ++index) {
        const auto& row = rows_[index];
        const bool isAhead = row.seq > base;
        const auto apply = [&](const Command& command) -> Status {
            auto applied = applyCommand(project, command);
            if (!applied)
                return core::makeError(core::ErrorCode::corrupt,
                                       "An edit of the history doesn't apply: " +
                                           applied.error().message,
                                       ".journal/history.db, row " + std::to_string(row.seq));
            project = std::move(applied->after);
            return {};
        };
        if (row.kind == JournalKind::edit || row.kind == JournalKind::amend) {
            if (isAhead && row.kind == JournalKind::amend && shown != nullptr)
                if (auto status = apply(shown->inverse); !status) return status.error();
            if (isAhead)
                if (auto status = apply(entries_[index]->forward); !status) return status.error();
            shown = entries_[index];
        } else if (isAhead && row.kind == JournalKind::origin) {
            auto begun = projectOf(row);
            if (!begun) return begun.error();
            project = std::move(*begun);
        } else if (isAhead && row.kind == JournalKind::move) {
            const auto from = index == 0 ? 0 : after_[index - 1];
            const auto path = tree_.path(from, row.node);
            auto moved = path ? walk(std::move(project), tree_, *path) : stateOf(row.node);
            if (!moved) return moved.error();
            project = std::move(*moved);
        }
    }
    return project;
}

Revision Replay::originOf(Revision revision) const
{
    while (!tree_.isOrigin(revision)) revision = tree_.node(revision).parent;
    return revision;
}

core::Result<model::Project> Replay::stateOf(Revision revision) const
{
    if (revision >= tree_.count())
        return core::makeError(core::ErrorCode::notFound, "There is no such revision of the song.",
                               "revision " + std::to_string(revision));
    const auto origin = originOf(revision);
    const auto row = std::find_if(rows_.begin(), rows_.end(), [&](const JournalRow& candidate) {
        return candidate.kind == JournalKind::origin && candidate.node == origin;
    });
    if (row == rows_.end())
        return core::makeError(core::ErrorCode::corrupt,
                               "The history doesn't tell how the song began.",
                               ".journal/history.db");
    auto begun = projectOf(*row);
    if (!begun) return begun.error();
    return walk(std::move(*begun), tree_, *tree_.path(origin, revision));
}

std::optional<Replay::Base> Replay::find(const std::string& checksum) const
{
    // The latest save that is known to be done, and one begun after it that may be.
    std::size_t done = 0;
    for (std::size_t index = 0; index < rows_.size(); ++index)
        if (rows_[index].kind == JournalKind::origin) {
            done = index;
        } else if (rows_[index].kind == JournalKind::saved) {
            for (auto begun = index; begun-- > 0;)
                if (rows_[begun].kind == JournalKind::saving &&
                    rows_[begun].base == rows_[index].base) {
                    done = begun;
                    break;
                }
        }
    for (std::size_t index = rows_.size(); index-- > 0;) {
        const auto& row = rows_[index];
        const bool isSave = row.kind == JournalKind::saving || row.kind == JournalKind::origin;
        if (!isSave || row.sum != checksum) continue;
        const auto seq = row.kind == JournalKind::saving ? row.base : row.seq;
        return Base{seq, index >= done};
    }
    return std::nullopt;
}

} // namespace cppmusic::project
