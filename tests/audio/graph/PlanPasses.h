// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/passes/AssignBuffers.h"
#include "audio/graph/passes/SortTopologically.h"

#include <utility>
#include <vector>

namespace cppmusic::test {

/// All passes over one graph, with chosen delays instead of those that latency asks for.
struct PlanPasses {
    explicit PlanPasses(audio::AudioGraph made, int batchSize = 16, int threads = 1,
                        std::vector<int> delays = {})
        : graph(std::move(made)),
          index(audio::indexGraph(graph)),
          order(*audio::sortTopologically(index))
    {
        latency = audio::compensateLatency(index, order);
        if (!delays.empty()) latency.delays = std::move(delays);
        batches = audio::formBatches(index, order, batchSize);
        units = audio::planUnits(index, batches, latency);
        costs.assign(units.units.size(), 1.0f);
        tasks = audio::formTasks(units, costs, threads);
        buffers = audio::assignBuffers(index, units, tasks);
    }

    const audio::AudioGraph graph;
    audio::GraphIndex index;
    std::vector<int> order;
    audio::LatencyPlan latency;
    audio::BatchPlan batches;
    audio::UnitPlan units;
    std::vector<float> costs;
    audio::TaskPlan tasks;
    audio::BufferPlan buffers;
};

} // namespace cppmusic::test
