// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "model/Ids.h"
#include "model/Project.h"
#include "project/Command.h"
#include "project/UndoTree.h"

namespace cppmusic::project {

/// An edit in the middle of the history, and the command that takes it alone back.
struct SelectiveUndo {
    Revision revision = 0;
    Command command; ///< applies to the song as it is now
};

/// The last edit that touched this track (its strip, devices, clips, automation, or notes in
/// patterns that its clips play), taken back without those after it. Edits that were taken back so
/// count as never done: asked again, it is the one before. notFound when no edit that
/// leads to the current revision touched it; invalidArgument when a later edit depends on it: the
/// message names that edit. [any]
[[nodiscard]] core::Result<SelectiveUndo>
undoLastOfTrack(const model::Project& project, const UndoTree& tree, model::TrackId track);

} // namespace cppmusic::project
