// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/storage/ReadProject.h"

#include "project/WalkHistory.h"
#include "project/serialization/Manifest.h"
#include "project/storage/JournalDisk.h"
#include "project/storage/Replay.h"
#include "project/storage/Salvage.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace cppmusic::project {

using core::ErrorCode;
using core::makeError;

std::filesystem::path journalFolder(const std::filesystem::path& project)
{
    return project / ".journal";
}

namespace {

/// Puts a project together from what could be read.
class Reading {
public:
    Reading(core::Result<LoadedProject> saved, JournalOnDisk journal)
        : saved_(std::move(saved)), journal_(std::move(journal))
    {
        opened_.damage = journal_.damage;
        if (journal_.rows.empty()) return;
        auto replay = Replay::of(journal_.rows);
        if (replay)
            replay_ = std::move(*replay);
        else
            opened_.damage.push_back(replay.error());
        opened_.rows = journal_.rows.size();
        opened_.head = journal_.rows.back().head;
    }

    core::Result<OpenedProject> run()
    {
        if (!saved_) return rebuild();
        opened_.checksum = saved_->checksum;
        opened_.problems = std::move(saved_->problems);
        const auto base = replay_ ? replay_->find(saved_->checksum) : std::nullopt;
        if (!journal_.isThere) {
            openWithoutJournal();
        } else if (!base) {
            openForeign();
        } else if (auto status = openFrom(*base); !status) {
            return status.error();
        }
        return std::move(opened_);
    }

private:
    // No journal: a new folder, a copy without hidden folders, an older program's.
    void openWithoutJournal()
    {
        opened_.project = std::move(saved_->project);
        opened_.tree = UndoTree(saved_->undo);
        opened_.edits = saved_->edits;
        if (saved_->edits != 0)
            opened_.problems.push_back(
                makeError(ErrorCode::notFound,
                          "The edit history is not here, as in a copy from version control; the "
                          "song is as it was saved.",
                          ".journal"));
    }

    void openForeign()
    {
        opened_.fit = JournalFit::foreign;
        opened_.project = std::move(saved_->project);
        opened_.edits = saved_->edits;
        if (!opened_.damage.empty()) {
            opened_.damage.push_back(makeError(
                ErrorCode::corrupt, "The song is as it was last saved; its history can't be read.",
                ".journal"));
            return;
        }
        if (!replay_) return;
        opened_.tree = replay_->tree();
        opened_.edits = replay_->steps();
        opened_.problems.push_back(
            makeError(ErrorCode::invalidArgument,
                      "The song's files were changed by another program; what it was before is "
                      "revision " +
                          std::to_string(replay_->tree().current()) + " of the history.",
                      "project.json"));
    }

    core::Status openFrom(const Replay::Base& base)
    {
        opened_.tree = replay_->tree();
        opened_.edits = replay_->steps();
        if (!base.isLatest && opened_.damage.empty()) {
            opened_.fit = JournalFit::older;
            opened_.project = std::move(saved_->project);
            const auto revision = replay_->revisionAfter(base.seq);
            opened_.problems.push_back(
                makeError(ErrorCode::invalidArgument,
                          "The song's files are an earlier save; what came after it is revision " +
                              std::to_string(opened_.tree.current()) + " of the history.",
                          "project.json"));
            opened_.tree.moveTo(revision);
            return {};
        }
        opened_.fit = JournalFit::follows;
        auto forward = replay_->forward(saved_->project, base.seq);
        if (forward) {
            opened_.project = std::move(*forward);
            opened_.unsavedEdits = opened_.edits - replay_->stepsUntil(base.seq);
            return {};
        }
        if (forward.error().code == ErrorCode::newerVersion) return forward.error();
        opened_.damage.push_back(forward.error());
        opened_.project = std::move(saved_->project);
        opened_.tree = {};
        opened_.edits = saved_->edits;
        return {};
    }

    // The files can't be read: the journal has every state of the song.
    core::Result<OpenedProject> rebuild()
    {
        const auto error = saved_.error();
        const bool isDamage = error.code == ErrorCode::corrupt ||
                              (error.code == ErrorCode::notFound && journal_.isThere);
        if (!isDamage || !replay_) return error;
        auto project = replay_->stateOf(replay_->tree().current());
        if (!project) return error;
        // A song that was never saved has a journal only.
        const bool isNew =
            error.code == ErrorCode::notFound && opened_.damage.empty() && !wasSaved();
        if (!isNew)
            opened_.damage.push_back(error);
        else
            opened_.unsavedEdits = replay_->steps();
        opened_.project = std::move(*project);
        opened_.tree = replay_->tree();
        opened_.edits = replay_->steps();
        opened_.fit = JournalFit::follows;
        opened_.isRebuilt = !isNew;
        return std::move(opened_);
    }

    [[nodiscard]] bool wasSaved() const
    {
        return std::any_of(journal_.rows.begin(), journal_.rows.end(),
                           [](const JournalRow& row) { return row.kind == JournalKind::saved; });
    }

    core::Result<LoadedProject> saved_;
    JournalOnDisk journal_;
    std::optional<Replay> replay_;
    OpenedProject opened_;
};

} // namespace

namespace {

core::Result<OpenedProject> readOnce(const std::filesystem::path& folder, core::FileSystem& files,
                                     LoadAccess access)
{
    auto saved = ProjectSerializer::load(folder, files, access);
    if (!saved && saved.error().code == ErrorCode::newerVersion) return saved.error();
    auto journal = readJournal(journalFolder(folder), access);
    if (journal.newer) return *journal.newer;
    const bool isTwice = !saved && !journal.damage.empty();
    const bool isBehind = isTwice && isBehindFiles(folder, files, journal);
    Reading reading(std::move(saved), std::move(journal));
    auto opened = reading.run();
    const auto code = opened ? ErrorCode::internal : opened.error().code;
    const bool isDamage = opened ? opened->isRebuilt && isBehind
                                 : code == ErrorCode::corrupt || code == ErrorCode::notFound;
    if (!isTwice || !isDamage) return opened;
    auto salvaged = lookAtSalvage(folder, files);
    if (!salvaged) return opened;
    const auto known = opened ? std::move(opened->damage) : std::vector{opened.error()};
    salvaged->damage.insert(salvaged->damage.begin(), known.begin(), known.end());
    return salvaged;
}

} // namespace

core::Result<OpenedProject> readProject(const std::filesystem::path& folder,
                                        core::FileSystem& files, LoadAccess access)
{
    if (access == LoadAccess::readWrite) return readOnce(folder, files, access);
    // Another program may be saving: what was found counts only if the manifest stood still.
    constexpr int tries = 8;
    const auto manifestText = [&] {
        const auto text = files.readFile(folder / manifestPath);
        return (text ? *text : std::string{}) + (files.exists(folder / ".save") ? "+" : "");
    };
    for (int count = 1;; ++count) {
        const auto before = manifestText();
        auto opened = readOnce(folder, files, access);
        const bool isSound = opened && opened->damage.empty();
        if (isSound || count == tries || manifestText() == before) return opened;
    }
}

} // namespace cppmusic::project
