// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/files/TemporaryFile.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <utility>

#ifndef _WIN32
#include <fcntl.h>
#include <unistd.h>
#endif

namespace cppmusic::audio {

namespace {

namespace fs = std::filesystem;
using core::ErrorCode;
using core::makeError;

/// Opens a new file for writing and reading; fails if the name exists.
std::FILE* openNew(const fs::path& path) noexcept
{
#ifdef _WIN32
    return _wfopen(path.c_str(), L"w+bx");
#else
    return std::fopen(path.c_str(), "w+bx");
#endif
}

bool seekFile(std::FILE* file, std::int64_t offset) noexcept
{
#ifdef _WIN32
    return _fseeki64(file, offset, SEEK_SET) == 0;
#else
    return fseeko(file, static_cast<off_t>(offset), SEEK_SET) == 0;
#endif
}

bool flushToDisk(std::FILE* file) noexcept
{
    if (std::fflush(file) != 0) return false;
#ifdef _WIN32
    return true;
#else
    return fsync(fileno(file)) == 0;
#endif
}

/// Makes a rename in this folder durable. A folder that can't be flushed is no error: the file is
/// whole either way.
void flushFolder([[maybe_unused]] const fs::path& folder) noexcept
{
#ifndef _WIN32
    const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle < 0) return;
    (void)fsync(handle);
    ::close(handle);
#endif
}

ErrorCode codeFor(int systemError) noexcept
{
    switch (systemError) {
    case ENOSPC:
#ifdef EDQUOT
    case EDQUOT:
#endif
        return ErrorCode::noSpace;
    case EACCES:
    case EPERM:
    case EROFS: return ErrorCode::permissionDenied;
    case ENOENT:
    case ENOTDIR: return ErrorCode::notFound;
    default: return ErrorCode::ioFailure;
    }
}

std::string sentenceFor(int systemError, const char* doing)
{
    switch (codeFor(systemError)) {
    case ErrorCode::noSpace:
        return "the disk is full; free some space or choose another folder, then try again";
    case ErrorCode::permissionDenied:
        return "no permission to write here; check the folder's rights or choose another";
    case ErrorCode::notFound: return "the folder does not exist; create it or choose another";
    default: return std::string(doing) + " failed: " + std::strerror(systemError);
    }
}

/// Beside the target, hidden, and of a name nobody else has.
fs::path temporaryNameFor(const fs::path& target)
{
    static std::atomic<unsigned> counter{0};
    unsigned long process = 0;
#ifndef _WIN32
    process = static_cast<unsigned long>(getpid());
#endif
    fs::path name = ".";
    // A long name plus our ending could exceed what the file system takes.
    name += target.filename().native().substr(0, 100);
    name += "." + std::to_string(process) + "-" + std::to_string(counter.fetch_add(1)) + ".partial";
    return target.parent_path() / name;
}

} // namespace

core::Result<TemporaryFile> TemporaryFile::create(const fs::path& target, std::uint64_t maxBytes)
{
    std::error_code error;
    const auto place = target.string();
    if (!target.has_filename())
        return makeError(ErrorCode::invalidArgument, "a file name is missing", place);
    const auto status = fs::status(target, error);
    if (fs::is_directory(status))
        return makeError(ErrorCode::invalidArgument, "this is a folder; give a file name", place);
    if (fs::exists(status) && !fs::is_regular_file(status))
        return makeError(ErrorCode::invalidArgument,
                         "this is not an ordinary file and will not be replaced", place);
    TemporaryFile file;
    file.target_ = target;
    file.maxBytes_ = maxBytes;
    // A name can be left over from a process that died with the same number.
    for (int attempt = 0; attempt < 16 && file.file_ == nullptr; ++attempt) {
        file.path_ = temporaryNameFor(target);
        errno = 0;
        file.file_ = openNew(file.path_);
        if (file.file_ == nullptr && errno != EEXIST) break;
    }
    if (file.file_ == nullptr)
        return makeError(codeFor(errno), sentenceFor(errno, "creating the file"), place);
    return file;
}

TemporaryFile::TemporaryFile(TemporaryFile&& other) noexcept
{
    *this = std::move(other);
}

TemporaryFile& TemporaryFile::operator=(TemporaryFile&& other) noexcept
{
    if (this == &other) return *this;
    abandon();
    target_ = std::move(other.target_);
    path_ = std::move(other.path_);
    file_ = std::exchange(other.file_, nullptr);
    maxBytes_ = other.maxBytes_;
    position_ = other.position_;
    size_ = other.size_;
    wasReading_ = other.wasReading_;
    status_ = std::move(other.status_);
    return *this;
}

TemporaryFile::~TemporaryFile()
{
    abandon();
}

core::Status TemporaryFile::fail(int systemError, const char* doing)
{
    if (status_.ok())
        status_ =
            makeError(codeFor(systemError), sentenceFor(systemError, doing), target_.string());
    return status_;
}

core::Status TemporaryFile::write(std::string_view bytes)
{
    if (!status_.ok()) return status_;
    if (file_ == nullptr) return fail(EBADF, "writing");
    if (static_cast<std::uint64_t>(position_) + bytes.size() > maxBytes_)
        return fail(ENOSPC, "writing");
    if (std::exchange(wasReading_, false) && !seekFile(file_, position_))
        return fail(errno, "writing");
    errno = 0;
    if (std::fwrite(bytes.data(), 1, bytes.size(), file_) != bytes.size())
        return fail(errno, "writing");
    position_ += static_cast<std::int64_t>(bytes.size());
    size_ = std::max(size_, position_);
    return {};
}

std::size_t TemporaryFile::read(char* into, std::size_t count)
{
    if (!status_.ok() || file_ == nullptr) return 0;
    // C streams want a seek between writing and reading.
    if (!std::exchange(wasReading_, true) && !seekFile(file_, position_)) {
        (void)fail(errno, "reading back");
        return 0;
    }
    const std::size_t got = std::fread(into, 1, count, file_);
    if (got < count && std::ferror(file_) != 0) (void)fail(errno, "reading back");
    position_ += static_cast<std::int64_t>(got);
    return got;
}

bool TemporaryFile::seek(std::int64_t offset)
{
    if (!status_.ok() || file_ == nullptr || offset < 0) return false;
    if (!seekFile(file_, offset)) {
        (void)fail(errno, "writing"); // what was buffered is written here
        return false;
    }
    position_ = offset;
    return true;
}

core::Status TemporaryFile::commit()
{
    if (!status_.ok()) {
        abandon();
        return status_;
    }
    if (file_ == nullptr) return fail(EBADF, "writing");
    errno = 0;
    const bool isFlushed = flushToDisk(file_);
    if (!isFlushed) (void)fail(errno, "writing");
    if (std::fclose(std::exchange(file_, nullptr)) != 0 && isFlushed) (void)fail(errno, "writing");
    std::error_code error;
    if (status_.ok()) {
        fs::rename(path_, target_, error);
        if (error) (void)fail(error.value(), "renaming the finished file");
    }
    if (!status_.ok()) {
        fs::remove(path_, error);
        return status_;
    }
    flushFolder(target_.has_parent_path() ? target_.parent_path() : fs::path("."));
    return {};
}

void TemporaryFile::abandon() noexcept
{
    if (file_ == nullptr) return;
    std::fclose(std::exchange(file_, nullptr));
    std::error_code error;
    fs::remove(path_, error);
}

} // namespace cppmusic::audio
