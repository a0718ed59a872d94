// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>

namespace cppmusic::audio {

/// A file under a temporary name beside its target: commit() renames it into place, anything else
/// removes it. Errors name the target. [main or job]
class TemporaryFile {
public:
    /// `maxBytes`: growing beyond it fails as a full disk does.
    static core::Result<TemporaryFile> create(const std::filesystem::path& target,
                                              std::uint64_t maxBytes = UINT64_MAX);
    TemporaryFile(TemporaryFile&&) noexcept;
    TemporaryFile& operator=(TemporaryFile&&) noexcept;
    ~TemporaryFile();

    core::Status write(std::string_view bytes);
    /// Up to `count` bytes; fewer only at the end or after a failure.
    [[nodiscard]] std::size_t read(char* into, std::size_t count);
    /// From the start of the file.
    bool seek(std::int64_t offset);
    [[nodiscard]] std::int64_t position() const noexcept { return position_; }
    [[nodiscard]] std::int64_t size() const noexcept { return size_; }
    /// The first failure since creation; stays.
    [[nodiscard]] const core::Status& status() const noexcept { return status_; }

    /// Flushes to the disk, renames over the target and makes the name durable. After a failure
    /// nothing is left.
    core::Status commit();
    void abandon() noexcept;

private:
    TemporaryFile() = default;
    core::Status fail(int systemError, const char* doing);

    std::filesystem::path target_, path_;
    std::FILE* file_ = nullptr;
    std::uint64_t maxBytes_ = UINT64_MAX;
    std::int64_t position_ = 0, size_ = 0;
    bool wasReading_ = false;
    core::Status status_;
};

} // namespace cppmusic::audio
