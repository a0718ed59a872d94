// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/storage/Salvage.h"

#include "core/io/FileLock.h"
#include "project/serialization/Manifest.h"
#include "project/serialization/ProjectJson.h"
#include "project/storage/DamagedOriginals.h"
#include "project/storage/FolderBounds.h"
#include "project/storage/ProjectStore.h"
#include "project/storage/ReadProject.h"
#include "project/storage/Replay.h"
#include "project/storage/SalvagedFiles.h"

#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace cppmusic::project {

using core::ErrorCode;
using core::makeError;
using core::Status;

bool isBehindFiles(const std::filesystem::path& folder, core::FileSystem& files,
                   const JournalOnDisk& journal)
{
    if (!journal.isCutShort) return false;
    const auto replay = Replay::of(journal.rows);
    if (!replay) return true;
    const auto text = files.readFile(folder / manifestPath);
    if (!text) return true;
    if (const auto manifest = readManifest(*text))
        return !replay->find(checksumOf(*manifest)).has_value();
    KnownSums known;
    known.read(*text);
    return known.edits == 0 || known.edits > replay->steps();
}

namespace {

/// One salvage.
class Salvage {
public:
    Salvage(std::filesystem::path folder, core::FileSystem& files)
        : folder_(std::move(folder)), files_(files), originals_(folder_, files)
    {
    }

    core::Result<RepairReport> run()
    {
        if (auto status = checkBounds(folder_, files_); !status) return status.error();
        if (auto status = read(); !status) return status.error();
        report_.lost = lost_;
        for (const auto& error : verifyProject(folder_, files_)) {
            report_.damaged.push_back(error.place);
            if (error.place.starts_with("assets/"))
                report_.lost.push_back(
                    makeError(error.code,
                              "The audio can't be restored; 'assets relink' finds it in a folder "
                              "that has it.",
                              error.place));
        }
        if (auto status = keep(); !status) return status.error();
        if (auto status = write(); !status) return status.error();
        report_.kept = originals_.kept();
        return std::move(report_);
    }

    core::Result<OpenedProject> look()
    {
        if (auto status = read(); !status) return status.error();
        OpenedProject opened;
        if (const auto replay = Replay::of(journal_.rows)) {
            opened.tree = replay->tree();
            opened.edits = replay->steps();
        }
        opened.tree.addOrigin();
        opened.project = std::move(project_);
        opened.damage = std::move(lost_);
        opened.fit = JournalFit::foreign;
        opened.isSalvaged = true;
        return opened;
    }

private:
    Status read()
    {
        readHistory();
        salvaged_.emplace(folder_, files_, older_ ? &*older_ : nullptr);
        if (salvaged_->isEmpty() && !older_)
            return makeError(ErrorCode::corrupt, "There is nothing of a song in this folder.",
                             folder_.string());
        auto project = salvaged_->project();
        if (!project) return project.error();
        project_ = std::move(*project);
        lost_ = salvaged_->lost();
        noteHistory();
        return {};
    }

    /// The readable beginning of the journal, and the song at its end.
    void readHistory()
    {
        journal_ = readJournal(journalFolder(folder_), LoadAccess::readOnly);
        older_ = stateAfter(journal_.rows.size());
        if (older_ || journal_.rows.empty()) return;
        // A row is whole and yet doesn't follow from those before it: as many as do.
        std::size_t good = 0, bad = journal_.rows.size();
        while (good + 1 < bad) {
            const auto middle = good + (bad - good) / 2;
            (stateAfter(middle) ? good : bad) = middle;
        }
        journal_.rows.resize(good);
        journal_.isCutShort = true;
        older_ = stateAfter(good);
    }

    [[nodiscard]] std::optional<model::Project> stateAfter(std::size_t rows) const
    {
        const auto replay = Replay::of(std::span(journal_.rows).first(rows));
        if (rows == 0 || !replay) return std::nullopt;
        auto state = replay->stateOf(replay->tree().current());
        if (!state) return std::nullopt;
        return std::move(*state);
    }

    void noteHistory()
    {
        if (journal_.damage.empty() && !journal_.isCutShort) return;
        const auto replay = Replay::of(journal_.rows);
        const auto edits = replay ? replay->steps() : 0;
        lost_.push_back(
            makeError(ErrorCode::corrupt,
                      edits == 0 ? std::string("The history can't be read and begins anew.")
                                 : "The history's first " + std::to_string(edits) +
                                       " edits can be read; it goes on from there with the song as "
                                       "it was salvaged.",
                      ".journal/history.db"));
    }

    /// A file that nobody vouches for and that is going to change, or isn't the song's any more.
    Status keepFiles(const FileContents& wanted)
    {
        for (const std::string place : {"", "tracks/", "patterns/", "automation/"}) {
            const auto names = files_.list(folder_ / place);
            if (!names) continue;
            for (const auto& name : *names) {
                const auto path = place + name;
                if (!isProjectFile(path) || files_.isDirectory(folder_ / path)) continue;
                const auto now = wanted.find(path);
                if (path == manifestPath) {
                    const auto text = files_.readFile(folder_ / path);
                    if (text && readManifest(*text)) continue;
                } else if (now != wanted.end()) {
                    const auto text = files_.readFile(folder_ / path);
                    if (salvaged_->isCertain(path) || (text && *text == now->second)) continue;
                }
                const bool isReplaced = path == manifestPath || now != wanted.end();
                auto status = isReplaced ? originals_.copy(path) : originals_.move(path);
                if (!status) return status;
            }
        }
        return {};
    }

    Status keep()
    {
        const auto wanted = writeProjectFiles(project_);
        if (!wanted) return wanted.error();
        core::FileLock lock;
        if (auto status = files_.createDirectories(journalFolder(folder_)); !status) return status;
        if (auto status = lock.acquire(journalFolder(folder_) / "lock"); !status) return status;
        if (auto status = keepFiles(*wanted); !status) return status;
        if (files_.exists(folder_ / ".save"))
            if (auto status = originals_.move(".save"); !status) return status;
        return originals_.copyJournal(); // read again if this is interrupted
    }

    Status write()
    {
        const auto project = std::make_shared<const model::Project>(std::move(project_));
        const auto replay = Replay::of(journal_.rows);
        const bool hasHistory = replay.ok() && !journal_.rows.empty();
        auto rows = hasHistory ? journal_.rows : std::vector<JournalRow>{};
        auto store = ProjectStore::create(folder_, files_, project, UndoTree(), std::move(rows));
        if (!store) return store.error();
        if (hasHistory) (*store)->recordOrigin(replay->tree().count(), project);
        if (auto status = (*store)->saveNow(project); !status) return status;
        report_.edits = (*store)->edits();
        return (*store)->close();
    }

    std::filesystem::path folder_;
    core::FileSystem& files_;
    DamagedOriginals originals_;
    JournalOnDisk journal_;
    std::optional<model::Project> older_; ///< at the end of the readable history
    std::optional<SalvagedFiles> salvaged_;
    model::Project project_;
    std::vector<core::Error> lost_;
    RepairReport report_;
};

} // namespace

core::Result<RepairReport> salvageProject(const std::filesystem::path& folder,
                                          core::FileSystem& files)
{
    auto repaired = repairProject(folder, files);
    if (repaired || repaired.error().code != ErrorCode::corrupt) return repaired;
    return Salvage(folder, files).run();
}

core::Result<OpenedProject> lookAtSalvage(const std::filesystem::path& folder,
                                          core::FileSystem& files)
{
    return Salvage(folder, files).look();
}

} // namespace cppmusic::project
