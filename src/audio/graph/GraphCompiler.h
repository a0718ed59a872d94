// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/RenderPlan.h"
#include "audio/graph/passes/IndexGraph.h"

#include <vector>

namespace cppmusic::audio {

/// A graph that was found right, with its nodes numbered and in an order to run in. Refers to the
/// graph it was made from.
struct SortedGraph {
    GraphIndex index;
    std::vector<int> order;
};

/// Errors: a cycle (named), or what AudioGraph::checkAll finds. Nodes need not be prepared. [main]
[[nodiscard]] core::Result<SortedGraph> sortGraph(const AudioGraph&);

/// Makes a plan of a graph: number and sort the nodes, compensate latency, form batches, plan sums
/// and delays, form tasks, assign buffers, emit. Every node must be prepared for `spec`. Errors: a
/// cycle (named), or what AudioGraph::checkAll finds.
///
/// `previous` is the newest plan made before, or null: what is in flight (delays, inboxes,
/// automation readers) is taken over from it where connection, node object or parameter are still
/// the same; where only contents differ, so is everything else. It may be running meanwhile.
/// `sorted` saves doing that half again. What batches cost in blocks that are not offline is kept
/// in `monitor`, if there is one; it outlives the plan. [main]
[[nodiscard]] core::Result<std::unique_ptr<RenderPlan>>
compilePlan(const AudioGraph&, const PrepareSpec& spec, const RenderPlan* previous,
            const PlanOptions& = {}, const SortedGraph* sorted = nullptr,
            core::PerformanceMonitor* monitor = nullptr);

} // namespace cppmusic::audio
