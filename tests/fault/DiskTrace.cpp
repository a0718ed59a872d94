// SPDX-License-Identifier: GPL-3.0-or-later
#include "DiskTrace.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include <utility>

namespace cppmusic::test {

std::vector<DiskCall> readTrace(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    std::vector<DiskCall> calls;
    std::string line;
    while (std::getline(in, line)) {
        std::istringstream fields(line);
        DiskCall call;
        std::string offset, size;
        std::getline(fields, call.what, '\t');
        std::getline(fields, call.path, '\t');
        std::getline(fields, call.other, '\t');
        std::getline(fields, offset, '\t');
        std::getline(fields, size, '\t');
        call.offset = std::strtoll(offset.c_str(), nullptr, 10);
        call.bytes.resize(std::strtoull(size.c_str(), nullptr, 10));
        in.read(call.bytes.data(), static_cast<std::streamsize>(call.bytes.size()));
        calls.push_back(std::move(call));
    }
    return calls;
}

/// Content as seen, as flushed, and what lies between. Long runs of zeros are not kept: `size` is.
struct TracedDisk::File {
    struct Change {
        std::int64_t offset = 0; ///< −1: a truncation to `size`
        std::int64_t size = 0;
        std::string bytes;
    };

    bool isDirectory = false;
    std::string seen, durable;
    std::vector<Change> unflushed;

    static void apply(const Change& change, std::string& content)
    {
        if (change.offset < 0) {
            content.resize(static_cast<std::size_t>(change.size), '\0');
            return;
        }
        const auto begin = static_cast<std::size_t>(change.offset);
        if (content.size() < begin + change.bytes.size())
            content.resize(begin + change.bytes.size(), '\0');
        content.replace(begin, change.bytes.size(), change.bytes);
    }
    void add(Change change)
    {
        apply(change, seen);
        unflushed.push_back(std::move(change));
    }
    void flush()
    {
        durable = seen;
        unflushed.clear();
    }
};

TracedDisk::TracedDisk(std::string root) : root_(std::move(root)) {}
TracedDisk::~TracedDisk() = default;

std::string TracedDisk::relative(const std::string& path) const
{
    auto rest = path.substr(std::min(path.size(), root_.size()));
    if (rest.starts_with('/')) rest.erase(0, 1);
    if (rest.ends_with('/')) rest.pop_back();
    return rest;
}

namespace {

std::string parentOf(const std::string& path)
{
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? std::string{} : path.substr(0, slash);
}

} // namespace

void TracedDisk::apply(const NameChange& change, Names& names)
{
    if (!change.removed.empty()) names.erase(change.removed);
    if (!change.added.empty()) names[change.added] = change.file;
}

void TracedDisk::change(NameChange made)
{
    apply(made, seen_);
    unflushed_.push_back(std::move(made));
}

// A rename is one thing: flushing either folder flushes it.
void TracedDisk::flushNames(const std::string& directory)
{
    std::erase_if(unflushed_, [&](const NameChange& made) {
        const bool isHere = (!made.removed.empty() && parentOf(made.removed) == directory) ||
                            (!made.added.empty() && parentOf(made.added) == directory);
        if (isHere) apply(made, durable_);
        return isHere;
    });
}

void TracedDisk::apply(const DiskCall& call)
{
    const auto path = relative(call.path);
    const auto found = seen_.find(path);
    const auto file = found == seen_.end() ? nullptr : found->second;
    if (call.what == "create" || call.what == "mkdir") {
        auto made = std::make_shared<File>();
        made->isDirectory = call.what == "mkdir";
        change({{}, path, std::move(made)});
    } else if (call.what == "write" && file != nullptr) {
        file->add({call.offset, 0, call.bytes});
    } else if (call.what == "truncate" && file != nullptr) {
        file->add({-1, call.offset, {}});
    } else if (call.what == "sync") {
        if (path.empty() || (file != nullptr && file->isDirectory))
            flushNames(path);
        else if (file != nullptr)
            file->flush();
    } else if (call.what == "rename" && file != nullptr) {
        change({path, relative(call.other), file});
    } else if (call.what == "remove" && file != nullptr) {
        change({path, {}, nullptr});
    }
}

void TracedDisk::applyHalf(DiskCall call)
{
    call.bytes.resize(call.bytes.size() / 2);
    apply(call);
}

void TracedDisk::writeOut(const std::filesystem::path& folder, const Names& names,
                          const std::map<const File*, std::string>& contents)
{
    for (const auto& [path, file] : names) {
        const auto target = folder / path;
        // A name whose folder was lost is lost.
        if (!parentOf(path).empty() && !std::filesystem::is_directory(target.parent_path()))
            continue;
        if (file->isDirectory) {
            std::filesystem::create_directory(target);
            continue;
        }
        const auto& content = contents.at(file.get());
        // The zeros at the end cost no room.
        const auto end = content.find_last_not_of('\0') + 1;
        std::ofstream(target, std::ios::binary)
            .write(content.data(), static_cast<std::streamsize>(end));
        std::filesystem::resize_file(target, content.size());
    }
}

void TracedDisk::writeSeen(const std::filesystem::path& folder) const
{
    std::map<const File*, std::string> contents;
    for (const auto& [path, file] : seen_) contents[file.get()] = file->seen;
    writeOut(folder, seen_, contents);
}

void TracedDisk::writeAfterCut(const std::filesystem::path& folder, Cut cut,
                               std::mt19937_64& dice) const
{
    auto names = durable_;
    const auto kept = cut == Cut::losesAll ? 0 : dice() % (unflushed_.size() + 1);
    for (std::size_t index = 0; index < unflushed_.size(); ++index) {
        const bool isKept = cut == Cut::keepsSome ? dice() % 2 == 0 : index < kept;
        const auto& made = unflushed_[index];
        if (isKept && (made.removed.empty() || names.contains(made.removed) || made.added.empty()))
            apply(made, names);
    }
    constexpr std::size_t sector = 512;
    std::map<const File*, std::string> contents;
    for (const auto& [path, file] : names) {
        auto content = file->durable;
        const auto keptChanges = cut == Cut::losesAll ? 0 : dice() % (file->unflushed.size() + 1);
        for (std::size_t index = 0; index < file->unflushed.size(); ++index) {
            const auto& made = file->unflushed[index];
            if (cut != Cut::keepsSome) {
                if (index < keptChanges) File::apply(made, content);
                continue;
            }
            if (made.offset < 0) {
                if (dice() % 2 == 0) File::apply(made, content);
                continue;
            }
            for (std::size_t at = 0; at < made.bytes.size(); at += sector)
                if (dice() % 2 == 0)
                    File::apply({made.offset + static_cast<std::int64_t>(at), 0,
                                 made.bytes.substr(at, sector)},
                                content);
        }
        contents[file.get()] = std::move(content);
    }
    writeOut(folder, names, contents);
}

} // namespace cppmusic::test
