// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/passes/IndexGraph.h"

#include <span>
#include <vector>

namespace cppmusic::audio {

/// Nodes that are processed together.
struct BatchPlan {
    std::vector<int> nodes; ///< batch after batch
    std::vector<int> first; ///< batch b: nodes first[b] to first[b + 1]

    [[nodiscard]] int size() const noexcept { return static_cast<int>(first.size()) - 1; }
    [[nodiscard]] std::span<const int> batch(int b) const
    {
        const auto begin = static_cast<std::size_t>(first[static_cast<std::size_t>(b)]);
        const auto end = static_cast<std::size_t>(first[static_cast<std::size_t>(b) + 1]);
        return std::span(nodes).subspan(begin, end - begin);
    }
};

/// Groups nodes with the same AudioNode::batchKey that lie on the same level (the longest path from
/// a node without sources), in the order given and at most `batchSize` in one. Connections lead to
/// higher levels only, so no batch waits for itself, and batches can't wait for each other in a
/// circle. A node without a key is a batch of its own. [main or job]
[[nodiscard]] BatchPlan formBatches(const GraphIndex&, std::span<const int> order, int batchSize);

} // namespace cppmusic::audio
