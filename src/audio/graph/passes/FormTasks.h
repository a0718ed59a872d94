// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/passes/PlanUnits.h"

#include <span>
#include <vector>

namespace cppmusic::audio {

/// Units that one thread runs in one go.
struct PlanTask {
    int firstUnit = 0; ///< in TaskPlan::units
    int numUnits = 0;
    int firstNext = 0; ///< in TaskPlan::next: tasks that need this one
    int numNext = 0;
    int numNeeds = 0; ///< tasks that this one needs
    float cost = 0.0f;
    float path = 0.0f; ///< cost of the dearest way from here to the end, its own included
};

/// Tasks in an order in which each comes behind those it needs; chains stay together.
struct TaskPlan {
    std::vector<PlanTask> tasks;
    std::vector<int> units;  ///< task after task
    std::vector<int> taskOf; ///< by unit
    std::vector<int> next;
};

/// Joins units to tasks: chains, small things behind one task, and small tasks that only feed one
/// unit, as long as a task costs no more than a fair part of the whole. `costs` of units, in any
/// measure. [main or job]
[[nodiscard]] TaskPlan formTasks(const UnitPlan&, std::span<const float> costs, int threads);

} // namespace cppmusic::audio
