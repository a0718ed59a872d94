// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/controllers/HistoryController.h"

#include "project/ProjectModel.h"
#include "project/SelectiveUndo.h"

#include <utility>

namespace cppmusic::session {

namespace {

std::string menuText(const char* verb, const std::string& label)
{
    return label.empty() ? std::string(verb) : std::string(verb) + " " + label;
}

} // namespace

bool HistoryController::undo()
{
    return model_.undo();
}

bool HistoryController::redo()
{
    return model_.redo();
}

core::Result<std::string> HistoryController::undoOfTrack(model::TrackId track)
{
    auto undo = project::undoLastOfTrack(*model_.snapshot(), model_.undoTree(), track);
    if (!undo) return undo.error();
    auto label = project::labelOf(undo->command);
    if (auto status = model_.execute(std::move(undo->command)); !status) return status.error();
    return label;
}

bool HistoryController::canUndo() const
{
    return model_.canUndo();
}

bool HistoryController::canRedo() const
{
    return model_.canRedo();
}

std::string HistoryController::undoText() const
{
    return menuText("Undo", model_.undoLabel());
}

std::string HistoryController::redoText() const
{
    return menuText("Redo", model_.redoLabel());
}

} // namespace cppmusic::session
