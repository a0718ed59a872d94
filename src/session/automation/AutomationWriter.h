// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/params/ParameterSpec.h"
#include "core/time/TempoMap.h"
#include "model/AutomationLane.h"
#include "project/commands/AutomationCommands.h"
#include "session/automation/AutomationTake.h"

#include <optional>

namespace cppmusic::session {

/// What is to be written into a lane.
struct AutomationWrite {
    const model::AutomationLane& lane;
    const core::ParameterSpec& spec;
    const core::TempoMap& tempo;
    core::SampleRate rate;
    float baseValue = 0.0f;       ///< what an empty lane stands for
    std::int64_t glideFrames = 0; ///< behind each pass the line is back on the old one
};

/// One command that puts a take in the place of what was drawn there: thinned (thinningBoundFor),
/// then a straight way back to the old line. What lies beside the take, bends included, keeps its
/// shape. Empty when nothing was played through. [main]
[[nodiscard]] std::optional<project::WriteAutomation>
writeTake(const AutomationWrite&, const std::vector<AutomationTake::Pass>& passes);

} // namespace cppmusic::session
