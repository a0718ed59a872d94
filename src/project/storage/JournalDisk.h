// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "core/io/DiskFileSystem.h"
#include "project/serialization/ProjectSerializer.h"
#include "project/storage/JournalFile.h"
#include "project/storage/JournalMarks.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cppmusic::project {

/// The folder `.journal/` as its one writer sees it: history.db, its end mark, room kept for a full
/// disk. After an error everything is opened anew, and what is there is read again. One thread.
/// [job]
class JournalDisk {
public:
    /// The number and head of the last row that is there.
    JournalDisk(std::filesystem::path folder, std::uint64_t lastSeq, std::string head);

    /// Adds rows, whose numbers follow those that are there; fills in their heads. On the disk when
    /// it returns; none of them after an error.
    core::Status append(std::vector<JournalRow> rows);
    /// Leaves one database that is marked as whole. Nothing to do when nothing was ever there.
    core::Status close();

private:
    core::Status open();
    core::Status openAfterFailure(std::vector<JournalRow>& rows);
    core::Status write(std::vector<JournalRow>& rows);
    core::Status checkpoint();
    core::Status forgetMark();
    [[nodiscard]] std::filesystem::path database() const { return folder_ / "history.db"; }

    std::filesystem::path folder_;
    core::DiskFileSystem disk_;
    std::unique_ptr<JournalFile> file_;
    Acknowledgement acknowledged_;
    std::uint64_t lastSeq_ = 0;
    std::string head_;
    core::ErrorCode failure_ = core::ErrorCode::internal;
    bool hasFailed_ = false;
    bool isWritten_ = false;
};

/// The journal of a project folder as it is on the disk.
struct JournalOnDisk {
    bool isThere = false;
    std::vector<JournalRow> rows;    ///< up to the first damaged one
    std::vector<core::Error> damage; ///< what is not as it was written
    /// Set when rows were written by a newer program: nothing may be written here then.
    std::optional<core::Error> newer;
    bool isCutShort = false; ///< edits are missing at its end
};

/// Reads and checks everything in `.journal/`. readOnly: nothing there is touched; readWrite only
/// finishes a replacement. [main or job]
[[nodiscard]] JournalOnDisk readJournal(const std::filesystem::path& folder, LoadAccess access);

} // namespace cppmusic::project
