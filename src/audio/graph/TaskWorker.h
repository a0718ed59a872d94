// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/BlockFindings.h"
#include "audio/graph/EventMerger.h"
#include "audio/graph/PlanBody.h"
#include "audio/parameters/AutomationCurve.h"
#include "audio/simd/SumKernel.h"
#include "core/performance/PerformanceMonitor.h"
#include "core/performance/TickClock.h"

#include <memory>
#include <vector>

namespace cppmusic::audio {

/// What the tasks of one block have in common.
struct BlockInfo {
    const NodeContent* const* contents = nullptr;   ///< by step
    const AutomationCurve* const* curves = nullptr; ///< by lane
    const TransportBlock* transport = nullptr;
    int numFrames = 0;
    bool isOffline = false;
    core::PerformanceMonitor* monitor = nullptr; ///< null: nothing is measured
};

/// Runs tasks of one plan on one thread at a time, with scratch memory of its own. [audio]
class TaskWorker {
public:
    /// `number` is 0 for the calling thread's. [main]
    TaskWorker(const PlanBody&, int number);
    TaskWorker(const TaskWorker&) = delete;
    TaskWorker& operator=(const TaskWorker&) = delete;

    /// All tasks that it needs have run in this block. `isAlone`: this thread runs all of them, so
    /// that nodes of the tasks behind may be looked at.
    void run(PlanBody&, const BlockInfo&, std::uint32_t task,
             bool isAlone) noexcept CPPMUSIC_NONBLOCKING;

    BlockFindings findings;       ///< collected here until someone takes them
    std::int64_t nanoseconds = 0; ///< spent in tasks; kept by whoever measures
    bool hasLeftMail = false;     ///< an inbox found no room for all it held; likewise

private:
    /// What one node of a batch gets.
    struct Slot {
        ProcessContext context;
        std::uint32_t step = 0;
        std::uint32_t silentOutputs = 0;
        bool wasStreamMissed = false;
        std::vector<ConstAudioBlock> inputs;
        std::vector<AudioBlock> outputs;
        std::vector<const float*> inputChannels;
        std::vector<float*> outputChannels;
        std::unique_ptr<EventMerger> merger;
    };

    void runOperation(const PlanOperation&) noexcept CPPMUSIC_NONBLOCKING;
    void prefetchBehind(const PlanOperation&) const noexcept CPPMUSIC_NONBLOCKING;
    void runMeasured(const TaskEntry&) noexcept CPPMUSIC_NONBLOCKING;
    void runBatch(const PlanOperation&) noexcept CPPMUSIC_NONBLOCKING;
    void runSum(const PlanOperation&) noexcept CPPMUSIC_NONBLOCKING;
    void runDelay(const PlanOperation&) noexcept CPPMUSIC_NONBLOCKING;

    /// False when the step sleeps through this block, or others do its work.
    bool prepare(Slot&, std::uint32_t step) noexcept CPPMUSIC_NONBLOCKING;
    [[nodiscard]] bool folds(const Slot&, const PlanStep&) noexcept CPPMUSIC_NONBLOCKING;
    void finish(Slot&) noexcept CPPMUSIC_NONBLOCKING;
    void setInputs(Slot&, const PlanStep&) noexcept CPPMUSIC_NONBLOCKING;
    void setOutputs(Slot&, const PlanStep&) noexcept CPPMUSIC_NONBLOCKING;
    [[nodiscard]] bool sleeps(Slot&, const PlanStep&) noexcept CPPMUSIC_NONBLOCKING;
    void gatherEvents(Slot&, const PlanStep&) noexcept CPPMUSIC_NONBLOCKING;

    [[nodiscard]] bool staysAsleep(const TaskEntry&,
                                   const TaskSleep&) const noexcept CPPMUSIC_NONBLOCKING;
    void wake(const TaskEntry&, const TaskSleep&) noexcept CPPMUSIC_NONBLOCKING;

    const int number_;
    const core::TickClock& clock_;
    PlanBody* body_ = nullptr;                // of the task that runs
    const PlanOperation* foreseen_ = nullptr; ///< end of what is prefetched
    const BlockInfo* info_ = nullptr;
    bool isTaskAwake_ = false;
    std::int64_t taskSleepsUntil_ = 0;

    SumKernel sum_ = sumKernel();
    std::vector<float> memory_;
    float* scratch_ = nullptr; // in it, at a cache line
    std::vector<Slot> slots_;
    std::vector<BatchItem> items_;
};

} // namespace cppmusic::audio
