// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/graph/passes/SortTopologically.h"

#include <algorithm>

namespace cppmusic::audio {
namespace {

using Neighbours = std::map<NodeId, std::set<NodeId>>;

/// Walks against the arrows among nodes that Kahn could not place: each has a source there, so the
/// walk must close.
core::Error describeCycle(const AudioGraph& graph, const std::map<NodeId, int>& waiting,
                          const Neighbours& sources)
{
    const auto start =
        std::find_if(waiting.begin(), waiting.end(), [](const auto& w) { return w.second > 0; });
    std::vector<NodeId> path{start->first};
    for (;;) {
        const auto& candidates = sources.at(path.back());
        const auto next = std::find_if(candidates.begin(), candidates.end(),
                                       [&](NodeId id) { return waiting.at(id) > 0; });
        const auto seen = std::find(path.begin(), path.end(), *next);
        if (seen != path.end()) {
            path.erase(path.begin(), seen);
            break;
        }
        path.push_back(*next);
    }
    std::reverse(path.begin(), path.end());
    std::rotate(path.begin(), std::min_element(path.begin(), path.end()), path.end());
    path.push_back(path.front());
    std::string text;
    for (const NodeId id : path) {
        if (!text.empty()) text += " \u2192 ";
        text += "\"" + graph.nodes().at(id).name + "\"";
    }
    return core::makeError(core::ErrorCode::cycle, "the routing feeds back into itself: " + text +
                                                       "; remove one of these connections");
}

} // namespace

core::Result<std::vector<NodeId>> sortTopologically(const AudioGraph& graph)
{
    Neighbours sources, targets;
    for (const Connection& c : graph.connections()) {
        sources[c.target].insert(c.source);
        targets[c.source].insert(c.target);
    }
    std::map<NodeId, int> waiting; // how many sources are not placed yet
    std::vector<NodeId> ready;     // a stack: the last made ready is placed next
    for (const auto& [id, entry] : graph.nodes()) {
        waiting[id] = static_cast<int>(sources[id].size());
    }
    for (auto w = waiting.rbegin(); w != waiting.rend(); ++w) {
        if (w->second == 0) ready.push_back(w->first);
    }

    std::vector<NodeId> order;
    order.reserve(waiting.size());
    while (!ready.empty()) {
        const NodeId id = ready.back();
        ready.pop_back();
        order.push_back(id);
        const auto& next = targets[id];
        for (auto target = next.rbegin(); target != next.rend(); ++target) {
            if (--waiting[*target] == 0) ready.push_back(*target);
        }
    }
    if (order.size() < waiting.size()) return describeCycle(graph, waiting, sources);
    return order;
}

} // namespace cppmusic::audio
