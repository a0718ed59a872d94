// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "model/Project.h"
#include "project/UndoTree.h"
#include "project/storage/JournalRow.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace cppmusic::project {

/// Where the journal stands.
struct JournalProgress {
    std::uint64_t last = 0;    ///< rows handed over
    std::uint64_t durable = 0; ///< rows that are on the disk for good
    bool isFailing = false;    ///< the disk refuses; what is not durable waits in memory
    core::Error error;         ///< why
};

/// Writes the journal on a thread of its own. Rows are handed over without waiting; what came while
/// the disk was busy goes in one transaction. While the disk refuses, everything is kept and tried
/// again every two seconds. A gesture that goes on replaces its own row as long as that waits.
class JournalWriter {
public:
    /// What is in the journal already: the number and head of its last row (0 and empty: there is
    /// no journal; it is made with the first row).
    JournalWriter(std::filesystem::path journalFolder, std::uint64_t lastSeq, std::string head);
    ~JournalWriter(); ///< as close()
    JournalWriter(const JournalWriter&) = delete;
    JournalWriter& operator=(const JournalWriter&) = delete;

    /// Each hands over a row and returns its number. [any but audio]
    std::uint64_t edit(Revision revision, Revision parent, std::shared_ptr<const UndoEntry> entry);
    std::uint64_t amend(Revision revision, std::shared_ptr<const UndoEntry> entry);
    std::uint64_t move(Revision to);
    std::uint64_t origin(Revision revision, std::shared_ptr<const model::Project> project);
    std::uint64_t saving(std::uint64_t base, std::string checksum);
    std::uint64_t saved(std::uint64_t base);
    /// A row as another journal had it.
    std::uint64_t copy(JournalRow row);

    [[nodiscard]] JournalProgress progress() const; ///< [any but audio]
    /// Sleeps until this row is durable. The disk's error when it refuses; after retryNow() only
    /// when it refuses again. [main or job]
    core::Status waitFor(std::uint64_t seq) const;
    /// Tries again at once instead of after two seconds. [any but audio]
    void retryNow();
    /// Called on the writer's thread whenever progress() has news; before the first row. [main]
    void onProgress(std::function<void()> told);

    /// Writes what waits, moves everything into history.db and marks it as whole. Nothing can be
    /// handed over afterwards. What could not be written is lost then; the error says why. [main]
    core::Status close();

private:
    class Worker;
    std::unique_ptr<Worker> worker_;
};

} // namespace cppmusic::project
