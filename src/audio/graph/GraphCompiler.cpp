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

core::Result<std::shared_ptr<PlanBody>> compileBody(const AudioGraph& graph,
                                                    const PrepareSpec& spec,
                                                    const PlanBody* previous,
                                                    const PlanOptions& options)
{
    if (auto status = graph.checkAll(); !status) return status.error();
    const GraphIndex index = indexGraph(graph);
    const auto order = sortTopologically(index);
    if (!order) return order.error();
    const LatencyPlan latency = compensateLatency(index, *order);
    const UnitPlan units = planUnits(index, formBatches(index, *order, options.batchSize), latency);
    const TaskPlan tasks = formTasks(units, costsOf(units), options.threads);
    const BufferPlan buffers = assignBuffers(index, units, tasks);
    return emitBody(graph, index, spec, options, latency, units, tasks, buffers, previous);
}

} // namespace

core::Result<std::unique_ptr<RenderPlan>> compilePlan(const AudioGraph& graph,
                                                      const PrepareSpec& spec,
                                                      const RenderPlan* previous,
                                                      const PlanOptions& options)
{
    if (spec.maxBlockFrames < 1 || spec.sampleRate.value <= 0.0) {
        return core::makeError(core::ErrorCode::invalidArgument,
                               "the block size and the sample rate must be above 0");
    }
    if (!options.isValid()) {
        return core::makeError(core::ErrorCode::invalidArgument,
                               "a plan has 1 to 64 threads and batches of 1 to 32 nodes");
    }
    std::shared_ptr<PlanBody> body;
    if (previous && previous->body_->spec == spec && previous->body_->options == options &&
        graph.sameWiring(previous->graph_)) {
        body = previous->body_;
    } else {
        auto made = compileBody(graph, spec, previous ? previous->body_.get() : nullptr, options);
        if (!made) return made.error();
        body = std::move(*made);
    }
    return std::unique_ptr<RenderPlan>(new RenderPlan(graph, std::move(body), previous));
}

} // namespace cppmusic::audio
