// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/controllers/HistoryController.h"

#include "project/ProjectModel.h"

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
