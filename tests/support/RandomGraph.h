// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioGraph.h"
#include "support/TestNodes.h"

#include <map>
#include <random>

namespace cppmusic::test {

/// A graph without cycles made of a seed: mono and stereo nodes, buses with sidechains, some in
/// place, some with latency, connections and delays at random; the last node is the output.
struct RandomGraph {
    explicit RandomGraph(unsigned seed, int maxLatency = 0)
    {
        std::mt19937 random(seed);
        const auto below = [&](unsigned limit) { return static_cast<int>(random() % limit); };
        const int count = 2 + below(20);
        for (int i = 1; i <= count; ++i) {
            const audio::NodeId id(static_cast<std::uint64_t>(i));
            const int latency = maxLatency > 0 && below(2) ? below(unsigned(maxLatency)) : 0;
            if (i == count || below(3) == 0) {
                graph.add(id, std::make_shared<BusNode>(), "bus");
            } else {
                graph.add(id, std::make_shared<LatencyNode>(latency, 1 + below(2), below(2) == 0),
                          "node " + std::to_string(i));
            }
            for (int k = below(5); k > 0 && i > 1; --k) {
                const audio::NodeId source(static_cast<std::uint64_t>(1 + below(unsigned(i - 1))));
                (void)graph.connect({source, 0, id, below(2)}); // some don't fit: left out
            }
        }
        graph.setOutput(audio::NodeId(static_cast<std::uint64_t>(count)));
        for (const auto& connection : graph.connections()) {
            if (below(4) == 0) delays[connection] = 1 + below(5);
        }
    }
    audio::AudioGraph graph;
    std::map<audio::Connection, int> delays;
};

} // namespace cppmusic::test
