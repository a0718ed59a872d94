// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "project/storage/JournalRow.h"

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace cppmusic::project {

/// The rows that could be read, up to the first one that is damaged, and what is wrong.
struct JournalRead {
    std::vector<JournalRow> rows;
    std::vector<core::Error> damage;
    bool isWhole = false; ///< every row that the database has could be read
};

/// history.db: a SQLite database with a row for each step of the history. Rows are only ever added.
/// New ones are in history.db-wal, flushed before append() returns; history.db itself changes at
/// checkpoint() alone. One object at a time, one thread at a time; never the main thread. [job]
class JournalFile {
public:
    ~JournalFile();
    JournalFile(const JournalFile&) = delete;
    JournalFile& operator=(const JournalFile&) = delete;

    /// A new database of these rows (numbered, with heads), complete before the name appears;
    /// replaces one that is there. Whatever step fails, the old one or the new one is there (see
    /// finishReplacement).
    static core::Status create(const std::filesystem::path& file, std::span<const JournalRow> rows);
    /// Finishes a replacement that was interrupted, if there is one.
    static core::Status finishReplacement(const std::filesystem::path& file);
    /// Where a finished new database waits for the old one's removal.
    [[nodiscard]] static std::filesystem::path successorOf(const std::filesystem::path& file);
    /// Opens without changing what is there. corrupt when it isn't such a database.
    static core::Result<std::unique_ptr<JournalFile>> open(const std::filesystem::path& file);

    /// Checks the database and reads every row.
    [[nodiscard]] JournalRead readAll();
    /// All of them or none, on the disk when it returns. After an error the object is not used
    /// again.
    core::Status append(std::span<const JournalRow> rows);
    /// Moves everything into history.db.
    core::Status checkpoint();
    /// How large history.db-wal is, roughly.
    [[nodiscard]] std::uint64_t bytesToCheckpoint() const noexcept { return walBytes_; }

private:
    struct Database;
    explicit JournalFile(std::unique_ptr<Database> database);

    std::unique_ptr<Database> database_;
    std::uint64_t walBytes_ = 0;
};

} // namespace cppmusic::project
