// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/graph/GraphCompiler.h"

#include "audio/graph/passes/CompensateLatency.h"
#include "audio/graph/passes/EmitSteps.h"
#include "audio/graph/passes/SortTopologically.h"

namespace cppmusic::audio {

core::Result<std::unique_ptr<RenderPlan>>
compilePlan(const AudioGraph& graph, const PrepareSpec& spec, const RenderPlan* previous)
{
    if (spec.maxBlockFrames < 1 || spec.sampleRate.value <= 0.0) {
        return core::makeError(core::ErrorCode::invalidArgument,
                               "the block size and the sample rate must be above 0");
    }
    if (auto status = graph.checkAll(); !status) return status.error();
    auto order = sortTopologically(graph);
    if (!order) return order.error();
    const LatencyMap latency = compensateLatency(graph, *order);
    const BufferPlan buffers = assignBuffers(graph, *order, latency.delays);
    return emitSteps(graph, spec, *order, latency, buffers, previous);
}

} // namespace cppmusic::audio
