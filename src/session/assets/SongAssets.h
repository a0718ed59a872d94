// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "session/assets/AssetCollection.h"
#include "session/assets/AssetList.h"
#include "session/assets/AssetSearch.h"
#include "session/assets/UnusedAudio.h"

#include <filesystem>
#include <span>

namespace cppmusic::project {
class ProjectModel;
}

namespace cppmusic::session {

class AssetPool;
class ProjectFiles;

/// The audio files of the open song: which there are, finding lost ones, bringing in what lies
/// elsewhere, removing what nothing plays. What changes the document is an edit that can be undone,
/// and is saved before any file goes. notFound: the song was never saved; permissionDenied: it is
/// open for reading only. All functions wait for the disk. [main]
class SongAssets {
public:
    using Path = std::filesystem::path;
    SongAssets(core::FileSystem&, project::ProjectModel&, ProjectFiles&, AssetPool&);

    /// Also of a song that is open for reading only.
    [[nodiscard]] AssetList list(AssetCheck) const;
    /// Finds the content of what is missing or damaged in these folders (see relinkAssets).
    core::Result<RelinkReport> relink(std::span<const Path> folders);
    /// Makes the folder hold everything (see collectAssets); one edit, saved.
    core::Result<CollectReport> collect();

    struct Removal {
        bool sparesHistory = true; ///< keep what undo, redo or restore would play again
        bool isForever = false;    ///< delete it, and what was removed before, from assets/unused
    };
    /// What removeUnused would do.
    [[nodiscard]] core::Result<UnusedAudio> unused(bool sparesHistory) const;
    /// Takes what nothing plays out of the document (one edit), saves, then moves the files to
    /// assets/unused, where relink finds them again when the edit is undone.
    core::Result<UnusedAudio> removeUnused(Removal);

private:
    [[nodiscard]] core::Status checkWritable() const;

    core::FileSystem& files_;
    project::ProjectModel& model_;
    ProjectFiles& project_;
    AssetPool& pool_;
};

} // namespace cppmusic::session
