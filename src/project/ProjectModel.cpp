// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/ProjectModel.h"

#include "project/ApplyCommand.h"

#include <algorithm>

namespace cppmusic::project {

ProjectModel::ProjectModel(model::Project project, UndoStack undo)
    : current_(std::make_shared<const model::Project>(std::move(project))),
      saved_(current_),
      undo_(std::move(undo))
{
    reserveAbove(*current_);
}

std::uint64_t ProjectModel::reserveId() noexcept
{
    nextReserved_ = std::max(nextReserved_, current_->nextId);
    return nextReserved_++;
}

// Ids that redo would bring back are taken too. Redo steps that don't apply are dropped.
void ProjectModel::reserveAbove(const model::Project& project)
{
    nextReserved_ = std::max(nextReserved_, project.nextId);
    model::Project ahead = project;
    for (std::size_t index = undo_.position(); index < undo_.entries().size(); ++index) {
        auto applied = applyCommand(ahead, undo_.entries()[index].forward);
        if (!applied) {
            std::vector<UndoEntry> kept(undo_.entries().begin(),
                                        undo_.entries().begin() +
                                            static_cast<std::ptrdiff_t>(index));
            undo_ = UndoStack(std::move(kept), undo_.position());
            return;
        }
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
        undo_.push({labelOf(command), command, std::move(inverse)});
    } else if (canReplaceLast(command, after)) {
        undo_.replaceLast(command);
    } else {
        undo_.extendLast(command, std::move(inverse));
    }
}

core::Status ProjectModel::execute(Command command, GestureId gesture)
{
    auto applied = applyCommand(*current_, command);
    if (!applied) return applied.error();
    record(command, std::move(applied->inverse), applied->after, gesture);
    change(std::make_shared<const model::Project>(std::move(applied->after)), Change::Kind::edit);
    return {};
}

bool ProjectModel::undo()
{
    openGesture_ = {};
    const auto* entry = undo_.nextUndo();
    if (entry == nullptr) return false;
    auto applied = applyCommand(*current_, entry->inverse);
    if (!applied) {
        undo_.clear();
        return false;
    }
    undo_.stepBack();
    change(std::make_shared<const model::Project>(std::move(applied->after)), Change::Kind::undo);
    return true;
}

bool ProjectModel::redo()
{
    openGesture_ = {};
    const auto* entry = undo_.nextRedo();
    if (entry == nullptr) return false;
    auto applied = applyCommand(*current_, entry->forward);
    if (!applied) {
        undo_.clear();
        return false;
    }
    undo_.stepForward();
    change(std::make_shared<const model::Project>(std::move(applied->after)), Change::Kind::redo);
    return true;
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

void ProjectModel::replace(model::Project project, UndoStack undo)
{
    openGesture_ = {};
    gestureStart_ = nullptr;
    undo_ = std::move(undo);
    reserveAbove(project);
    auto opened = std::make_shared<const model::Project>(std::move(project));
    saved_ = opened;
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
