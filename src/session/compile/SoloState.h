// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Project.h"

#include <set>

namespace cppmusic::session {

/// The tracks that the solo of others silences: while anything is soloed, all except soloed ones,
/// solo-safe ones, the members of soloed groups, the groups and aux tracks that carry any of these
/// to the master, and the master. Solo in place. [any]
[[nodiscard]] std::set<model::TrackId> soloSilencedTracks(const model::Project&);

} // namespace cppmusic::session
