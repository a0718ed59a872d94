// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "core/io/FileSystem.h"
#include "model/Project.h"
#include "project/serialization/ProjectFolder.h"

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace cppmusic::project {

/// What a folder's manifest and the record of an interrupted save say about its files, read even
/// when they are damaged themselves: a checksum that fits a file can't be there by chance. [any]
struct KnownSums {
    std::map<std::string, std::set<std::string>> sums;   ///< by path
    std::map<std::string, std::set<std::string>> staged; ///< names in .save that may hold it
    std::uint64_t edits = 0;                             ///< of the last save; 0: not known
    std::uint64_t nextId = 1;

    void read(const std::string& text);
};

/// The files of a song in the best version that there is of each: as the interrupted or last save
/// wrote it, else readable although its checksum is wrong, else as the history's readable beginning
/// has it. [main or job]
class SalvagedFiles {
public:
    /// `older`: the song as the history knows it; null when it knows nothing.
    SalvagedFiles(const std::filesystem::path& folder, core::FileSystem& files,
                  const model::Project* older);

    /// The song of these files. What can't be part of it goes, a file at a time, and is told. An
    /// empty song comes out when nothing could be read. Contradictions are mended.
    [[nodiscard]] core::Result<model::Project> project();

    /// Whether the folder's file is as somebody wrote it: its checksum is known.
    [[nodiscard]] bool isCertain(const std::string& path) const { return certain_.contains(path); }
    /// Whether anything at all could be read.
    [[nodiscard]] bool isEmpty() const noexcept { return taken_ == 0; }
    /// What is lost, older or not certain: a sentence for each, its place is the file.
    [[nodiscard]] const std::vector<core::Error>& lost() const noexcept { return lost_; }

private:
    void collect();
    void take(const std::string& path);
    bool takeOlder(const std::string& path);
    void makeSongFile();
    void drop(const std::string& path, const std::string& reason);
    [[nodiscard]] std::vector<std::string> finish(model::Project& project) const;
    void tell(const std::string& path, std::string sentence);
    [[nodiscard]] std::string nameOf(const std::string& path) const;

    std::filesystem::path folder_;
    core::FileSystem& files_;
    const model::Project* older_;
    FileContents olderFiles_, contents_;
    KnownSums known_;
    std::set<std::string> certain_;
    std::set<std::string> unsure_;  ///< taken although no checksum says that they are whole
    std::set<std::string> dropped_; ///< of which a version could not be used
    std::vector<core::Error> lost_;
    std::size_t taken_ = 0; ///< files of the folder that could be read
};

} // namespace cppmusic::project
