// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/storage/ProjectStore.h"

#include "project/WalkHistory.h"
#include "project/storage/FolderBounds.h"
#include "project/storage/JournalDisk.h"
#include "project/storage/Replay.h"

#include <condition_variable>
#include <exception>
#include <future>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace cppmusic::project {

using core::Status;

/// Saves on a thread of its own. What is asked for while one save runs is one save after it.
class ProjectStore::Saver {
public:
    struct Request {
        std::shared_ptr<const model::Project> project;
        std::uint64_t base = 0; // the row after which it is this project
        std::uint64_t edits = 0;
        std::vector<Done> done;
    };

    Saver(const Path& folder, core::FileSystem& files, JournalWriter& journal)
        : folder_(folder, files), journal_(journal), thread_([this] { run(); })
    {
    }
    ~Saver()
    {
        {
            const std::scoped_lock lock(mutex_);
            isToStop_ = true;
        }
        wake_.notify_all();
        thread_.join();
    }
    Saver(const Saver&) = delete;
    Saver& operator=(const Saver&) = delete;

    void ask(Request request)
    {
        {
            const std::scoped_lock lock(mutex_);
            if (next_)
                request.done.insert(request.done.begin(),
                                    std::make_move_iterator(next_->done.begin()),
                                    std::make_move_iterator(next_->done.end()));
            next_ = std::move(request);
        }
        wake_.notify_all();
    }

private:
    void run()
    {
        std::unique_lock lock(mutex_);
        while (true) {
            wake_.wait(lock, [this] { return isToStop_ || next_; });
            if (!next_) return;
            auto request = std::move(*next_);
            next_.reset();
            lock.unlock();
            const auto status = guardedSave(request);
            for (const auto& done : request.done) tell(done, status);
            request = {};
            lock.lock();
        }
    }

    // Whoever waits must hear of it, even when memory was short for a moment.
    static void tell(const Done& done, const Status& status)
    {
        for (int tries = 0; tries < 2; ++tries) try {
                return done(status);
            } catch (const std::exception&) {
            }
    }

    Status guardedSave(const Request& request)
    {
        try {
            return save(request);
        } catch (const std::exception&) {
            return core::makeError(core::ErrorCode::exhausted,
                                   "There is not enough memory to save the song.");
        }
    }

    Status save(const Request& request)
    {
        auto prepared = folder_.prepare(request.project, request.edits);
        if (!prepared) return prepared.error();
        // The journal knows what is about to be in the folder before it is there.
        const auto row = journal_.saving(request.base, prepared->checksum);
        if (auto status = journal_.waitFor(row); !status) return status;
        const auto report = folder_.commit(std::move(*prepared));
        if (!report) return report.error();
        journal_.saved(request.base);
        return {};
    }

    FolderSave folder_;
    JournalWriter& journal_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::optional<Request> next_;
    bool isToStop_ = false;
    std::thread thread_;
};

ProjectStore::ProjectStore(Path folder, core::FileSystem& files)
    : folder_(std::move(folder)), files_(files)
{
}

ProjectStore::~ProjectStore()
{
    (void)close();
}

namespace {

Status lockFolder(core::FileLock& lock, const std::filesystem::path& folder,
                  core::FileSystem& files)
{
    const auto hidden = journalFolder(folder);
    if (auto status = checkBounds(folder, files); !status) return status;
    if (auto status = files.createDirectories(hidden); !status) return status;
    return lock.acquire(hidden / "lock");
}

} // namespace

core::Result<std::unique_ptr<ProjectStore>>
ProjectStore::open(const Path& folder, core::FileSystem& files, OpenedProject& opened)
{
    if (!files.isDirectory(folder))
        return core::makeError(core::ErrorCode::notFound, "There is no such project folder.",
                               folder.string());
    const auto hidden = journalFolder(folder);
    const bool isProject = files.exists(folder / "project.json") ||
                           files.exists(folder / manifestPath) || files.exists(folder / ".save") ||
                           files.exists(hidden / "history.db");
    if (!isProject)
        return core::makeError(core::ErrorCode::notFound,
                               "There is no CPPMusic project in this folder.", folder.string());
    std::unique_ptr<ProjectStore> store(new ProjectStore(folder, files));
    if (auto status = lockFolder(store->lock_, folder, files); !status) return status.error();
    auto read = readProject(folder, files, LoadAccess::readWrite);
    if (!read) return read.error();
    opened = std::move(*read);
    if (store->lock_.foundDamage())
        opened.problems.push_back(core::makeError(
            core::ErrorCode::corrupt, "The lock was damaged; it was made anew.", ".journal/lock"));
    if (!opened.damage.empty()) return std::unique_ptr<ProjectStore>();
    store->begin(opened);
    return store;
}

core::Result<std::unique_ptr<ProjectStore>>
ProjectStore::resume(const Path& folder, core::FileSystem& files, OpenedProject& opened)
{
    std::unique_ptr<ProjectStore> store(new ProjectStore(folder, files));
    if (auto status = lockFolder(store->lock_, folder, files); !status) return status.error();
    store->begin(opened);
    return store;
}

