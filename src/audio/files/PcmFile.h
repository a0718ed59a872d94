// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/files/PcmLayout.h"
#include "core/Result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <utility>

namespace cppmusic::audio {

/// Where in a file plain samples lie.
struct PcmPlace {
    PcmLayout layout;
    std::int64_t firstByte = 0;
    std::int64_t frames = 0; ///< above 0
    std::int64_t fileBytes = 0;
    std::int64_t changedAt = 0; ///< the file's time of change; another one means another file
};

/// An open file as the system knows it; closes it in the end. Movable.
class FileDescriptor {
public:
    FileDescriptor() = default;
    /// Opens for reading; isOpen() is false where that failed.
    explicit FileDescriptor(const std::filesystem::path&);
    FileDescriptor(FileDescriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    FileDescriptor& operator=(FileDescriptor&& other) noexcept
    {
        std::swap(number_, other.number_);
        return *this;
    }
    ~FileDescriptor();
    [[nodiscard]] bool isOpen() const noexcept { return number_ >= 0; }
    /// For others who read it; stays ours.
    [[nodiscard]] int number() const noexcept { return number_; }

    /// Fills fileBytes and changedAt; false where the system doesn't tell.
    [[nodiscard]] bool describe(PcmPlace&) const;
    /// Where somebody who reads one byte after another has got to.
    [[nodiscard]] std::int64_t position() const;
    /// Reads at a place; gives how many bytes came, fewer only at the end or after an error.
    [[nodiscard]] std::int64_t readAt(std::int64_t from, std::byte* into, std::int64_t bytes) const;

private:
    int number_ = -1;
};

/// Reads samples from a file without a decoder, large pieces at once and nothing ahead. Opening one
/// costs a few microseconds. [main, job or disk thread]
class PcmFile {
public:
    /// Takes a file that is open.
    PcmFile(std::shared_ptr<const FileDescriptor> descriptor, std::filesystem::path path,
            const PcmPlace& place)
        : descriptor_(std::move(descriptor)), path_(std::move(path)), place_(place)
    {
    }
    /// Opens a file again that was a PcmFile before; corrupt when it has become another one.
    static core::Result<PcmFile> reopen(const std::filesystem::path&, const PcmPlace&);

    /// Frames frame … frame + count − 1, which must lie in the file, as they are there:
    /// count · layout.bytesPerFrame() bytes. corrupt when they are gone.
    core::Status read(std::int64_t frame, int count, std::byte* into) const;
    [[nodiscard]] const PcmPlace& place() const noexcept { return place_; }

private:
    std::shared_ptr<const FileDescriptor> descriptor_;
    std::filesystem::path path_;
    PcmPlace place_;
};

/// How many files may be open at once with room for others: half of what the system allows.
[[nodiscard]] std::size_t openFileBudget();

} // namespace cppmusic::audio
