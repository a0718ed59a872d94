// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/passes/IndexGraph.h"

#include <vector>

namespace cppmusic::audio {

/// The nodes in an order in which every source comes before its targets (A. B. Kahn, "Topological
/// sorting of large networks", 1962). Always the same for the same graph, and chains stay together,
/// so that what one node wrote is still in the cache when the next reads it. A cycle is
/// ErrorCode::cycle; its message names the nodes in the order of the path. [main or job]
[[nodiscard]] core::Result<std::vector<int>> sortTopologically(const GraphIndex&);

} // namespace cppmusic::audio
