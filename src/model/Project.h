// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Shared.h"
#include "core/SharedList.h"
#include "core/SharedMap.h"
#include "core/time/TempoMap.h"
#include "model/Asset.h"
#include "model/Ids.h"
#include "model/Marker.h"
#include "model/Pattern.h"
#include "model/Routing.h"
#include "model/Track.h"

#include <cstdint>
#include <string>
#include <vector>

namespace cppmusic::model {

struct IdOfTrack {
    TrackId operator()(const core::Shared<Track>& track) const noexcept { return track->id; }
};

using TrackList = core::SharedList<core::Shared<Track>, IdOfTrack>;

/// The document, as a value with structural sharing: a copy is cheap, "what changed" is a
/// comparison of identities, and a snapshot can be given to any thread. Changed only through
/// project::applyCommand.
struct Project {
    std::string name = "Untitled";
    std::string author;
    core::Shared<core::TempoMap> tempo;
    LoopRange loop;
    PunchRange punch;
    Routing routing;
    TrackList tracks; ///< in the order of the playlist; the master is among them
    core::SharedMap<PatternId, core::Shared<Pattern>> patterns;
    core::SharedMap<AssetId, core::Shared<Asset>> assets;
    std::vector<Marker> markers; ///< sorted by place, then id
    std::uint64_t nextId = 1;    ///< every new id comes from here, so histories replay
    std::string unknownFields = {};
    friend bool operator==(const Project&, const Project&) = default;
};

/// An empty song: a master track, 120 bpm, 4/4.
[[nodiscard]] Project makeEmptyProject();

} // namespace cppmusic::model
