// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Project.h"

#include <set>

namespace cppmusic::session {

/// The tracks that the solo of others silences: while anything is soloed, all except soloed ones
/// and members of soloed VCAs, solo-safe ones, the members of soloed groups, the groups, aux tracks
/// and targets of further device outputs that carry any of these to the master, and the master.
/// Solo in place: what is heard sounds as it does in the mix. [any]
[[nodiscard]] std::set<model::TrackId> soloSilencedTracks(const model::Project&);

} // namespace cppmusic::session
