// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "core/io/FileLock.h"
#include "core/io/FileSystem.h"
#include "model/Project.h"
#include "project/ProjectModel.h"
#include "project/storage/FolderSave.h"
#include "project/storage/JournalWriter.h"
#include "project/storage/ReadProject.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

namespace cppmusic::project {

/// An open project folder that is written to: its lock, its journal, its saves. One thread writes
/// the journal, another one saves; the main thread only hands over. All functions: [main].
class ProjectStore {
public:
    using Path = std::filesystem::path;
    /// Runs on the thread that saves.
    using Done = std::function<void(core::Status)>;

    ~ProjectStore(); ///< as close()
    ProjectStore(const ProjectStore&) = delete;
    ProjectStore& operator=(const ProjectStore&) = delete;

    /// Locks the folder and reads it. alreadyExists: another program has it. Null when `opened` has
    /// damage: nothing may be written then.
    static core::Result<std::unique_ptr<ProjectStore>>
    open(const Path& folder, core::FileSystem& files, OpenedProject& opened);
    /// Goes on with a folder that was read, although it has damage: for repairing it.
    static core::Result<std::unique_ptr<ProjectStore>>
    resume(const Path& folder, core::FileSystem& files, OpenedProject& opened);
    /// A new folder, locked; nothing is saved yet. `journal`: rows that another folder's journal
    /// has; none: the journal begins with this tree.
    static core::Result<std::unique_ptr<ProjectStore>>
    create(const Path& folder, core::FileSystem& files,
           std::shared_ptr<const model::Project> project, const UndoTree& tree,
           std::vector<JournalRow> journal);

    [[nodiscard]] const Path& folder() const noexcept { return folder_; }
    /// Hands over a step of the history; never waits.
    void record(const HistoryStep& step);
    /// Another document took the place of the song; `revision` is its origin in the tree.
    void recordOrigin(Revision revision, std::shared_ptr<const model::Project> project);

    /// Saves this state, which must be the one after everything that was recorded. Never waits.
    void save(std::shared_ptr<const model::Project> project, Done done);
    /// The same, and waits.
    core::Status saveNow(std::shared_ptr<const model::Project> project);

    [[nodiscard]] JournalProgress progress() const { return journal_->progress(); }
    /// Steps that were recorded, those of earlier sessions included.
    [[nodiscard]] std::uint64_t edits() const noexcept { return edits_; }
    /// Sleeps until everything recorded so far is durable.
    core::Status flush() const;
    void retryNow() { journal_->retryNow(); }

    /// The song in any revision, also across origins. Reads the journal.
    [[nodiscard]] core::Result<model::Project> stateOf(Revision revision) const;
    /// Every row so far.
    [[nodiscard]] core::Result<std::vector<JournalRow>> rows() const;

    /// Ends what is going on, writes what waits, lets go of the folder.
    core::Status close();

private:
    ProjectStore(Path folder, core::FileSystem& files);
    void begin(OpenedProject& opened);
    void writeTree(const std::shared_ptr<const model::Project>& project, const UndoTree& tree,
                   const std::string& checksum);

    class Saver;
    Path folder_;
    core::FileLock lock_;
    std::unique_ptr<JournalWriter> journal_;
    std::unique_ptr<Saver> saver_; // ends before the journal
    core::FileSystem& files_;
    std::uint64_t edits_ = 0;
};

} // namespace cppmusic::project
