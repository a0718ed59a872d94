// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Project.h"

#include <map>
#include <set>

namespace cppmusic::session {

/// What the solo of others leaves of a track that isn't heard as in the mix.
struct TrackSolo {
    /// The tracks it is still heard through: its output and its sends to other tracks are silent.
    /// Empty: nothing of it is heard.
    std::set<model::TrackId> targets;
    [[nodiscard]] bool isSilenced() const { return targets.empty(); }
    friend bool operator==(const TrackSolo&, const TrackSolo&) = default;
};

/// The tracks that the solo of others silences, wholly or in part. While anything is soloed, there
/// are heard as in the mix: soloed tracks and members of soloed VCAs, solo-safe ones, the members
/// of soloed groups, the groups, aux tracks and targets of further device outputs that carry any of
/// these to the master, and the master. A soloed track also keeps what is sent to it: senders, and
/// all that flows into them, are heard through it only, so a soloed aux sounds as it does in the
/// mix. [any]
[[nodiscard]] std::map<model::TrackId, TrackSolo> soloedOut(const model::Project&);

/// Those of which nothing is heard. [any]
[[nodiscard]] std::set<model::TrackId> soloSilencedTracks(const model::Project&);

} // namespace cppmusic::session
