// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "model/Project.h"
#include "project/serialization/JsonValue.h"

// A song in pieces of JSON, for comparing and merging: what project.json holds but its list of
// tracks, and every track and pattern as one piece, a track with its automation in it. [any]
namespace cppmusic::project {

[[nodiscard]] JsonValue songTree(const model::Project& project);
[[nodiscard]] JsonValue treeOf(const model::Track& track);
[[nodiscard]] JsonValue treeOf(const model::Pattern& pattern);

/// Back; corrupt with the place when a piece is not what it should be. Tracks and patterns of the
/// song are still to be added, and its counter of ids.
[[nodiscard]] core::Result<model::Project> songOf(const JsonValue& tree);
[[nodiscard]] core::Result<model::Track> trackOf(const JsonValue& tree);
[[nodiscard]] core::Result<model::Pattern> patternOf(const JsonValue& tree);

} // namespace cppmusic::project
