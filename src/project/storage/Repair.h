// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "core/io/FileSystem.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace cppmusic::project {

/// What a repair did. Names are relative to the folder.
struct RepairReport {
    std::vector<std::string> damaged; ///< what was wrong, by name
    std::vector<std::string> kept;    ///< the damaged originals, NAME.damaged beside them
    std::vector<core::Error> lost;    ///< what could not be restored
    std::uint64_t edits = 0;          ///< steps of the history that are there now
};

/// Everything in the folder that is not as it was written: files, audio, the journal. Empty: all is
/// well. Writes nothing. [main or job]
[[nodiscard]] std::vector<core::Error> verifyProject(const std::filesystem::path& folder,
                                                     core::FileSystem& files);

/// Restores damaged files from the journal, and a damaged journal from its readable beginning and
/// the files. Every damaged original is kept beside what takes its place. Nothing to do is no
/// error. corrupt when neither files nor journal are enough, where salvageProject helps; nothing is
/// touched then.
/// alreadyExists: a program has the song open. [main or job]
[[nodiscard]] core::Result<RepairReport> repairProject(const std::filesystem::path& folder,
                                                       core::FileSystem& files);

} // namespace cppmusic::project
