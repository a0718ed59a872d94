// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Project.h"
#include "session/compile/ContentCache.h"

#include <map>
#include <optional>
#include <set>
#include <vector>

namespace cppmusic::session {

/// What patterns play, by the track they are heard on, in order of the song. A pattern's lane for a
/// track plays there, wherever the clip lies; the lane without a track plays where the clip lies.
/// `only`: these tracks; null: all. [any]
[[nodiscard]] std::map<model::TrackId, std::vector<LaneOnTrack>>
collectLanes(const model::Project&, const std::set<model::TrackId>* only = nullptr);

/// The tracks whose notes may have changed, when between the two projects only patterns have;
/// empty optional: something else has. [any]
[[nodiscard]] std::optional<std::set<model::TrackId>>
findTracksWithOtherNotes(const model::Project& before, const model::Project& after);

} // namespace cppmusic::session
