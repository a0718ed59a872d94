// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/PlanBody.h"
#include "audio/graph/passes/AssignBuffers.h"

#include <memory>

namespace cppmusic::audio {

/// The last pass: real memory and pointers, and what is in flight taken over from `previous` (which
/// may be running, or be null) where connection, node object or parameter are still the same.
/// [main]
[[nodiscard]] std::shared_ptr<PlanBody>
emitBody(const AudioGraph&, const GraphIndex&, const PrepareSpec&, const PlanOptions&,
         const LatencyPlan&, const UnitPlan&, const TaskPlan&, const BufferPlan&,
         const PlanBody* previous, core::PerformanceMonitor* monitor);

} // namespace cppmusic::audio
