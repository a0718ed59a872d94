// SPDX-License-Identifier: GPL-3.0-or-later
#if defined(__unix__) || defined(__APPLE__)

#include "core/io/DiskError.h"
#include "core/io/DiskFileSystem.h"

#include <algorithm>
#include <cerrno>
#include <deque>
#include <limits>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#ifdef __linux__
#include <linux/fs.h>
#include <sys/ioctl.h>
#endif
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

namespace cppmusic::core {
namespace {

constexpr std::size_t chunkBytes = std::size_t{1} << 20;

std::error_code lastError()
{
    return {errno, std::generic_category()};
}

/// Closes on destruction.
class Descriptor {
public:
    explicit Descriptor(int number) noexcept : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&&) = delete;
    ~Descriptor() { (void)close(); }

    [[nodiscard]] bool isOpen() const noexcept { return number_ >= 0; }
    [[nodiscard]] int number() const noexcept { return number_; }
    /// Some systems report a failed write only here.
    [[nodiscard]] std::error_code close() noexcept
    {
        const int number = std::exchange(number_, -1);
        if (number < 0 || ::close(number) == 0 || errno == EINTR) return {};
        return lastError();
    }

private:
    int number_;
};

Descriptor openAt(const std::filesystem::path& path, int flags)
{
    int number = -1;
    do number = ::open(path.c_str(), flags | O_CLOEXEC, 0666);
    while (number < 0 && errno == EINTR);
    return Descriptor(number);
}

std::error_code writeAll(const Descriptor& file, std::string_view content)
{
    while (!content.empty()) {
        const ssize_t written =
            ::write(file.number(), content.data(), std::min(content.size(), chunkBytes));
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return lastError();
        if (written == 0) return std::make_error_code(std::errc::io_error);
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

/// Appends at most `maxBytes` bytes from the present place; as many at a time as the file is
/// likely to have left.
std::error_code readSome(const Descriptor& file, std::string& content, std::uint64_t maxBytes)
{
    struct stat status {};
    std::uint64_t expected = chunkBytes;
    if (::fstat(file.number(), &status) == 0 && S_ISREG(status.st_mode))
        expected = std::max<std::uint64_t>(4096, static_cast<std::uint64_t>(status.st_size) + 1);
    while (maxBytes > 0) {
        const std::size_t wanted =
            static_cast<std::size_t>(std::min<std::uint64_t>({maxBytes, expected, chunkBytes}));
        const std::size_t before = content.size();
        content.resize(before + wanted);
        const ssize_t count = ::read(file.number(), content.data() + before, wanted);
        content.resize(before + (count > 0 ? static_cast<std::size_t>(count) : 0));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return lastError();
        if (count == 0) return {};
        maxBytes -= static_cast<std::uint64_t>(count);
    }
    return {};
}

std::error_code flush(const Descriptor& file)
{
#ifdef F_FULLFSYNC // macOS: fsync leaves the data in the drive's cache
    if (::fcntl(file.number(), F_FULLFSYNC) == 0) return {};
#endif
    int result = 0;
    do result = ::fsync(file.number());
    while (result != 0 && errno == EINTR);
    return result == 0 ? std::error_code{} : lastError();
}

/// A file being written; unless `finish` succeeds, a file that was new is removed again.
class NewContent {
public:
    explicit NewContent(std::filesystem::path path)
        : path_(std::move(path)),
          file_(openAt(path_, O_WRONLY | O_CREAT | O_EXCL)),
          isNew_(file_.isOpen())
    {
        if (isNew_) return;
        error_ = lastError();
        if (error_ != std::errc::file_exists) return;
        Descriptor existing = openAt(path_, O_WRONLY | O_TRUNC | O_NOFOLLOW);
        error_ = existing.isOpen() ? std::error_code{} : lastError();
        replacement_.emplace(std::move(existing));
    }
    ~NewContent()
    {
        if (isNew_ && !isFinished_) ::unlink(path_.c_str());
    }
    NewContent(const NewContent&) = delete;
    NewContent& operator=(const NewContent&) = delete;

    void append(std::string_view content)
    {
        if (!error_) error_ = writeAll(file(), content);
    }
    /// Makes it a clone of a whole file; false where the disk can't do that.
    [[nodiscard]] bool clone([[maybe_unused]] const Descriptor& source)
    {
#ifdef FICLONE
        return !error_ && ::ioctl(file().number(), FICLONE, source.number()) == 0;
#else
        return false;
#endif
    }
    [[nodiscard]] std::error_code finish()
    {
        if (!error_) error_ = flush(file());
        const std::error_code closing = file().close();
        if (!error_) error_ = closing;
        isFinished_ = !error_;
        return error_;
    }
    /// Sends what was appended on its way, where the system knows how.
    void startFlush()
    {
#ifdef SYNC_FILE_RANGE_WRITE
        if (!error_) (void)::sync_file_range(file().number(), 0, 0, SYNC_FILE_RANGE_WRITE);
#endif
    }
    [[nodiscard]] const std::error_code& error() const noexcept
    {
        return error_;
    }
    [[nodiscard]] const std::filesystem::path& path() const noexcept
    {
        return path_;
    }

private:
    Descriptor& file() noexcept
    {
        return replacement_ ? *replacement_ : file_;
    }

    std::filesystem::path path_;
    Descriptor file_;
    std::optional<Descriptor> replacement_;
    std::error_code error_;
    bool isNew_;
    bool isFinished_ = false;
};

} // namespace

Result<std::string> DiskFileSystem::readFile(const Path& path, std::uint64_t maxBytes) const
{
    const Descriptor file = openAt(path, O_RDONLY);
    if (!file.isOpen()) return diskError("read this file", path, lastError());
    std::string content;
    const std::uint64_t limit =
        maxBytes < std::numeric_limits<std::uint64_t>::max() ? maxBytes + 1 : maxBytes;
    if (const auto error = readSome(file, content, limit))
        return diskError("read this file", path, error);
    if (content.size() > maxBytes)
        return makeError(ErrorCode::corrupt,
                         "is larger than " + std::to_string(maxBytes) +
                             " bytes, which no such file should be",
                         path.string());
    return content;
}

Result<std::string> DiskFileSystem::readRange(const Path& path, std::uint64_t offset,
                                              std::size_t maxBytes) const
{
    const Descriptor file = openAt(path, O_RDONLY);
    if (!file.isOpen()) return diskError("read this file", path, lastError());
    if (offset > static_cast<std::uint64_t>(std::numeric_limits<off_t>::max()))
        return std::string();
    if (::lseek(file.number(), static_cast<off_t>(offset), SEEK_SET) < 0)
        return diskError("read this file", path, lastError());
    std::string content;
    if (const auto error = readSome(file, content, maxBytes))
        return diskError("read this file", path, error);
    return content;
}

Status DiskFileSystem::writeFile(const Path& path, std::string_view content)
{
    NewContent file(path);
    file.append(content);
    if (const auto error = file.finish()) return diskError("write this file", path, error);
    return {};
}

// A flush waits for the disk. When all files of a group are on their way to it before the first is
// waited for, the others wait for little.
Status DiskFileSystem::writeFiles(const Path& folder, std::span<const NamedContent> files)
{
    constexpr std::size_t groupSize = 128; // open at a time
    for (; !files.empty(); files = files.subspan(std::min(groupSize, files.size()))) {
        std::deque<NewContent> group;
        for (const auto& named : files.first(std::min(groupSize, files.size()))) {
            auto& file = group.emplace_back(folder / named.name);
            file.append(named.content);
            file.startFlush();
            if (file.error()) return diskError("write this file", file.path(), file.error());
        }
        for (auto& file : group)
            if (const auto error = file.finish())
                return diskError("write this file", file.path(), error);
    }
    return {};
}

namespace {

bool isSameFile(const Descriptor& source, const std::filesystem::path& to)
{
    struct stat one {};
    struct stat other {};
    return ::fstat(source.number(), &one) == 0 && ::lstat(to.c_str(), &other) == 0 &&
           one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

Status copyInto(NewContent& target, const Descriptor& source, const std::filesystem::path& from,
                const std::filesystem::path& to)
{
    std::string chunk;
    do {
        chunk.clear();
        if (const auto error = readSome(source, chunk, chunkBytes))
            return diskError("copy this file", from, error);
        target.append(chunk);
    } while (!chunk.empty() && !target.error());
    if (const auto error = target.finish()) return diskError("write this file", to, error);
    return {};
}

} // namespace

Status DiskFileSystem::copyFile(const Path& from, const Path& to)
{
    const Descriptor source = openAt(from, O_RDONLY);
    if (!source.isOpen()) return diskError("copy this file", from, lastError());
    if (isSameFile(source, to)) return {}; // onto itself: truncating it would lose it
    NewContent target(to);
    if (!target.clone(source)) return copyInto(target, source, from, to);
    if (const auto error = target.finish()) return diskError("write this file", to, error);
    return {};
}

Status DiskFileSystem::shareFile(const Path& from, const Path& to)
{
    const Descriptor source = openAt(from, O_RDONLY);
    if (!source.isOpen()) return diskError("copy this file", from, lastError());
    if (isSameFile(source, to)) return {};
    if (auto status = remove(to); !status) return status;
    {
        NewContent target(to);
        if (target.clone(source)) {
            if (const auto error = target.finish()) return diskError("write this file", to, error);
            return {};
        }
    } // a new file that isn't finished is gone again
    if (::linkat(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), AT_SYMLINK_FOLLOW) != 0) {
        NewContent target(to);
        return copyInto(target, source, from, to);
    }
    // Whoever wrote it may not have flushed it.
    if (const auto error = flush(source)) return diskError("write this file", from, error);
    return {};
}

Status DiskFileSystem::syncDirectory(const Path& path)
{
    const Descriptor directory = openAt(path.empty() ? Path(".") : path, O_RDONLY | O_DIRECTORY);
    if (!directory.isOpen()) return diskError("flush this folder", path, lastError());
    const std::error_code error = flush(directory);
    // Some network file systems can't flush folders and say so.
    if (error && error != std::errc::invalid_argument)
        return diskError("flush this folder", path, error);
    return {};
}

} // namespace cppmusic::core

#endif
