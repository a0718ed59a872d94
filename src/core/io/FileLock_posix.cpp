// SPDX-License-Identifier: GPL-3.0-or-later
#if defined(__unix__) || defined(__APPLE__)

#include "core/io/Checksum.h"
#include "core/io/DiskError.h"
#include "core/io/FileLock.h"

#include <array>
#include <cerrno>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/types.h>
#include <unistd.h>

namespace cppmusic::core {

namespace {

struct Holder {
    std::string host;
    std::string process;
    bool isDamaged = false;
};

std::string thisHost()
{
    std::array<char, 256> name{};
    if (::gethostname(name.data(), name.size() - 1) != 0) return "unknown";
    return name.data();
}

// "host process checksum"; nothing when it isn't that.
Holder readHolder(int number)
{
    std::array<char, 512> buffer{};
    const ssize_t count = ::pread(number, buffer.data(), buffer.size(), 0);
    if (count <= 0) return {};
    const std::string text(buffer.data(), static_cast<std::size_t>(count));
    if (!text.ends_with('\n')) return {}; // whoever wrote it died over it
    const auto first = text.find(' ');
    const auto second = text.find(' ', first + 1);
    if (first == std::string::npos || second == std::string::npos) return {{}, {}, true};
    if (text.substr(second + 1) != sha256Hex(text.substr(0, second)).substr(0, 16) + "\n")
        return {{}, {}, true};
    return {text.substr(0, first), text.substr(first + 1, second - first - 1), false};
}

void writeHolder(int number)
{
    std::string text = thisHost() + " " + std::to_string(::getpid());
    text += " " + sha256Hex(text).substr(0, 16) + "\n";
    // Who has it is a comfort for people; the lock itself doesn't depend on it.
    if (::ftruncate(number, 0) != 0 ||
        ::pwrite(number, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size()))
        return;
}

} // namespace

FileLock::~FileLock()
{
    release();
}

Status FileLock::acquire(const std::filesystem::path& file, bool takesOver)
{
    release();
    int number = -1;
    do number = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    while (number < 0 && errno == EINTR);
    if (number < 0) return diskError("lock this song", file, {errno, std::generic_category()});
    const bool isOurs = ::flock(number, LOCK_EX | LOCK_NB) == 0 || errno == ENOLCK ||
                        errno == EINVAL || errno == ENOSYS;
    const auto holder = readHolder(number);
    const bool isElsewhere = !holder.host.empty() && holder.host != thisHost();
    if (!isOurs || (isElsewhere && !takesOver)) {
        ::close(number);
        const auto who = holder.host.empty() ? std::string("another program")
                                             : "process " + holder.process + " on " + holder.host;
        return makeError(ErrorCode::alreadyExists,
                         "The song is open in " + who +
                             ". Close it there, or open it here for reading only.",
                         file.string());
    }
    number_ = number;
    foundDamage_ = holder.isDamaged;
    writeHolder(number_);
    return {};
}

void FileLock::release() noexcept
{
    if (number_ < 0) return;
    if (::ftruncate(number_, 0) != 0) { // the name stays behind, which harms nobody
    }
    ::close(number_);
    number_ = -1;
}

} // namespace cppmusic::core

#endif
