// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/ProjectModel.h"

#include "model/Limits.h"
#include "project/ApplyCommand.h"
#include "project/WalkHistory.h"

#include <algorithm>
#include <random>

namespace cppmusic::project {

ProjectModel::ProjectModel(model::Project project, UndoTree undo)
    : current_(std::make_shared<const model::Project>(std::move(project))),
      saved_(current_),
      undo_(std::move(undo))
{
    reserveAbove(*current_);
}

void ProjectModel::skipIds()
{
    // Of 2^53 ids a step takes 2^36 on average: room for a hundred thousand openings.
    const std::uint64_t next = std::max(nextReserved_, current_->nextId);
    const std::uint64_t room = next < model::maxId ? (model::maxId - next) / 1024 : 0;
    const std::uint64_t most = std::min<std::uint64_t>(room, 1ull << 37);
    std::random_device entropy;
    nextReserved_ = next + std::uniform_int_distribution<std::uint64_t>(0, most)(entropy);
}

std::uint64_t ProjectModel::reserveId() noexcept
{
    nextReserved_ = std::max(nextReserved_, current_->nextId);
    return nextReserved_++;
}

// Ids that redo would bring back are taken too.
void ProjectModel::reserveAbove(const model::Project& project)
{
    nextReserved_ = std::max(nextReserved_, project.nextId);
    model::Project ahead = project;
    for (auto next = undo_.node(undo_.current()).redo; next != 0; next = undo_.node(next).redo) {
        auto applied = applyCommand(ahead, undo_.node(next).entry->forward);
        if (!applied) return;
        ahead = std::move(applied->after);
        nextReserved_ = std::max(nextReserved_, ahead.nextId);
    }
}

// For a single command that overwrites, this holds by what overwriting means. The commands of a
// batch may depend on each other, so both ways are tried.
bool ProjectModel::canReplaceLast(const Command& command, const model::Project& after) const
{
    const auto& last = *undo_.nextUndo();
    if (!overwrites(command, last.forward)) return false;
    if (!std::holds_alternative<Batch>(command.body)) return true;
    const auto forward = applyCommand(*gestureStart_, command);
    if (!forward || !(forward->after == after)) return false;
    const auto back = applyCommand(after, last.inverse);
    return back && back->after == *gestureStart_;
}

void ProjectModel::record(const Command& command, Command inverse, const model::Project& after,
                          GestureId gesture)
{
    const bool goesOn = gesture.isValid() && gesture == openGesture_ && undo_.canUndo();
    if (!goesOn) {
        openGesture_ = gesture;
        gestureStart_ = gesture.isValid() ? current_ : nullptr;
        undo_.add({labelOf(command), command, std::move(inverse)});
        return tellHistory(HistoryStep::Kind::edit);
    }
    if (canReplaceLast(command, after))
        undo_.replaceLast(command);
    else
        undo_.extendLast(command, std::move(inverse));
    tellHistory(HistoryStep::Kind::amend);
}

void ProjectModel::tellHistory(HistoryStep::Kind kind)
{
    const auto revision = undo_.current();
    const auto& node = undo_.node(revision);
    const bool isEdit = kind == HistoryStep::Kind::edit || kind == HistoryStep::Kind::amend;
    historyObservers_.notify({kind, revision, node.parent, isEdit ? node.entry : nullptr});
}

core::Status ProjectModel::execute(Command command, GestureId gesture)
{
    auto applied = applyCommand(*current_, command);
    if (!applied) return applied.error();
    record(command, std::move(applied->inverse), applied->after, gesture);
    change(std::make_shared<const model::Project>(std::move(applied->after)), Change::Kind::edit);
    return {};
}

bool ProjectModel::moveTo(Revision revision, const Command& command, Change::Kind kind)
{
    openGesture_ = {};
    auto applied = applyCommand(*current_, command);
    if (!applied) return false;
    undo_.moveTo(revision);
    tellHistory(HistoryStep::Kind::move);
    change(std::make_shared<const model::Project>(std::move(applied->after)), kind);
    return true;
}

bool ProjectModel::undo()
{
    const auto& node = undo_.node(undo_.current());
    const auto entry = node.entry;
    return entry != nullptr && moveTo(node.parent, entry->inverse, Change::Kind::undo);
}

bool ProjectModel::redo()
{
    const auto next = undo_.node(undo_.current()).redo;
    if (next == 0) return false;
    const auto entry = undo_.node(next).entry;
    return moveTo(next, entry->forward, Change::Kind::redo);
}

core::Status ProjectModel::goTo(Revision revision)
{
    const auto path = undo_.path(undo_.current(), revision);
    if (!path)
        return core::makeError(core::ErrorCode::notFound,
                               "No edits lead from here to this revision of the song.",
                               "revision " + std::to_string(revision));
    if (path->back.empty() && path->forth.empty()) return {};
    auto walked = walk(*current_, undo_, *path);
    if (!walked) return walked.error();
    openGesture_ = {};
    undo_.moveTo(revision);
    tellHistory(HistoryStep::Kind::move);
    change(std::make_shared<const model::Project>(std::move(*walked)),
           path->forth.empty() ? Change::Kind::undo : Change::Kind::redo);
    return {};
}

std::string ProjectModel::undoLabel() const
{
    return canUndo() ? undo_.nextUndo()->label : std::string{};
}

std::string ProjectModel::redoLabel() const
{
    return canRedo() ? undo_.nextRedo()->label : std::string{};
}

Subscription ProjectModel::observe(std::function<void(const Change&)> observer)
{
    return observers_.add(std::move(observer));
}

Subscription ProjectModel::observeHistory(std::function<void(const HistoryStep&)> observer)
{
    return historyObservers_.add(std::move(observer));
}

void ProjectModel::replace(model::Project project, UndoTree undo)
{
    openGesture_ = {};
    gestureStart_ = nullptr;
    undo_ = std::move(undo);
    reserveAbove(project);
    auto opened = std::make_shared<const model::Project>(std::move(project));
    saved_ = opened;
    tellHistory(HistoryStep::Kind::replace);
    change(std::move(opened), Change::Kind::replace);
}

void ProjectModel::markSaved(std::shared_ptr<const model::Project> snapshot)
{
    saved_ = snapshot ? std::move(snapshot) : current_;
}

bool ProjectModel::isModified() const
{
    return current_ != saved_ && !(*current_ == *saved_);
}

void ProjectModel::change(std::shared_ptr<const model::Project> after, Change::Kind kind)
{
    nextReserved_ = std::max(nextReserved_, after->nextId);
    untold_.push_back({current_, after, kind});
    current_ = std::move(after);
    if (isTelling_) return; // the loop below, further out, tells it in turn
    isTelling_ = true;
    while (!untold_.empty()) {
        const Change news = std::move(untold_.front());
        untold_.pop_front();
        observers_.notify(news);
    }
    isTelling_ = false;
}

} // namespace cppmusic::project
