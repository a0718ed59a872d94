// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/FileSystem.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace cppmusic::session {

class ProjectFiles;

/// A song that was never saved, left by a program that died.
struct LeftDraft {
    std::filesystem::path folder; ///< for ProjectFiles::openDraft
    std::string name;
    std::uint64_t edits = 0;
};

/// Those in which something was done, the one last worked on first. Reads each. [main]
[[nodiscard]] std::vector<LeftDraft> leftDrafts(const ProjectFiles& files,
                                                core::FileSystem& fileSystem);

/// "'Tune' (12 edits) was never saved", for one; their number and the first's name for more.
[[nodiscard]] std::string describe(const std::vector<LeftDraft>& drafts);

} // namespace cppmusic::session
