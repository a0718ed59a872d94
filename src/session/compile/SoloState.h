// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Project.h"

#include <set>

namespace cppmusic::session {

/// The tracks that are not heard now: muted ones and, while anything is soloed, all others except
/// soloed ones, solo-safe ones, the members of soloed groups, the groups and aux tracks that carry
/// any of these to the master, and the master. Solo in place. [any]
[[nodiscard]] std::set<model::TrackId> silencedTracks(const model::Project&);

} // namespace cppmusic::session
