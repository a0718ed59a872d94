// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/graph/passes/CompensateLatency.h"

#include <algorithm>

namespace cppmusic::audio {

LatencyPlan compensateLatency(const GraphIndex& graph, std::span<const int> order)
{
    LatencyPlan plan;
    plan.delays.assign(graph.edges.size(), 0);
    plan.arrival.assign(graph.nodes.size(), 0);
    std::vector<int> departure(graph.nodes.size(), 0);
    const auto leaves = [&](int edge) -> int {
        return departure[static_cast<std::size_t>(graph.edge(edge).source)];
    };
    for (const int n : order) {
        int latest = 0;
        for (const int e : graph.incomingOf(n)) latest = std::max(latest, leaves(e));
        for (const int e : graph.incomingOf(n)) {
            plan.delays[static_cast<std::size_t>(e)] = latest - leaves(e);
        }
        plan.arrival[static_cast<std::size_t>(n)] = latest;
        departure[static_cast<std::size_t>(n)] =
            latest + std::max(0, graph.node(n).node->latencyFrames());
    }
    if (graph.output >= 0) plan.total = departure[static_cast<std::size_t>(graph.output)];
    return plan;
}

} // namespace cppmusic::audio
