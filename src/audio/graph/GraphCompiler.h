// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/RenderPlan.h"

namespace cppmusic::audio {

/// Makes a plan of a graph: number and sort the nodes, compensate latency, form batches, plan sums
/// and delays, form tasks, assign buffers, emit. Every node must be prepared for `spec`. Errors: a
/// cycle (named), or what AudioGraph::checkAll finds.
///
/// `previous` is the newest plan made before, or null: what is in flight (delays, inboxes,
/// automation readers) is taken over from it where connection, node object or parameter are still
/// the same; where only contents differ, so is everything else. It may be running meanwhile. [main]
[[nodiscard]] core::Result<std::unique_ptr<RenderPlan>> compilePlan(const AudioGraph&,
                                                                    const PrepareSpec& spec,
                                                                    const RenderPlan* previous,
                                                                    const PlanOptions& = {});

} // namespace cppmusic::audio
