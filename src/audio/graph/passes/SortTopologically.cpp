// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/graph/passes/SortTopologically.h"

#include <algorithm>
#include <string>

namespace cppmusic::audio {
namespace {

/// Walks against the arrows among nodes that Kahn could not place: each has a source there, so the
/// walk must close.
core::Error describeCycle(const GraphIndex& graph, const std::vector<int>& waiting)
{
    const auto isStuck = [&](int n) { return waiting[static_cast<std::size_t>(n)] > 0; };
    int first = 0;
    while (!isStuck(first)) ++first;
    std::vector<int> path{first};
    for (;;) {
        int next = graph.size();
        for (const int e : graph.incomingOf(path.back())) {
            if (isStuck(graph.edge(e).source)) next = std::min(next, graph.edge(e).source);
        }
        const auto seen = std::find(path.begin(), path.end(), next);
        if (seen != path.end()) {
            path.erase(path.begin(), seen);
            break;
        }
        path.push_back(next);
    }
    std::reverse(path.begin(), path.end());
    std::rotate(path.begin(), std::min_element(path.begin(), path.end()), path.end());
    path.push_back(path.front());
    std::string text;
    for (const int n : path) {
        if (!text.empty()) text += " \u2192 ";
        text += "\"" + graph.node(n).entry->name + "\"";
    }
    return core::makeError(core::ErrorCode::cycle, "the routing feeds back into itself: " + text +
                                                       "; remove one of these connections");
}

} // namespace

core::Result<std::vector<int>> sortTopologically(const GraphIndex& graph)
{
    std::vector<int> waiting(graph.nodes.size()); // how many edges into it are not placed yet
    std::vector<int> ready;                       // a stack: the last made ready is placed next
    for (int n = graph.size() - 1; n >= 0; --n) {
        waiting[static_cast<std::size_t>(n)] = static_cast<int>(graph.incomingOf(n).size());
        if (waiting[static_cast<std::size_t>(n)] == 0) ready.push_back(n);
    }
    std::vector<int> order;
    order.reserve(graph.nodes.size());
    while (!ready.empty()) {
        const int n = ready.back();
        ready.pop_back();
        order.push_back(n);
        const auto next = graph.outgoing(n);
        for (auto edge = next.rbegin(); edge != next.rend(); ++edge) {
            if (--waiting[static_cast<std::size_t>(edge->target)] == 0) {
                ready.push_back(edge->target);
            }
        }
    }
    if (order.size() < graph.nodes.size()) return describeCycle(graph, waiting);
    return order;
}

} // namespace cppmusic::audio
