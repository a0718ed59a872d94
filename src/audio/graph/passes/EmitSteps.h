// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/RenderPlan.h"
#include "audio/graph/passes/CompensateLatency.h"

namespace cppmusic::audio {

/// Room for the events that one node puts out in one block.
inline constexpr std::size_t eventsPerOutput = 2048;

/// The last pass: real memory for the buffers, real pointers for the steps, and the state taken
/// over from the plan before. [main]
[[nodiscard]] std::unique_ptr<RenderPlan> emitSteps(const AudioGraph&, const PrepareSpec&,
                                                    std::span<const NodeId> order,
                                                    const LatencyMap&, const BufferPlan&,
                                                    const RenderPlan* previous);

} // namespace cppmusic::audio
