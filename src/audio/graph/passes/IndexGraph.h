// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioGraph.h"

#include <span>
#include <vector>

namespace cppmusic::audio {

/// A graph with its nodes numbered from 0 in the order of their ids, so that passes work on arrays.
/// Valid as long as the graph is there and unchanged.
struct GraphIndex {
    struct Node {
        NodeId id;
        AudioNode* node = nullptr;
        const AudioGraph::Entry* entry = nullptr;
        NodePorts ports;
    };
    struct Edge {
        int source = 0;
        int sourcePort = 0;
        int target = 0;
        int targetPort = 0;
        PortKind kind = PortKind::audio;
    };

    std::vector<Node> nodes;
    std::vector<Edge> edges;        ///< in the order of their connections, which is by source
    std::vector<int> firstOutgoing; ///< of node n: edges firstOutgoing[n] to firstOutgoing[n + 1]
    std::vector<int> firstIncoming; ///< of node n: places in `incoming`, in the same way
    std::vector<int> incoming;      ///< numbers of edges, by target, then in their order
    int output = -1;

    [[nodiscard]] int size() const noexcept { return static_cast<int>(nodes.size()); }
    [[nodiscard]] const Node& node(int n) const { return nodes[static_cast<std::size_t>(n)]; }
    [[nodiscard]] const Edge& edge(int e) const { return edges[static_cast<std::size_t>(e)]; }
    [[nodiscard]] std::span<const Edge> outgoing(int n) const;
    [[nodiscard]] std::span<const int> incomingOf(int n) const;
    /// −1 when the node is not there.
    [[nodiscard]] int find(NodeId) const;
};

/// Numbers a graph that AudioGraph::checkAll found right. [main or job]
[[nodiscard]] GraphIndex indexGraph(const AudioGraph&);

} // namespace cppmusic::audio
