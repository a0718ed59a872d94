// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/FileSystem.h"

namespace cppmusic::core {

/// The disk. A full disk is noSpace, missing rights permissionDenied; the path is the error's
/// place. Without state: usable from several threads at once. [main or job]
class DiskFileSystem final : public FileSystem {
public:
    [[nodiscard]] bool exists(const Path&) const override;
    [[nodiscard]] bool isDirectory(const Path&) const override;
    [[nodiscard]] bool isLink(const Path&) const override;
    [[nodiscard]] Result<std::string> readFile(const Path&,
                                               std::uint64_t maxBytes = 1ull << 30) const override;
    [[nodiscard]] Result<std::string> readRange(const Path&, std::uint64_t offset,
                                                std::size_t maxBytes) const override;
    [[nodiscard]] Result<std::vector<std::string>> list(const Path& directory) const override;
    [[nodiscard]] Result<std::uint64_t> fileSize(const Path&) const override;

    Status writeFile(const Path&, std::string_view content) override;
    Status writeFiles(const Path& folder, std::span<const NamedContent>) override;
    Status createDirectories(const Path&) override;
    Status rename(const Path& from, const Path& to) override;
    Status remove(const Path&) override;
    Status removeAll(const Path&) override;
    Status copyFile(const Path& from, const Path& to) override;
    Status shareFile(const Path& from, const Path& to) override;
    Status syncDirectory(const Path&) override;
};

} // namespace cppmusic::core