void ProjectStore::begin(OpenedProject& opened)
{
    if (opened.fit == JournalFit::foreign) opened.tree.addOrigin();
    journal_ = std::make_unique<JournalWriter>(journalFolder(folder_), opened.rows, opened.head);
    saver_ = std::make_unique<Saver>(folder_, files_, *journal_);
    edits_ = opened.edits;
    const auto project = std::make_shared<const model::Project>(opened.project);
    std::uint64_t brought = 0;
    switch (opened.fit) {
    case JournalFit::none: writeTree(project, opened.tree, opened.checksum); break;
    case JournalFit::foreign: journal_->origin(opened.tree.current(), project); break;
    case JournalFit::older:
        brought = journal_->move(opened.tree.current());
        journal_->saving(brought, opened.checksum);
        journal_->saved(brought);
        ++edits_;
        break;
    case JournalFit::follows: break;
    }
}

// The history of a song that had no journal. When its edits don't lead back to its beginning, it
// begins now.
void ProjectStore::writeTree(const std::shared_ptr<const model::Project>& project,
                             const UndoTree& tree, const std::string& checksum)
{
    const auto path = tree.path(tree.current(), 0);
    auto start = path ? walk(*project, tree, *path) : core::Result<model::Project>(*project);
    const bool isWhole = path && start.ok();
    std::uint64_t row = journal_->origin(
        0, isWhole ? std::make_shared<const model::Project>(std::move(*start)) : project);
    if (isWhole) {
        UndoTree copy;
        for (Revision revision = 1; revision < tree.count(); ++revision) {
            const auto& node = tree.node(revision);
            if (node.entry == nullptr) break;
            if (copy.current() != node.parent) {
                copy.moveTo(node.parent);
                journal_->move(node.parent);
                ++edits_;
            }
            row = journal_->edit(copy.add(node.entry), node.parent, node.entry);
            ++edits_;
        }
        if (copy.current() != tree.current() && tree.current() < copy.count()) {
            row = journal_->move(tree.current());
            ++edits_;
        }
    }
    if (!checksum.empty()) {
        journal_->saving(row, checksum);
        journal_->saved(row);
    }
}

core::Result<std::unique_ptr<ProjectStore>>
ProjectStore::create(const Path& folder, core::FileSystem& files,
                     std::shared_ptr<const model::Project> project, const UndoTree& tree,
                     std::vector<JournalRow> journal)
{
    std::unique_ptr<ProjectStore> store(new ProjectStore(folder, files));
    if (auto status = files.createDirectories(folder); !status) return status.error();
    if (auto status = lockFolder(store->lock_, folder, files); !status) return status.error();
    // What was there belongs to another song that is being replaced.
    if (files.exists(journalFolder(folder) / "history.db"))
        if (auto old = readJournal(journalFolder(folder), LoadAccess::readOnly); old.newer)
            return *old.newer;
    for (const char* name :
         {"closed", "acknowledged", "history.db-wal", "history.db.next", "history.db"})
        if (auto status = files.remove(journalFolder(folder) / name); !status)
            return status.error();
    store->journal_ = std::make_unique<JournalWriter>(journalFolder(folder), 0, std::string());
    store->saver_ = std::make_unique<Saver>(folder, files, *store->journal_);
    if (journal.empty()) store->writeTree(project, tree, {});
    for (auto& row : journal) {
        if (isStep(row.kind)) ++store->edits_;
        store->journal_->copy(std::move(row));
    }
    return store;
}

void ProjectStore::record(const HistoryStep& step)
{
    switch (step.kind) {
    case HistoryStep::Kind::edit: journal_->edit(step.revision, step.parent, step.entry); break;
    case HistoryStep::Kind::amend: {
        const auto before = journal_->progress().last;
        if (journal_->amend(step.revision, step.entry) == before) return;
        break;
    }
    case HistoryStep::Kind::move: journal_->move(step.revision); break;
    case HistoryStep::Kind::replace: return;
    }
    ++edits_;
}

void ProjectStore::recordOrigin(Revision revision, std::shared_ptr<const model::Project> project)
{
    journal_->origin(revision, std::move(project));
}

void ProjectStore::save(std::shared_ptr<const model::Project> project, Done done)
{
    Saver::Request request{std::move(project), journal_->progress().last, edits_, {}};
    if (done) request.done.push_back(std::move(done));
    saver_->ask(std::move(request));
}

Status ProjectStore::saveNow(std::shared_ptr<const model::Project> project)
{
    auto promise = std::make_shared<std::promise<Status>>();
    auto outcome = promise->get_future();
    save(std::move(project), [promise](Status status) { promise->set_value(std::move(status)); });
    return outcome.get();
}

Status ProjectStore::flush() const
{
    return journal_->waitFor(journal_->progress().last);
}

core::Result<std::vector<JournalRow>> ProjectStore::rows() const
{
    if (auto status = flush(); !status) return status.error();
    auto journal = readJournal(journalFolder(folder_), LoadAccess::readOnly);
    if (!journal.damage.empty()) return journal.damage.front();
    return std::move(journal.rows);
}

core::Result<model::Project> ProjectStore::stateOf(Revision revision) const
{
    const auto all = rows();
    if (!all) return all.error();
    const auto replay = Replay::of(*all);
    if (!replay) return replay.error();
    return replay->stateOf(revision);
}

Status ProjectStore::close()
{
    saver_.reset();
    auto status = journal_ != nullptr ? journal_->close() : Status{};
    lock_.release();
    return status;
}

} // namespace cppmusic::project
