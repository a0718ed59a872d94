// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "model/Ids.h"
#include "project/ProjectModel.h"
#include "project/storage/ProjectStore.h"
#include "session/Problem.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace cppmusic::core {
class MainThreadQueue;
}

namespace cppmusic::session {

/// What a status line tells about the song on the disk.
struct Durability {
    std::uint64_t edits = 0; ///< steps of the history so far, earlier sessions included
    bool isFailing = false;  ///< the disk refuses: edits are in memory only, "not being saved"
    bool isReadOnly = false; ///< the folder is not written to
    core::Error error;       ///< why
};

/// Keeps the open song on the disk: every edit in its journal, saves and automatic saves. Nothing
/// here waits for the disk but what says so. [main]
class SongKeeper {
public:
    using Path = std::filesystem::path;
    using Clock = std::chrono::steady_clock;

    SongKeeper(core::FileSystem&, project::ProjectModel&, core::MainThreadQueue&);
    ~SongKeeper(); ///< as close()

    /// A folder that was read, not yet shown.
    struct Opened {
        project::OpenedProject project;
        std::unique_ptr<project::ProjectStore> store; ///< null: for reading only
    };
    /// Locks, recovers and reads. alreadyExists when another program has the song open. [main, job]
    static core::Result<Opened> read(const Path&, core::FileSystem&);
    /// Reads without locking or writing anything. [main, job]
    static core::Result<Opened> look(const Path&, core::FileSystem&);
    /// Lets go of the folder when it is this one, so that it can be opened again.
    void release(const Path&);
    /// Makes it the open song.
    void adopt(Opened, const Path&);

    /// From now on the song lives in this folder, with its whole history. Waits.
    core::Status moveTo(const Path&);
    /// Saves where it is. Waits.
    core::Status save();
    /// The same without waiting; `done` runs on the main thread.
    void saveLater(std::function<void(core::Status)> done);
    /// Sleeps until every edit so far is durable.
    core::Status flush() const;
    /// Asks a disk that refused again at once.
    void retryNow();
    /// Any revision of the history, also one that no edits lead to. Waits.
    core::Status goTo(project::Revision);
    /// Automatic saves: 30 s after the first edit that isn't saved, or after 200 edits; every two
    /// seconds while the disk refuses.
    void poll(Clock::time_point now);
    /// Every row of the history so far; none when the song has no folder that is written to. Waits.
    [[nodiscard]] core::Result<std::vector<project::JournalRow>> rows() const;
    /// Writes what waits and lets go of the folder. Waits.
    core::Status close();

    /// Empty: the song has no folder.
    [[nodiscard]] const Path& folder() const noexcept { return folder_; }
    /// The folder is not written to.
    [[nodiscard]] bool isReadOnly() const noexcept { return isReadOnly_; }
    /// Steps of the history that are in the song.
    [[nodiscard]] std::uint64_t edits() const noexcept;
    [[nodiscard]] Durability durability() const;
    [[nodiscard]] project::JournalProgress progress() const;
    /// What was not as it should be when the song was opened.
    [[nodiscard]] const std::vector<Problem>& problems() const noexcept { return problems_; }
    /// Of these, what is damage.
    [[nodiscard]] const std::vector<Problem>& damage() const noexcept { return damage_; }

private:
    core::Status checkWritable() const;
    void record(const project::HistoryStep&);

    core::FileSystem& files_;
    project::ProjectModel& model_;
    core::MainThreadQueue& mainThread_;
    std::unique_ptr<project::ProjectStore> store_;
    Path folder_;
    bool isReadOnly_ = false;
    std::uint64_t openedEdits_ = 0;
    std::vector<Problem> problems_, damage_;
    std::uint64_t savedEdits_ = 0; ///< in the last save that was asked for
    std::optional<Clock::time_point> unsavedSince_;
    Clock::time_point lastTry_{};
    bool isSaving_ = false;
    core::Status lastSave_;
    std::shared_ptr<bool> isAlive_ = std::make_shared<bool>(true);
    project::Subscription history_;
};

} // namespace cppmusic::session
