// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "core/io/FileSystem.h"
#include "project/storage/JournalDisk.h"
#include "project/storage/ReadProject.h"
#include "project/storage/Repair.h"

#include <filesystem>

namespace cppmusic::project {

/// For a song whose files and journal are both damaged so that repairProject refuses: makes one of
/// what can be read of both. Each file is taken in the newest version that there is (as it was
/// saved, else readable although damaged, else as the journal's readable beginning has it); the
/// journal goes on from its readable beginning with the salvaged song as a state of its own. Every
/// damaged original is kept beside as NAME.damaged, and `lost` says for each thing what became of
/// it. When repairProject is enough, it is that. corrupt: there is nothing of a song.
/// alreadyExists: a program has the song open. [main or job]
[[nodiscard]] core::Result<RepairReport> salvageProject(const std::filesystem::path& folder,
                                                        core::FileSystem& files);

/// The song as salvageProject would make it; what is lost is its damage. Writes nothing. corrupt:
/// there is nothing of a song. [main or job]
[[nodiscard]] core::Result<OpenedProject> lookAtSalvage(const std::filesystem::path& folder,
                                                        core::FileSystem& files);

/// Whether the files may hold more than a damaged journal knows of: it ends before the save that
/// they come from. [main or job]
[[nodiscard]] bool isBehindFiles(const std::filesystem::path& folder, core::FileSystem& files,
                                 const JournalOnDisk& journal);

} // namespace cppmusic::project
