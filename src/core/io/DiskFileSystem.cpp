// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/DiskFileSystem.h"

#include "core/io/DiskError.h"

#include <algorithm>
#include <system_error>

// What the standard library does well enough on every system. Reading, writing and flushing are in
// DiskFileSystem_posix.cpp.
namespace cppmusic::core {

namespace fs = std::filesystem;

bool DiskFileSystem::exists(const Path& path) const
{
    std::error_code code;
    return fs::exists(path, code);
}

bool DiskFileSystem::isDirectory(const Path& path) const
{
    std::error_code code;
    return fs::is_directory(path, code);
}

bool DiskFileSystem::isLink(const Path& path) const
{
    std::error_code code;
    return fs::is_symlink(fs::symlink_status(path, code));
}

Result<std::vector<std::string>> DiskFileSystem::list(const Path& directory) const
{
    std::error_code code;
    std::vector<std::string> names;
    fs::directory_iterator entry(directory, code);
    for (; !code && entry != fs::directory_iterator(); entry.increment(code))
        names.push_back(entry->path().filename().string());
    if (code) return diskError("list this folder", directory, code);
    std::sort(names.begin(), names.end());
    return names;
}

Result<std::uint64_t> DiskFileSystem::fileSize(const Path& path) const
{
    std::error_code code;
    const std::uintmax_t size = fs::file_size(path, code);
    if (code) return diskError("read the size of this file", path, code);
    return static_cast<std::uint64_t>(size);
}

Status DiskFileSystem::createDirectories(const Path& path)
{
    std::error_code code;
    fs::create_directories(path, code);
    if (code) return diskError("create this folder", path, code);
    return {};
}

Status DiskFileSystem::rename(const Path& from, const Path& to)
{
    std::error_code code;
    fs::rename(from, to, code);
    if (code) return diskError("rename this to " + to.string(), from, code);
    return {};
}

Status DiskFileSystem::remove(const Path& path)
{
    std::error_code code;
    fs::remove(path, code);
    if (code) return diskError("remove this", path, code);
    return {};
}

Status DiskFileSystem::removeAll(const Path& path)
{
    std::error_code code;
    fs::remove_all(path, code);
    if (code) return diskError("remove this and what is in it", path, code);
    return {};
}

} // namespace cppmusic::core
