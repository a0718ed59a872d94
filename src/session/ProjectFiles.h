// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "core/time/Units.h"
#include "model/Asset.h"
#include "model/Ids.h"
#include "session/Problem.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

namespace cppmusic::core {
class FileSystem;
class JobSystem;
class MainThreadQueue;
} // namespace cppmusic::core
namespace cppmusic::project {
class ProjectModel;
}

namespace cppmusic::session {

class AssetPool;
class SongKeeper;

/// What an import brought.
struct ImportedMidi {
    std::vector<model::TrackId> tracks;
    std::vector<model::ClipId> clips;
    std::vector<Problem> problems;
};

/// The only place where disk, document and audio files meet: new, open, save, import, export. All
/// errors name the file. [main]
class ProjectFiles {
public:
    using Path = std::filesystem::path;

    ProjectFiles(core::FileSystem&, project::ProjectModel&, AssetPool&, core::JobSystem&,
                 core::MainThreadQueue&);
    ~ProjectFiles();

    /// Asked before newProject, open, openAsync and saveAs: an Error refuses them (recording is
    /// going on into the folder that would be left).
    void setGuard(std::function<core::Status()>);

    /// An empty song in a new drafts folder.
    core::Status newProject();
    /// Reads a project folder, with every edit that was acknowledged and the whole history; on
    /// error the open project stays. alreadyExists: another program has it open. A damaged one
    /// opens for reading only; problems() says what is damaged.
    core::Status open(const Path&);
    /// Without writing anything, also while another program has it open.
    core::Status openReadOnly(const Path&);
    /// The same on a job; `done` runs on the main thread.
    void openAsync(const Path&, std::function<void(core::Status)> done);
    /// To where it was opened or saved; notFound when it never was.
    core::Status save();
    /// The same on another thread; `done` runs on the main thread.
    void saveLater(std::function<void(core::Status)> done);
    /// Also copies the audio files. A folder that is there and is no project is not overwritten.
    core::Status saveAs(const Path&);

    /// From now on songs that were never saved are kept in the drafts folder, edit by edit.
    void keepDrafts();
    /// Drafts that no program has open: a program that had them died.
    [[nodiscard]] std::vector<Path> drafts() const;
    /// Goes on with one of them: still a song that was never saved.
    core::Status openDraft(const Path&);
    /// Once a UI frame: automatic saves.
    void poll();
    /// Journal, saves and what the disk says.
    [[nodiscard]] SongKeeper& keeper() noexcept;

    [[nodiscard]] bool hasLocation() const;
    /// The project folder; empty when never saved.
    [[nodiscard]] Path location() const;
    /// Whether closing it would lose something: the document differs from what was saved, or it is
    /// a draft in which something was done.
    [[nodiscard]] bool isModified() const;
    /// The folder isn't written to: another program has it, it is damaged, or it was opened so.
    [[nodiscard]] bool isReadOnly() const;
    /// What was not as it should be when the project was opened.
    [[nodiscard]] const std::vector<Problem>& problems() const;

    /// Copies an audio file into the project and adds it to the document; the same content twice is
    /// one asset.
    core::Result<model::AssetId> importAudio(const Path&);
    /// Importing audio and placing it on a new audio track: one undo entry.
    core::Result<model::ClipId> importAudioAsTrack(const Path&, core::Beats at);
    /// A standard MIDI file as tracks, patterns and clips; its tempo and time signatures replace
    /// the song's when the song has no clips yet. One undo entry.
    core::Result<ImportedMidi> importMidi(const Path&);
    /// The song as a standard MIDI file (format 1).
    core::Status exportMidi(const Path&) const;

    /// The folder that assets/ is in: the project's, or a draft's that is made when there is none.
    [[nodiscard]] Path assetFolder();
    /// Where an asset's file is now.
    [[nodiscard]] Path assetPath(const model::Asset&) const;

private:
    struct State;
    std::shared_ptr<State> state_; ///< shared with jobs that may outlive this
};

} // namespace cppmusic::session
