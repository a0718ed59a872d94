// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/files/PcmFile.h"

#include <algorithm>
#include <cerrno>

#ifndef _WIN32
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace cppmusic::audio {

#ifdef _WIN32

// Everything is read through the decoder there.
FileDescriptor::FileDescriptor(const std::filesystem::path&) {}
FileDescriptor::~FileDescriptor() = default;
bool FileDescriptor::describe(PcmPlace&) const
{
    return false;
}
std::int64_t FileDescriptor::position() const
{
    return -1;
}
std::int64_t FileDescriptor::readAt(std::int64_t, std::byte*, std::int64_t) const
{
    return 0;
}
std::size_t openFileBudget()
{
    return 256;
}

#else

FileDescriptor::FileDescriptor(const std::filesystem::path& path)
    : number_(::open(path.c_str(), O_RDONLY | O_CLOEXEC))
{
}

FileDescriptor::~FileDescriptor()
{
    if (number_ >= 0) ::close(number_);
}

bool FileDescriptor::describe(PcmPlace& place) const
{
    struct stat found = {};
    if (::fstat(number_, &found) != 0 || !S_ISREG(found.st_mode)) return false;
    place.fileBytes = found.st_size;
#ifdef __APPLE__
    const timespec& changed = found.st_mtimespec;
#else
    const timespec& changed = found.st_mtim;
#endif
    place.changedAt = static_cast<std::int64_t>(changed.tv_sec) * 1'000'000'000 + changed.tv_nsec;
    return true;
}

std::int64_t FileDescriptor::position() const
{
    return ::lseek(number_, 0, SEEK_CUR);
}

std::int64_t FileDescriptor::readAt(std::int64_t from, std::byte* into, std::int64_t bytes) const
{
    std::int64_t done = 0;
    while (done < bytes) {
        const auto got =
            ::pread(number_, into + done, static_cast<std::size_t>(bytes - done), from + done);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        done += got;
    }
    return done;
}

std::size_t openFileBudget()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 64;
    return std::clamp<std::size_t>(static_cast<std::size_t>(limit.rlim_cur) / 2, 16, 4096);
}

#endif

core::Result<PcmFile> PcmFile::reopen(const std::filesystem::path& path, const PcmPlace& place)
{
    auto descriptor = std::make_shared<const FileDescriptor>(path);
    if (!descriptor->isOpen())
        return core::makeError(core::ErrorCode::notFound,
                               "the file is gone or can no longer be opened", path.string());
    PcmPlace now;
    if (!descriptor->describe(now) || now.fileBytes != place.fileBytes ||
        now.changedAt != place.changedAt)
        return core::makeError(core::ErrorCode::corrupt,
                               "the file was changed while the song uses it; open the song again",
                               path.string());
    return PcmFile(std::move(descriptor), path, place);
}

core::Status PcmFile::read(std::int64_t frame, int count, std::byte* into) const
{
    const std::int64_t frameBytes = place_.layout.bytesPerFrame();
    const std::int64_t wanted = count * frameBytes;
    const std::int64_t got =
        descriptor_->readAt(place_.firstByte + frame * frameBytes, into, wanted);
    if (got == wanted) return {};
    return core::makeError(core::ErrorCode::corrupt,
                           "the file is damaged or cut short at frame " +
                               std::to_string(frame + got / frameBytes) + " of " +
                               std::to_string(place_.frames),
                           path_.string());
}

} // namespace cppmusic::audio
