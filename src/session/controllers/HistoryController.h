// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace cppmusic::project {
class ProjectModel;
}

namespace cppmusic::session {

/// Undo and redo, with the words for menus. [main]
class HistoryController {
public:
    explicit HistoryController(project::ProjectModel& model) : model_(model) {}

    bool undo();
    bool redo();
    [[nodiscard]] bool canUndo() const;
    [[nodiscard]] bool canRedo() const;
    /// "Undo Move clip"; just "Undo" when there is nothing.
    [[nodiscard]] std::string undoText() const;
    [[nodiscard]] std::string redoText() const;

private:
    project::ProjectModel& model_;
};

} // namespace cppmusic::session
