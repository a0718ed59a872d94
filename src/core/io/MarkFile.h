// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace cppmusic::core {

/// A small file that is overwritten in place, and space on the disk kept for later. [main or job]
class MarkFile {
public:
    MarkFile() = default;
    ~MarkFile();
    MarkFile(const MarkFile&) = delete;
    MarkFile& operator=(const MarkFile&) = delete;

    /// Opens the file, making it when it is missing.
    Status open(const std::filesystem::path& path);
    void close() noexcept;
    [[nodiscard]] bool isOpen() const noexcept { return number_ >= 0; }
    /// Writes in place. Not flushed: another program sees it at once, a power cut may undo it.
    Status writeAt(std::uint64_t offset, std::string_view content);
    /// Flushes content and length.
    Status flush();
    /// Makes the file that large, with room on the disk for all of it; zeros.
    Status reserve(std::uint64_t bytes);

private:
    int number_ = -1;
    std::filesystem::path path_;
};

} // namespace cppmusic::core
