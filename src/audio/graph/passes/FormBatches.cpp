// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/graph/passes/FormBatches.h"

#include <algorithm>
#include <functional>
#include <unordered_map>

namespace cppmusic::audio {
namespace {

struct Kind {
    int level = 0;
    const void* key = nullptr;
    friend bool operator==(const Kind&, const Kind&) = default;
};
struct KindHash {
    std::size_t operator()(const Kind& kind) const noexcept
    {
        return std::hash<const void*>{}(kind.key) * 31 + static_cast<std::size_t>(kind.level);
    }
};

std::vector<int> levelsOf(const GraphIndex& graph, std::span<const int> order)
{
    std::vector<int> level(graph.nodes.size(), 0);
    for (const int n : order) {
        for (const auto& edge : graph.outgoing(n)) {
            int& target = level[static_cast<std::size_t>(edge.target)];
            target = std::max(target, level[static_cast<std::size_t>(n)] + 1);
        }
    }
    return level;
}

} // namespace

BatchPlan formBatches(const GraphIndex& graph, std::span<const int> order, int batchSize)
{
    const std::vector<int> level = levelsOf(graph, order);
    std::vector<int> batchOf(graph.nodes.size(), -1);
    struct Open {
        int batch = -1;
        int size = 0;
    };
    std::unordered_map<Kind, Open, KindHash> open;
    std::vector<int> sizes;
    for (const int n : order) {
        int& batch = batchOf[static_cast<std::size_t>(n)];
        const void* key = batchSize > 1 ? graph.node(n).node->batchKey() : nullptr;
        if (key) {
            Open& last = open[{level[static_cast<std::size_t>(n)], key}];
            if (last.batch < 0 || last.size == batchSize) {
                last = {static_cast<int>(sizes.size()), 0};
                sizes.push_back(0);
            }
            batch = last.batch;
            ++last.size;
        } else {
            batch = static_cast<int>(sizes.size());
            sizes.push_back(0);
        }
        ++sizes[static_cast<std::size_t>(batch)];
    }
    BatchPlan plan;
    plan.first.assign(sizes.size() + 1, 0);
    for (std::size_t b = 0; b < sizes.size(); ++b) plan.first[b + 1] = plan.first[b] + sizes[b];
    plan.nodes.resize(order.size());
    std::vector<int> next(plan.first.begin(), plan.first.end() - 1);
    for (const int n : order) {
        const auto batch = static_cast<std::size_t>(batchOf[static_cast<std::size_t>(n)]);
        plan.nodes[static_cast<std::size_t>(next[batch]++)] = n;
    }
    return plan;
}

} // namespace cppmusic::audio
