// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "model/Project.h"
#include "project/Command.h"

namespace cppmusic::project {

/// A changed project and the way back.
struct Applied {
    model::Project after;
    Command inverse; ///< applyCommand(after, inverse) gives a project equal to the one before
};

/// Pure: the same project and command give the same result on any thread. [any]
///
/// Ids: a command that creates something carries its id, taken from ProjectModel::newId() or from
/// Project::nextId upward. An id that is in use (or zero) is refused. Afterwards nextId lies above
/// every id that ever was in the project, unless the command states it (nextIdAfter), as inverses
/// do: undo takes the counter back and redo brings the same ids again. That can't make two things
/// share an id, because ids beyond the counter live only in the redo list, which a new action
/// clears.
///
/// What stays equal is shared, not copied: untouched tracks and patterns keep their identity().
///
/// Errors are sentences: notFound for unknown ids, invalidArgument for values out of range,
/// alreadyExists for ids in use, cycle for a routing that would feed back (naming the tracks).
/// Nothing is changed then. A command that changes nothing is no error.
[[nodiscard]] core::Result<Applied> applyCommand(const model::Project& before,
                                                 const Command& command);

} // namespace cppmusic::project
