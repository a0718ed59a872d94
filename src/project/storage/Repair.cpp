// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/storage/Repair.h"

#include "project/serialization/Manifest.h"
#include "project/serialization/ProjectSerializer.h"
#include "project/storage/DamagedOriginals.h"
#include "project/storage/FolderBounds.h"
#include "project/storage/JournalDisk.h"
#include "project/storage/ProjectStore.h"
#include "project/storage/ReadProject.h"

#include <algorithm>
#include <utility>

namespace cppmusic::project {

using core::ErrorCode;
using core::makeError;
using core::Status;

std::vector<core::Error> verifyProject(const std::filesystem::path& folder, core::FileSystem& files)
{
    auto found = ProjectSerializer::verify(folder, files);
    if (!files.isDirectory(folder)) return found;
    const auto opened = readProject(folder, files, LoadAccess::readOnly);
    if (!opened) {
        if (found.empty() || opened.error().code == ErrorCode::newerVersion)
            found.push_back(opened.error());
        return found;
    }
    // A song that was never saved has no files yet.
    if (opened->fit == JournalFit::follows && opened->damage.empty() && !opened->isRebuilt &&
        opened->checksum.empty())
        found.clear();
    for (const auto& error : opened->damage) {
        // What became of the rest is for whoever looks at it.
        if (opened->isSalvaged && !error.place.starts_with(".journal")) continue;
        const bool isKnown = std::any_of(found.begin(), found.end(), [&](const auto& known) {
            return known.place == error.place;
        });
        if (!isKnown) found.push_back(error);
    }
    return found;
}

namespace {

/// One repair.
class Repair {
public:
    Repair(std::filesystem::path folder, core::FileSystem& files)
        : folder_(std::move(folder)), files_(files), originals_(folder_, files)
    {
    }

    core::Result<RepairReport> run()
    {
        const auto wrong = verifyProject(folder_, files_);
        auto opened = readProject(folder_, files_, LoadAccess::readOnly);
        if (!opened) return needsSalvage(opened.error()) ? salvageFirst() : opened.error();
        report_.edits = opened->edits;
        if (wrong.empty()) return std::move(report_);
        if (opened->isSalvaged) return salvageFirst();
        const auto journal = readJournal(journalFolder(folder_), LoadAccess::readOnly);
        for (const auto& error : wrong) report_.damaged.push_back(error.place);
        for (const auto& error : wrong) noteLoss(error, *opened, journal);

        if (auto status = checkBounds(folder_, files_); !status) return status.error();
        core::FileLock lock;
        if (auto status = lock.acquire(journalFolder(folder_) / "lock"); !status)
            return status.error();
        if (auto status = keepFiles(wrong, opened->isRebuilt); !status) return status.error();
        const bool isJournalWhole = journal.damage.empty() && journal.isThere;
        if (!isJournalWhole)
            if (auto status = originals_.moveJournal(); !status) return status.error();
        lock.release();
        report_.kept = originals_.kept();
        if (auto status = write(*opened, journal, isJournalWhole); !status) return status.error();
        return std::move(report_);
    }

private:
    [[nodiscard]] bool needsSalvage(const core::Error& error) const
    {
        const bool hasParts = files_.isDirectory(folder_ / "tracks") ||
                              files_.exists(journalFolder(folder_) / "history.db");
        return error.code == ErrorCode::corrupt || (error.code == ErrorCode::notFound && hasParts);
    }
    [[nodiscard]] core::Error salvageFirst() const
    {
        return makeError(ErrorCode::corrupt,
                         "Files and history are both damaged, and neither has all of the song. "
                         "'repair --salvage' saves what can be read of both; nothing was touched.",
                         folder_.string());
    }

    void noteLoss(const core::Error& error, const OpenedProject& opened,
                  const JournalOnDisk& journal)
    {
        if (error.place.starts_with("assets/"))
            report_.lost.push_back(makeError(
                error.code, "The audio can't be restored; import it again.", error.place));
        const bool isInJournal = !journal.damage.empty() && error == journal.damage.front();
        const bool isWhole = opened.fit == JournalFit::follows && !journal.isCutShort;
        if (!isInJournal || isWhole) return;
        const auto known = opened.fit == JournalFit::follows
                               ? "it goes on with " + std::to_string(opened.edits) + " edits"
                               : std::string("it begins anew with the song as it was saved");
        report_.lost.push_back(makeError(ErrorCode::corrupt,
                                         "The history can't be restored as a whole; " + known + ".",
                                         ".journal/history.db"));
    }

    // Copies: what they are copies of is replaced by the save, all together.
    Status keepFiles(const std::vector<core::Error>& wrong, bool isRebuilt)
    {
        for (const auto& error : wrong) {
            const auto name = error.place.substr(0, error.place.find_first_of("#,"));
            if (!isProjectFile(name)) continue;
            if (auto status = originals_.copy(name); !status) return status;
        }
        // A half-done save that can't be finished.
        if (isRebuilt && files_.exists(folder_ / ".save")) return originals_.move(".save");
        return {};
    }

    Status write(OpenedProject& opened, const JournalOnDisk& journal, bool isJournalWhole)
    {
        const auto project = std::make_shared<const model::Project>(opened.project);
        std::vector<JournalRow> rows;
        if (!isJournalWhole && opened.fit == JournalFit::follows) rows = journal.rows;
        auto store = isJournalWhole
                         ? ProjectStore::resume(folder_, files_, opened)
                         : ProjectStore::create(folder_, files_, project, opened.tree, rows);
        if (!store) return store.error();
        if (auto status = (*store)->saveNow(project); !status) return status;
        report_.edits = (*store)->edits();
        return (*store)->close();
    }

    std::filesystem::path folder_;
    core::FileSystem& files_;
    DamagedOriginals originals_;
    RepairReport report_;
};

} // namespace

core::Result<RepairReport> repairProject(const std::filesystem::path& folder,
                                         core::FileSystem& files)
{
    if (!files.isDirectory(folder))
        return makeError(ErrorCode::notFound, "There is no such project folder.", folder.string());
    return Repair(folder, files).run();
}

} // namespace cppmusic::project
