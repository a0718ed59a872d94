// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/passes/IndexGraph.h"

#include <span>
#include <vector>

namespace cppmusic::audio {

/// By how many frames each connection must be delayed so that everything that meets at a node
/// belongs to the same moment of the song.
struct LatencyPlan {
    std::vector<int> delays;  ///< frames, by edge
    std::vector<int> arrival; ///< frames by which a node's inputs lag the transport, by node
    int total = 0;            ///< frames by which the output lags the transport
};

/// `order` is what sortTopologically gave; nodes are prepared. Sends, sidechains and events are
/// edges like all others. [main or job]
[[nodiscard]] LatencyPlan compensateLatency(const GraphIndex&, std::span<const int> order);

} // namespace cppmusic::audio
