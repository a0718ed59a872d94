// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/MemoryFileSystem.h"

#include "core/io/DiskError.h"

#include <algorithm>
#include <map>
#include <system_error>

namespace cppmusic::core {

struct MemoryFileSystem::Node {
    using Names = std::map<std::string, std::shared_ptr<Node>>;

    bool isDirectory = false;
    std::string content;
    Names names;        // as programs see them
    Names durableNames; // as they were at the last syncDirectory

    void losePower()
    {
        names = durableNames;
        for (const auto& [name, node] : names) node->losePower();
    }
};

namespace {

std::vector<std::string> partsOf(const std::filesystem::path& path)
{
    std::vector<std::string> parts;
    for (const auto& part : path.lexically_normal().relative_path())
        if (!part.empty() && part != ".") parts.push_back(part.string());
    return parts;
}

Error refuse(std::string_view action, const std::filesystem::path& path, std::errc reason)
{
    return diskError(action, path, std::make_error_code(reason));
}

bool isInside(const std::filesystem::path& inner, const std::filesystem::path& outer)
{
    const auto innerParts = partsOf(inner);
    const auto outerParts = partsOf(outer);
    return innerParts.size() >= outerParts.size() &&
           std::equal(outerParts.begin(), outerParts.end(), innerParts.begin());
}

} // namespace

MemoryFileSystem::MemoryFileSystem() : root_(std::make_shared<Node>())
{
    root_->isDirectory = true;
}

MemoryFileSystem::~MemoryFileSystem() = default;

MemoryFileSystem::Node* MemoryFileSystem::find(const Path& path) const
{
    Node* node = root_.get();
    for (const std::string& part : partsOf(path)) {
        const auto found = node->names.find(part);
        if (found == node->names.end()) return nullptr;
        node = found->second.get();
    }
    return node;
}

bool MemoryFileSystem::exists(const Path& path) const
{
    const std::scoped_lock lock(mutex_);
    return find(path) != nullptr;
}

bool MemoryFileSystem::isDirectory(const Path& path) const
{
    const std::scoped_lock lock(mutex_);
    const Node* node = find(path);
    return node != nullptr && node->isDirectory;
}

bool MemoryFileSystem::isLink(const Path&) const
{
    return false; // there are none here
}

Result<std::string> MemoryFileSystem::readFile(const Path& path, std::uint64_t maxBytes) const
{
    const std::scoped_lock lock(mutex_);
    const Node* node = find(path);
    if (node == nullptr)
        return refuse("read this file", path, std::errc::no_such_file_or_directory);
    if (node->isDirectory) return refuse("read this file", path, std::errc::is_a_directory);
    if (node->content.size() > maxBytes)
        return makeError(ErrorCode::corrupt,
                         "is larger than " + std::to_string(maxBytes) +
                             " bytes, which no such file should be",
                         path.string());
    return node->content;
}

Result<std::string> MemoryFileSystem::readRange(const Path& path, std::uint64_t offset,
                                                std::size_t maxBytes) const
{
    Result<std::string> whole = readFile(path, ~std::uint64_t{0});
    if (!whole.ok() || offset >= whole->size())
        return whole.ok() ? Result<std::string>(std::string()) : whole;
    return whole->substr(static_cast<std::size_t>(offset), maxBytes);
}

Result<std::vector<std::string>> MemoryFileSystem::list(const Path& directory) const
{
    const std::scoped_lock lock(mutex_);
    const Node* node = find(directory);
    if (node == nullptr)
        return refuse("list this folder", directory, std::errc::no_such_file_or_directory);
    if (!node->isDirectory)
        return refuse("list this folder", directory, std::errc::not_a_directory);
    std::vector<std::string> names;
    for (const auto& entry : node->names) names.push_back(entry.first);
    return names;
}

Result<std::uint64_t> MemoryFileSystem::fileSize(const Path& path) const
{
    const std::scoped_lock lock(mutex_);
    const Node* node = find(path);
    if (node == nullptr || node->isDirectory)
        return refuse("read the size of this file", path,
                      node == nullptr ? std::errc::no_such_file_or_directory
                                      : std::errc::is_a_directory);
    return static_cast<std::uint64_t>(node->content.size());
}

Status MemoryFileSystem::write(const Path& path, std::string_view content)
{
    Node* folder = find(path.lexically_normal().parent_path());
    const auto parts = partsOf(path);
    if (parts.empty()) return refuse("write this file", path, std::errc::is_a_directory);
    if (folder == nullptr)
        return refuse("write this file", path, std::errc::no_such_file_or_directory);
    if (!folder->isDirectory) return refuse("write this file", path, std::errc::not_a_directory);
    std::shared_ptr<Node>& node = folder->names[parts.back()];
    if (node == nullptr) node = std::make_shared<Node>();
    if (node->isDirectory) return refuse("write this file", path, std::errc::is_a_directory);
    node->content = content;
    return {};
}

Status MemoryFileSystem::writeFile(const Path& path, std::string_view content)
{
    const std::scoped_lock lock(mutex_);
    return write(path, content);
}

Status MemoryFileSystem::copyFile(const Path& from, const Path& to)
{
    const std::scoped_lock lock(mutex_);
    const Node* source = find(from);
    if (source == nullptr)
        return refuse("copy this file", from, std::errc::no_such_file_or_directory);
    if (source->isDirectory) return refuse("copy this file", from, std::errc::is_a_directory);
    return write(to, std::string(source->content));
}

Status MemoryFileSystem::shareFile(const Path& from, const Path& to)
{
    return copyFile(from, to);
}

Status MemoryFileSystem::createDirectories(const Path& path)
{
    const std::scoped_lock lock(mutex_);
    Node* node = root_.get();
    for (const std::string& part : partsOf(path)) {
        std::shared_ptr<Node>& next = node->names[part];
        if (next == nullptr) {
            next = std::make_shared<Node>();
            next->isDirectory = true;
        }
        if (!next->isDirectory)
            return refuse("create this folder", path, std::errc::not_a_directory);
        node = next.get();
    }
    return {};
}

Status MemoryFileSystem::rename(const Path& from, const Path& to)
{
    const std::scoped_lock lock(mutex_);
    const std::string action = "rename this to " + to.string();
    Node* moved = find(from);
    Node* target = find(to);
    Node* source = find(from.lexically_normal().parent_path());
    Node* folder = find(to.lexically_normal().parent_path());
    const auto fromParts = partsOf(from);
    const auto toParts = partsOf(to);
    if (moved == nullptr || folder == nullptr || fromParts.empty() || toParts.empty())
        return refuse(action, from, std::errc::no_such_file_or_directory);
    if (moved == target) return {};
    if (!folder->isDirectory) return refuse(action, from, std::errc::not_a_directory);
    if (isInside(to, from)) return refuse(action, from, std::errc::invalid_argument);
    if (target != nullptr && target->isDirectory && !moved->isDirectory)
        return refuse(action, from, std::errc::is_a_directory);
    if (target != nullptr && !target->isDirectory && moved->isDirectory)
        return refuse(action, from, std::errc::not_a_directory);
    if (target != nullptr && !target->names.empty())
        return refuse(action, from, std::errc::directory_not_empty);
    folder->names[toParts.back()] = source->names[fromParts.back()];
    source->names.erase(fromParts.back());
    return {};
}

Status MemoryFileSystem::remove(const Path& path)
{
    const std::scoped_lock lock(mutex_);
    const Node* node = find(path);
    if (node == nullptr || node == root_.get()) return {};
    if (!node->names.empty()) return refuse("remove this", path, std::errc::directory_not_empty);
    find(path.lexically_normal().parent_path())->names.erase(partsOf(path).back());
    return {};
}

Status MemoryFileSystem::removeAll(const Path& path)
{
    const std::scoped_lock lock(mutex_);
    Node* node = find(path);
    if (node == root_.get())
        node->names.clear();
    else if (node != nullptr)
        find(path.lexically_normal().parent_path())->names.erase(partsOf(path).back());
    return {};
}

Status MemoryFileSystem::syncDirectory(const Path& path)
{
    const std::scoped_lock lock(mutex_);
    Node* node = find(path);
    if (node == nullptr)
        return refuse("flush this folder", path, std::errc::no_such_file_or_directory);
    if (!node->isDirectory) return refuse("flush this folder", path, std::errc::not_a_directory);
    node->durableNames = node->names;
    return {};
}

void MemoryFileSystem::losePower()
{
    const std::scoped_lock lock(mutex_);
    root_->losePower();
}

} // namespace cppmusic::core
