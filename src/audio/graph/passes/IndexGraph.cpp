// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/graph/passes/IndexGraph.h"

#include <algorithm>
#include <numeric>

namespace cppmusic::audio {

std::span<const GraphIndex::Edge> GraphIndex::outgoing(int n) const
{
    const auto at = static_cast<std::size_t>(n);
    const auto begin = static_cast<std::size_t>(firstOutgoing[at]);
    return {edges.data() + begin, static_cast<std::size_t>(firstOutgoing[at + 1]) - begin};
}

std::span<const int> GraphIndex::incomingOf(int n) const
{
    const auto at = static_cast<std::size_t>(n);
    const auto begin = static_cast<std::size_t>(firstIncoming[at]);
    return {incoming.data() + begin, static_cast<std::size_t>(firstIncoming[at + 1]) - begin};
}

int GraphIndex::find(NodeId id) const
{
    const auto found = std::lower_bound(nodes.begin(), nodes.end(), id,
                                        [](const Node& n, NodeId wanted) { return n.id < wanted; });
    return found != nodes.end() && found->id == id ? static_cast<int>(found - nodes.begin()) : -1;
}

GraphIndex indexGraph(const AudioGraph& graph)
{
    GraphIndex index;
    index.nodes.reserve(graph.nodes().size());
    for (const auto& [id, entry] : graph.nodes()) {
        index.nodes.push_back({id, entry.node.get(), &entry, entry.node->ports()});
    }
    const std::size_t count = index.nodes.size();
    index.edges.reserve(graph.connections().size());
    index.firstOutgoing.assign(count + 1, 0);
    index.firstIncoming.assign(count + 1, 0);
    int source = 0;
    for (const Connection& c : graph.connections()) { // by source: it only moves on
        while (index.node(source).id != c.source) ++source;
        const int target = index.find(c.target);
        index.edges.push_back({source, c.sourcePort, target, c.targetPort, c.kind});
        ++index.firstOutgoing[static_cast<std::size_t>(source) + 1];
        ++index.firstIncoming[static_cast<std::size_t>(target) + 1];
    }
    std::partial_sum(index.firstOutgoing.begin(), index.firstOutgoing.end(),
                     index.firstOutgoing.begin());
    std::partial_sum(index.firstIncoming.begin(), index.firstIncoming.end(),
                     index.firstIncoming.begin());
    index.incoming.resize(index.edges.size());
    std::vector<int> next(index.firstIncoming.begin(), index.firstIncoming.end() - 1);
    for (std::size_t e = 0; e < index.edges.size(); ++e) {
        int& place = next[static_cast<std::size_t>(index.edges[e].target)];
        index.incoming[static_cast<std::size_t>(place++)] = static_cast<int>(e);
    }
    if (graph.output().isValid()) index.output = index.find(graph.output());
    return index;
}

} // namespace cppmusic::audio
