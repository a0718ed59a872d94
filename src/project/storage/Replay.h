// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "model/Project.h"
#include "project/UndoTree.h"
#include "project/storage/JournalRow.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cppmusic::project {

/// A journal's rows as the history they tell. [any]
class Replay {
public:
    /// The whole undo tree after all rows. corrupt when a row can't follow those before it. `rows`
    /// has to live as long as this.
    static core::Result<Replay> of(std::span<const JournalRow> rows);

    [[nodiscard]] const UndoTree& tree() const noexcept { return tree_; }
    /// How many rows are something the person did.
    [[nodiscard]] std::uint64_t steps() const noexcept { return steps_; }
    [[nodiscard]] std::uint64_t stepsUntil(std::uint64_t seq) const;
    /// The revision the song was in after row `seq`.
    [[nodiscard]] Revision revisionAfter(std::uint64_t seq) const;

    /// The song after all rows, from its state after row `base`.
    [[nodiscard]] core::Result<model::Project> forward(model::Project project,
                                                       std::uint64_t base) const;
    /// The song in any revision, from the origin it comes from.
    [[nodiscard]] core::Result<model::Project> stateOf(Revision revision) const;

    /// The row whose state has this checksum, as a save told it. A save that was begun last and may
    /// have been done counts.
    struct Base {
        std::uint64_t seq = 0;
        bool isLatest = false; ///< false: the folder holds an older save than the journal knows of
    };
    [[nodiscard]] std::optional<Base> find(const std::string& checksum) const;

private:
    core::Status add(const JournalRow& row);
    [[nodiscard]] core::Error refuse(const JournalRow& row, const char* message) const;
    [[nodiscard]] Revision originOf(Revision revision) const;

    std::span<const JournalRow> rows_;
    UndoTree tree_;
    std::vector<Revision> after_;                           ///< the revision after each row
    std::vector<std::shared_ptr<const UndoEntry>> entries_; ///< of each row that has one
    std::uint64_t steps_ = 0;
};

} // namespace cppmusic::project
