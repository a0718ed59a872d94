// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/FileSystem.h"

#include <memory>
#include <mutex>

namespace cppmusic::core {

/// A disk in memory that also knows what a real one would still have after a power failure:
/// content is safe once written, a name (new, renamed or removed) once its folder was synchronised.
/// Absolute and relative paths start at the same root. Usable from several threads. [any but audio]
class MemoryFileSystem final : public FileSystem {
public:
    MemoryFileSystem();
    ~MemoryFileSystem() override;

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
    Status createDirectories(const Path&) override;
    Status rename(const Path& from, const Path& to) override;
    Status remove(const Path&) override;
    Status removeAll(const Path&) override;
    Status copyFile(const Path& from, const Path& to) override;
    Status shareFile(const Path& from, const Path& to) override;
    Status syncDirectory(const Path&) override;

    /// Pulls the plug: every folder has the names again that it had when it was last synchronised.
    void losePower();

private:
    struct Node;
    [[nodiscard]] Node* find(const Path&) const;
    [[nodiscard]] Status write(const Path&, std::string_view content);

    mutable std::mutex mutex_;
    std::shared_ptr<Node> root_;
};

} // namespace cppmusic::core
