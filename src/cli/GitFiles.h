// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "core/io/FileSystem.h"
#include "model/Project.h"

#include <filesystem>
#include <string>
#include <vector>

namespace cppmusic::cli {

/// A file of a song as git names it: "songs/Tune.dawproj/tracks/track-002.json".
struct SongPath {
    std::filesystem::path song; ///< "songs/Tune.dawproj"; "." at the top of a repository
    std::string file;           ///< "tracks/track-002.json"
};
[[nodiscard]] SongPath splitSongPath(const std::string& path);

/// The song in a folder, for names and bars; an empty one when it can't be read, as in the middle
/// of a merge.
[[nodiscard]] model::Project contextSong(core::FileSystem& files,
                                         const std::filesystem::path& folder);

/// Runs git and gives what it prints. unsupported when there is no git; ioFailure with its words
/// when it fails. [main]
[[nodiscard]] core::Result<std::string> runGit(const std::vector<std::string>& arguments);

/// Where this program is, as another program would start it.
[[nodiscard]] std::string ownPath();

} // namespace cppmusic::cli
