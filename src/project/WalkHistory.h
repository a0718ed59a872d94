// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "model/Project.h"
#include "project/UndoTree.h"

namespace cppmusic::project {

/// The project after taking back and doing what the path says; an error when a step doesn't apply
/// (a damaged history). [any]
[[nodiscard]] core::Result<model::Project> walk(model::Project from, const UndoTree& tree,
                                                const UndoPath& path);

} // namespace cppmusic::project
