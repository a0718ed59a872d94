// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/graph/GraphCompiler.h"

#include "audio/graph/passes/EmitBody.h"
#include "audio/graph/passes/SortTopologically.h"

namespace cppmusic::audio {
namespace {

/// In units of a small node's cost.
std::vector<float> costsOf(const UnitPlan& plan)
{
    constexpr float perTerm = 0.1f, perDelay = 0.2f;
    std::vector<float> costs;
    costs.reserve(plan.units.size());
    for (const PlanUnit& unit : plan.units) {
        switch (unit.kind) {
        case PlanUnit::Kind::process: costs.push_back(static_cast<float>(unit.count)); break;
        case PlanUnit::Kind::sum: costs.push_back(perTerm * static_cast<float>(unit.count)); break;
        case PlanUnit::Kind::delay: costs.push_back(perDelay); break;
        }
    }
    return costs;
}

std::shared_ptr<PlanBody> compileBody(const AudioGraph& graph, const SortedGraph& sorted,
                                      const PrepareSpec& spec, const PlanBody* previous,
                                      const PlanOptions& options, core::PerformanceMonitor* monitor)
{
    const GraphIndex& index = sorted.index;
    const LatencyPlan latency = compensateLatency(index, sorted.order);
    const UnitPlan units = planUnits(index, formBatches(index, sorted.order, options.batchSize),
                                     latency, options.foldsGains);
    const TaskPlan tasks = formTasks(units, costsOf(units), options.threads);
    const BufferPlan buffers = assignBuffers(index, units, tasks);
    return emitBody(graph, index, spec, options, latency, units, tasks, buffers, previous, monitor);
}

} // namespace

core::Result<SortedGraph> sortGraph(const AudioGraph& graph)
{
    if (auto status = graph.checkAll(); !status) return status.error();
    SortedGraph sorted{indexGraph(graph), {}};
    auto order = sortTopologically(sorted.index);
    if (!order) return order.error();
    sorted.order = std::move(*order);
    return sorted;
}

core::Result<std::unique_ptr<RenderPlan>>
compilePlan(const AudioGraph& graph, const PrepareSpec& spec, const RenderPlan* previous,
            const PlanOptions& options, const SortedGraph* sorted,
            core::PerformanceMonitor* monitor)
{
    if (spec.maxBlockFrames < 1 || spec.sampleRate.value <= 0.0) {
        return core::makeError(core::ErrorCode::invalidArgument,
                               "the block size and the sample rate must be above 0");
    }
    if (!options.isValid()) {
        return core::makeError(core::ErrorCode::invalidArgument,
                               "a plan has 1 to 64 threads and batches of 1 to 32 nodes");
    }
    const PlanBody* before = previous ? previous->body_.get() : nullptr;
    std::shared_ptr<PlanBody> body;
    if (before && before->spec == spec && before->options == options &&
        graph.sameWiring(previous->graph_)) {
        body = previous->body_;
    } else if (sorted) {
        body = compileBody(graph, *sorted, spec, before, options, monitor);
    } else {
        auto made = sortGraph(graph);
        if (!made) return made.error();
        body = compileBody(graph, *made, spec, before, options, monitor);
    }
    return std::unique_ptr<RenderPlan>(new RenderPlan(graph, std::move(body), previous));
}

} // namespace cppmusic::audio
