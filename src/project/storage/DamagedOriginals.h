// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "core/io/FileSystem.h"

#include <filesystem>
#include <string>
#include <vector>

namespace cppmusic::project {

/// Keeps what is damaged in a song's folder beside what is going to take its place, as
/// NAME.damaged. [main or job]
class DamagedOriginals {
public:
    DamagedOriginals(std::filesystem::path folder, core::FileSystem& files);

    /// A copy of the file, which a save replaces later. A file that isn't there is no error.
    core::Status copy(const std::string& name);
    /// The file or folder itself, which is not there any more then.
    core::Status move(const std::string& name);
    /// All of the journal, moved: the database first, without which the rest means nothing.
    core::Status moveJournal();
    /// The same for a journal that is still needed until another one takes its place: copies.
    core::Status copyJournal();

    /// The new names, relative to the folder.
    [[nodiscard]] const std::vector<std::string>& kept() const noexcept { return kept_; }

private:
    core::Status keep(const std::string& name, bool isToMove);
    core::Status keepJournal(bool isToMove);

    std::filesystem::path folder_;
    core::FileSystem& files_;
    std::vector<std::string> kept_;
};

} // namespace cppmusic::project
