// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioGraph.h"

#include <span>
#include <vector>

namespace cppmusic::audio {

/// By how many frames each connection must be delayed so that everything that meets at a node
/// belongs to the same moment of the song.
struct LatencyMap {
    std::map<Connection, int> delays; ///< only connections with a delay above 0
    std::map<NodeId, int> arrival;    ///< frames by which a node's inputs lag the transport
    int total = 0;                    ///< frames by which the output lags the transport
};

/// `order` is what sortTopologically gave; nodes are prepared. Sends, sidechains and events are
/// edges like all others. [main or job]
[[nodiscard]] LatencyMap compensateLatency(const AudioGraph&, std::span<const NodeId> order);

} // namespace cppmusic::audio
