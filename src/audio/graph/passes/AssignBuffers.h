// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/passes/FormTasks.h"

#include <vector>

namespace cppmusic::audio {

/// Which memory every signal lies in. The unit is one channel of one block; the channels of a
/// signal lie one behind the other.
struct BufferPlan {
    /// Shared memory: always zero, never written.
    static constexpr int silence = 0;
    /// By signal: place p ≥ 0 is channel p of the memory that all threads share; p < 0 is channel
    /// −1 − p of the scratch memory of the thread that runs the task.
    std::vector<int> places;
    int numShared = 1;
    int numScratch = 0;
};

/// A signal that only one task knows lies in scratch memory and makes room when its last reader
/// has read it; one that other tasks read has its place to itself. A node that allows it works in
/// place when it is the only reader. [main or job]
[[nodiscard]] BufferPlan assignBuffers(const GraphIndex&, const UnitPlan&, const TaskPlan&);

} // namespace cppmusic::audio
