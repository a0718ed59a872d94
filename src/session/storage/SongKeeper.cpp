// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/storage/SongKeeper.h"

#include "core/io/FileSystem.h"
#include "core/jobs/MainThreadQueue.h"

#include <utility>

namespace cppmusic::session {

using core::ErrorCode;
using core::Status;

namespace {

constexpr auto saveAfter = std::chrono::seconds(30);
constexpr auto retryAfter = std::chrono::seconds(2);
constexpr std::uint64_t saveAfterEdits = 200;

std::vector<Problem> problemsOf(const std::vector<core::Error>& errors)
{
    std::vector<Problem> problems;
    for (const auto& error : errors) problems.push_back({error.place, error.message});
    return problems;
}

} // namespace

SongKeeper::SongKeeper(core::FileSystem& files, project::ProjectModel& model,
                       core::MainThreadQueue& mainThread)
    : files_(files),
      model_(model),
      mainThread_(mainThread),
      history_(model.observeHistory([this](const auto& step) { record(step); }))
{
}

SongKeeper::~SongKeeper()
{
    *isAlive_ = false;
    (void)close();
}

core::Result<SongKeeper::Opened> SongKeeper::read(const Path& folder, core::FileSystem& files)
{
    Opened opened;
    auto store = project::ProjectStore::open(folder, files, opened.project);
    if (!store) {
        // A medium that can't be written to can still be read.
        if (store.error().code == ErrorCode::permissionDenied) return look(folder, files);
        return store.error();
    }
    opened.store = std::move(*store);
    return opened;
}

core::Result<SongKeeper::Opened> SongKeeper::look(const Path& folder, core::FileSystem& files)
{
    auto project = project::readProject(folder, files, project::LoadAccess::readOnly);
    if (!project) return project.error();
    return Opened{std::move(*project), nullptr};
}

void SongKeeper::release(const Path& folder)
{
    if (folder.lexically_normal() == folder_.lexically_normal()) (void)close();
}

void SongKeeper::adopt(Opened opened, const Path& folder)
{
    (void)close();
    folder_ = folder;
    isReadOnly_ = opened.store == nullptr;
    problems_ = problemsOf(opened.project.problems);
    damage_ = problemsOf(opened.project.damage);
    problems_.insert(problems_.begin(), damage_.begin(), damage_.end());
    openedEdits_ = opened.project.edits;
    store_ = std::move(opened.store);
    model_.replace(std::move(opened.project.project), std::move(opened.project.tree));
    savedEdits_ = store_ != nullptr ? store_->edits() : 0;
    unsavedSince_.reset();
    lastSave_ = {};
}

void SongKeeper::record(const project::HistoryStep& step)
{
    if (store_ == nullptr || step.kind == project::HistoryStep::Kind::replace) return;
    store_->record(step);
    if (!unsavedSince_) unsavedSince_ = Clock::now();
}

Status SongKeeper::checkWritable() const
{
    if (folder_.empty())
        return core::makeError(ErrorCode::notFound,
                               "the song has no folder yet; save it under a name");
    if (isReadOnly_)
        return core::makeError(ErrorCode::permissionDenied,
                               damage_.empty()
                                   ? "The song is open for reading only; save it elsewhere."
                                   : "The song is damaged and open for reading only; repair it, or "
                                     "save it elsewhere.",
                               folder_.string());
    return {};
}

Status SongKeeper::save()
{
    if (auto status = checkWritable(); !status) return status;
    const auto snapshot = model_.snapshot();
    savedEdits_ = store_->edits();
    unsavedSince_.reset();
    lastSave_ = store_->saveNow(snapshot);
    if (lastSave_) model_.markSaved(snapshot);
    return lastSave_;
}

void SongKeeper::saveLater(std::function<void(Status)> done)
{
    if (auto status = checkWritable(); !status) {
        if (done) done(status);
        return;
    }
    const auto snapshot = model_.snapshot();
    savedEdits_ = store_->edits();
    unsavedSince_.reset();
    isSaving_ = true;
    const std::weak_ptr<bool> alive = isAlive_;
    store_->save(snapshot, [this, alive, snapshot, done = std::move(done)](const Status& status) {
        if (alive.expired()) return;
        mainThread_.post([this, alive, snapshot, done, status] {
            const auto isAlive = alive.lock();
            if (isAlive == nullptr || !*isAlive) return;
            isSaving_ = false;
            lastSave_ = status;
            if (status) model_.markSaved(snapshot);
            if (done) done(status);
        });
    });
}

void SongKeeper::poll(Clock::time_point now)
{
    if (store_ == nullptr || isSaving_ || now - lastTry_ < retryAfter) return;
    const bool isDue = !lastSave_.ok() || store_->edits() - savedEdits_ >= saveAfterEdits ||
                       (unsavedSince_ && now - *unsavedSince_ >= saveAfter);
    if (!isDue) return;
    lastTry_ = now;
    store_->retryNow();
    saveLater({});
}

Status SongKeeper::flush() const
{
    return store_ != nullptr ? store_->flush() : Status{};
}

void SongKeeper::retryNow()
{
    if (store_ != nullptr) store_->retryNow();
}

Status SongKeeper::goTo(project::Revision revision)
{
    const auto& tree = model_.undoTree();
    if (tree.path(tree.current(), revision) || store_ == nullptr || revision >= tree.count())
        return model_.goTo(revision);
    auto state = store_->stateOf(revision);
    if (!state) return state.error();
    auto moved = tree;
    moved.moveTo(revision);
    model_.replace(std::move(*state), std::move(moved));
    store_->record({project::HistoryStep::Kind::move, revision, 0, nullptr});
    return save();
}

core::Result<std::vector<project::JournalRow>> SongKeeper::rows() const
{
    if (store_ == nullptr) return std::vector<project::JournalRow>{};
    return store_->rows();
}

Status SongKeeper::moveTo(const Path& folder)
{
    std::vector<project::JournalRow> rows;
    if (store_ != nullptr) {
        auto all = store_->rows();
        // A disk that refuses: the history is taken from memory.
        if (all) rows = std::move(*all);
    }
    const auto snapshot = model_.snapshot();
    auto store =
        project::ProjectStore::create(folder, files_, snapshot, model_.undoTree(), std::move(rows));
    if (!store) return store.error();
    if (auto status = (*store)->saveNow(snapshot); !status) return status;
    (void)close();
    store_ = std::move(*store);
    folder_ = folder;
    isReadOnly_ = false;
    problems_.clear();
    damage_.clear();
    savedEdits_ = store_->edits();
    unsavedSince_.reset();
    lastSave_ = {};
    model_.markSaved(snapshot);
    return {};
}

Status SongKeeper::close()
{
    auto status = store_ != nullptr ? store_->close() : Status{};
    store_.reset();
    folder_.clear();
    isReadOnly_ = false;
    isSaving_ = false;
    // A save that ended meanwhile speaks of a song that is no longer here.
    *isAlive_ = false;
    isAlive_ = std::make_shared<bool>(true);
    return status;
}

std::uint64_t SongKeeper::edits() const noexcept
{
    return store_ != nullptr ? store_->edits() : openedEdits_;
}

Durability SongKeeper::durability() const
{
    Durability durability;
    durability.isReadOnly = isReadOnly_;
    if (store_ == nullptr) return durability;
    durability.edits = store_->edits();
    const auto journal = store_->progress();
    durability.isFailing = journal.isFailing || !lastSave_.ok();
    if (journal.isFailing)
        durability.error = journal.error;
    else if (!lastSave_.ok())
        durability.error = lastSave_.error();
    return durability;
}

project::JournalProgress SongKeeper::progress() const
{
    return store_ != nullptr ? store_->progress() : project::JournalProgress{};
}

} // namespace cppmusic::session
