// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace cppmusic::test {

/// A call that changed a disk, or a line that was said meanwhile.
struct DiskCall {
    std::string what; ///< create, truncate, write, sync, rename, remove, mkdir, say
    std::string path, other;
    std::int64_t offset = 0;
    std::string bytes;
};

/// Reads what Preload.c wrote.
[[nodiscard]] std::vector<DiskCall> readTrace(const std::filesystem::path& file);

/// A disk that follows a trace and knows what of it is on the platter.
class TracedDisk {
public:
    explicit TracedDisk(std::string root);
    ~TracedDisk();

    void apply(const DiskCall& call);
    /// The first half of a write.
    void applyHalf(DiskCall call);

    /// How a power cut treats what was not flushed.
    enum class Cut { losesAll, keepsBeginning, keepsSome };
    /// Writes the disk as programs see it into an empty folder: what a killed program leaves.
    void writeSeen(const std::filesystem::path& folder) const;
    /// Writes it as a power cut leaves it.
    void writeAfterCut(const std::filesystem::path& folder, Cut cut, std::mt19937_64& dice) const;

private:
    struct File;
    using Names = std::map<std::string, std::shared_ptr<File>>;
    struct NameChange {
        std::string removed, added; ///< either may be empty
        std::shared_ptr<File> file;
    };

    [[nodiscard]] std::string relative(const std::string& path) const;
    void flushNames(const std::string& directory);
    void change(NameChange change);
    static void apply(const NameChange& change, Names& names);
    static void writeOut(const std::filesystem::path& folder, const Names& names,
                         const std::map<const File*, std::string>& contents);

    std::string root_;
    Names seen_, durable_;
    std::vector<NameChange> unflushed_;
};

} // namespace cppmusic::test
