// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/Console.h"
#include "core/Result.h"
#include "core/io/FileSystem.h"
#include "model/Project.h"
#include "session/Problem.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace cppmusic::cli {

/// A song as the program would open it: with every edit that was acknowledged.
struct ReadSong {
    model::Project project;
    std::vector<session::Problem> problems; ///< what isn't as it should be, damage first
    std::uint64_t unsavedEdits = 0;         ///< in it, and made after the last save
    bool isDamaged = false;                 ///< the song is as whole as files and journal allow
};

/// Reads without writing anything into the folder, also while a program has the song open. [main]
[[nodiscard]] core::Result<ReadSong> readSong(const std::filesystem::path& folder,
                                              core::FileSystem& files);

/// The same for what goes into another song. corrupt when anything is damaged; it says so and what
/// to do. [main]
[[nodiscard]] core::Result<ReadSong> readWholeSong(const std::filesystem::path& folder,
                                                   core::FileSystem& files);

/// Says on standard error that edits beyond the last save are in it, and what is wrong with it.
/// Nothing with --json.
void tellReading(const ReadSong& song, Console& console);

} // namespace cppmusic::cli
