// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cppmusic::core {

/// Everything that durable code does to a disk, so that tests can fail or cut any single step.
/// All functions: [main or job], never throw, errors name the path.
class FileSystem {
public:
    using Path = std::filesystem::path;
    virtual ~FileSystem() = default;

    [[nodiscard]] virtual bool exists(const Path&) const = 0;
    [[nodiscard]] virtual bool isDirectory(const Path&) const = 0;
    /// Whether the name itself is a symbolic link, wherever it leads.
    [[nodiscard]] virtual bool isLink(const Path&) const = 0;
    /// Whole file. `maxBytes` guards against absurd input; larger is corrupt.
    [[nodiscard]] virtual Result<std::string>
    readFile(const Path&, std::uint64_t maxBytes = 1ull << 30) const = 0;
    /// At most `maxBytes` bytes from `offset` on; fewer at the end of the file, none behind it.
    [[nodiscard]] virtual Result<std::string> readRange(const Path&, std::uint64_t offset,
                                                        std::size_t maxBytes) const = 0;
    /// Names (not paths) in a directory, sorted.
    [[nodiscard]] virtual Result<std::vector<std::string>> list(const Path& directory) const = 0;
    [[nodiscard]] virtual Result<std::uint64_t> fileSize(const Path&) const = 0;

    /// Creates or replaces the content and flushes it to the disk. Never through a symbolic link,
    /// which is permissionDenied. On failure a file that was not
    /// there before is not there either; one that was there may be damaged, so durable code writes
    /// a new name and renames.
    virtual Status writeFile(const Path&, std::string_view content) = 0;
    struct NamedContent {
        std::string name;
        std::string_view content;
    };
    /// writeFile for each of these in a folder. Quicker on a disk than one
    /// after the other. After an
    /// error any of them may be missing, whole or damaged.
    virtual Status writeFiles(const Path& folder, std::span<const NamedContent>);
    virtual Status createDirectories(const Path&) = 0;
    /// Atomic on one file system; replaces an existing file.
    virtual Status rename(const Path& from, const Path& to) = 0;
    /// Missing files are no error.
    virtual Status remove(const Path&) = 0;
    virtual Status removeAll(const Path&) = 0;
    /// Creates or replaces `to` and flushes it; on failure as writeFile.
    virtual Status copyFile(const Path& from, const Path& to) = 0;
    /// The same for a file that nobody writes to any more: where the disk can, `to` shares the
    /// space of `from` (a clone, else a second name of the same file).
    virtual Status shareFile(const Path& from, const Path& to) = 0;
    /// Makes names created, renamed or removed in this directory durable.
    virtual Status syncDirectory(const Path&) = 0;
};

} // namespace cppmusic::core
