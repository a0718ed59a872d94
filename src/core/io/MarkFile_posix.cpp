// SPDX-License-Identifier: GPL-3.0-or-later
#if defined(__unix__) || defined(__APPLE__)

#include "core/io/DiskError.h"
#include "core/io/MarkFile.h"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

namespace cppmusic::core {

namespace {

std::error_code lastError()
{
    return {errno, std::generic_category()};
}

} // namespace

MarkFile::~MarkFile()
{
    close();
}

void MarkFile::close() noexcept
{
    if (number_ >= 0) ::close(number_);
    number_ = -1;
}

Status MarkFile::open(const std::filesystem::path& path)
{
    close();
    path_ = path;
    do number_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    while (number_ < 0 && errno == EINTR);
    if (number_ < 0) return diskError("open this file", path, lastError());
    return {};
}

Status MarkFile::writeAt(std::uint64_t offset, std::string_view content)
{
    while (!content.empty()) {
        const ssize_t written =
            ::pwrite(number_, content.data(), content.size(), static_cast<off_t>(offset));
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return diskError("write this file", path_, lastError());
        if (written == 0)
            return diskError("write this file", path_, std::make_error_code(std::errc::io_error));
        content.remove_prefix(static_cast<std::size_t>(written));
        offset += static_cast<std::uint64_t>(written);
    }
    return {};
}

Status MarkFile::flush()
{
    int result = 0;
    do result = ::fsync(number_);
    while (result != 0 && errno == EINTR);
    return result == 0 ? Status{} : diskError("write this file", path_, lastError());
}

Status MarkFile::reserve(std::uint64_t bytes)
{
#if defined(__linux__)
    const int error = ::posix_fallocate(number_, 0, static_cast<off_t>(bytes));
    if (error == 0) return {};
    return diskError("keep room on the disk", path_, {error, std::generic_category()});
#else
    const std::string zeros(std::size_t{1} << 16, '\0');
    for (std::uint64_t at = 0; at < bytes; at += zeros.size())
        if (auto status = writeAt(at, zeros); !status) return status;
    return flush();
#endif
}

} // namespace cppmusic::core

#endif
