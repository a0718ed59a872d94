// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "model/Ids.h"

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
    /// Takes the last edit of this track back, and none after it; itself an edit that undo takes
    /// back. Its label. Errors as project::undoLastOfTrack.
    core::Result<std::string> undoOfTrack(model::TrackId track);
    [[nodiscard]] bool canUndo() const;
    [[nodiscard]] bool canRedo() const;
    /// "Undo Move clip"; just "Undo" when there is nothing.
    [[nodiscard]] std::string undoText() const;
    [[nodiscard]] std::string redoText() const;

private:
    project::ProjectModel& model_;
};

} // namespace cppmusic::session
