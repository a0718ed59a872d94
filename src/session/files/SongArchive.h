// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "core/io/FileSystem.h"
#include "model/Project.h"

#include <cstdint>

// A song in one file to send to somebody: a ZIP of the project folder's files, without its history.
namespace cppmusic::session {

/// What an archive may ask for at most.
struct ArchiveLimits {
    std::uint64_t entries = 20'000;
    std::uint64_t bytes = 16ull << 30;      ///< of all files
    std::uint64_t fileBytes = 256ull << 20; ///< of one JSON file
    std::uint64_t ratio = 100;              ///< to the archive's own size …
    std::uint64_t freeBytes = 64ull << 20;  ///< … beyond these
};

/// Writes the project and the audio files that are in `folder`/assets. The archive is there whole
/// or not at all; the same project gives the same bytes. [main or job]
core::Status packSong(core::FileSystem& files, const model::Project& project,
                      const core::FileSystem::Path& folder, const core::FileSystem::Path& archive);

/// Unpacks into a new folder, which is there whole or not at all, and checks everything in it.
/// Refused, with the entry's name: names that lead elsewhere, links, names twice, files that belong
/// to no project, more than the limits; alreadyExists when the folder is there. Nothing is ever
/// written outside of it. [main or job]
core::Status unpackSong(core::FileSystem& files, const core::FileSystem::Path& archive,
                        const core::FileSystem::Path& folder, const ArchiveLimits& limits = {});

} // namespace cppmusic::session
