// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "project/ProjectModel.h"

#include <cstdint>

namespace cppmusic::cli {

/// The song a drill begins with: some tracks, a pattern, a clip, an automation lane.
[[nodiscard]] model::Project makeDrillSong();

/// Does the edit with this number (from 1): of many kinds, undo and redo among them. The same
/// number on the same song with the same history is the same edit everywhere, so a song after n
/// edits is known by n. Exactly one step of the history. [main]
core::Status performDrillEdit(project::ProjectModel& model, std::uint64_t number);

} // namespace cppmusic::cli
