// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"

#include <cstdint>
#include <filesystem>
#include <string>
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
    /// Whole file. `maxBytes` guards against absurd input; larger is corrupt.
    [[nodiscard]] virtual Result<std::string>
    readFile(const Path&, std::uint64_t maxBytes = 1ull << 30) const = 0;
    /// Names (not paths) in a directory, sorted.
    [[nodiscard]] virtual Result<std::vector<std::string>> list(const Path& directory) const = 0;
    [[nodiscard]] virtual Result<std::uint64_t> fileSize(const Path&) const = 0;

    /// Creates or replaces the content and flushes it to the disk.
    virtual Status writeFile(const Path&, std::string_view content) = 0;
    virtual Status createDirectories(const Path&) = 0;
    /// Atomic on one file system; replaces an existing file.
    virtual Status rename(const Path& from, const Path& to) = 0;
    /// Missing files are no error.
    virtual Status remove(const Path&) = 0;
    virtual Status removeAll(const Path&) = 0;
    virtual Status copyFile(const Path& from, const Path& to) = 0;
    /// Makes names created, renamed or removed in this directory durable.
    virtual Status syncDirectory(const Path&) = 0;
};

} // namespace cppmusic::core
