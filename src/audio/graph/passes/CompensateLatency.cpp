// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/graph/passes/CompensateLatency.h"

#include <algorithm>

namespace cppmusic::audio {

LatencyMap compensateLatency(const AudioGraph& graph, std::span<const NodeId> order)
{
    std::map<NodeId, std::vector<const Connection*>> incoming;
    for (const Connection& c : graph.connections()) incoming[c.target].push_back(&c);

    LatencyMap map;
    std::map<NodeId, int> departure;
    for (const NodeId id : order) {
        int latest = 0;
        for (const Connection* c : incoming[id]) latest = std::max(latest, departure[c->source]);
        for (const Connection* c : incoming[id]) {
            const int delay = latest - departure[c->source];
            if (delay > 0) map.delays[*c] = delay;
        }
        map.arrival[id] = latest;
        departure[id] = latest + std::max(0, graph.nodes().at(id).node->latencyFrames());
    }
    if (graph.output().isValid()) map.total = departure[graph.output()];
    return map;
}

} // namespace cppmusic::audio
