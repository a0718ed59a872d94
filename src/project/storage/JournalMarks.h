// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "core/io/FileSystem.h"
#include "core/io/MarkFile.h"
#include "project/storage/JournalRow.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace cppmusic::project {

/// `.journal/acknowledged`: the last row that was promised, in two places that are written in turn,
/// so that a journal that lost its end is noticed. Not flushed; after a power cut it may lag behind
/// the journal, never be ahead of it.
class Acknowledgement {
public:
    static constexpr const char* fileName = "acknowledged";

    /// [job]
    core::Status open(const std::filesystem::path& journalFolder);
    [[nodiscard]] bool isOpen() const noexcept { return file_.isOpen(); }
    /// The row with this number and head is on the disk. [job]
    core::Status write(std::uint64_t seq, const std::string& head);

    /// What the file says; empty when there is none. To be read before the rows.
    [[nodiscard]] static core::Result<std::string> read(const std::filesystem::path& journalFolder,
                                                        const core::FileSystem& files);
    /// Compares what was promised with the rows that are there: every disagreement is damage.
    [[nodiscard]] static std::vector<core::Error> check(const core::Result<std::string>& promised,
                                                        const std::vector<JournalRow>& rows);

private:
    core::MarkFile file_;
    bool isSecond_ = false;
};

/// `.journal/closed`: what history.db was when it was last changed as a whole. While rows go to the
/// -wal it stays as it was, so that any byte of it that changes is noticed.
struct ClosedMark {
    static constexpr const char* fileName = "closed";

    std::uint64_t seq = 0;
    std::string head;
    std::uint64_t bytes = 0;
    std::string sha256; ///< of history.db

    [[nodiscard]] std::string text() const;
    /// Nothing when it is damaged.
    [[nodiscard]] static std::optional<ClosedMark> parse(const std::string& text);
};

} // namespace cppmusic::project
