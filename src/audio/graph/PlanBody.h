// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioNode.h"
#include "audio/graph/ConnectionDelay.h"
#include "audio/graph/EventDelay.h"
#include "audio/graph/NodeInbox.h"
#include "audio/graph/PlanOptions.h"
#include "audio/parameters/AutomationReader.h"
#include "core/performance/PerformanceMonitor.h"

#include <atomic>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace cppmusic::audio {

class TaskWorker;

/// Room for the events that one node puts out in one block.
inline constexpr std::size_t eventsPerOutput = 2048;

/// The events that a node puts out.
struct EventMemory {
    EventMemory() : events(eventsPerOutput), buffer(events) {} // [main]
    std::vector<Event> events;
    EventBuffer buffer;
};

/// Where a signal lies. Place p ≥ 0 is channel p of the shared memory, p < 0 channel −1 − p of the
/// scratch memory of the thread that asks; further channels follow.
struct SignalPlace {
    std::int32_t place = 0;
    std::uint32_t signal = 0; ///< index of its silence flag
    std::uint16_t channels = 1;
    std::uint16_t portChannels = 1; ///< of the port that reads it; one channel is read for all
    static constexpr std::int32_t nowhere = std::numeric_limits<std::int32_t>::min();
    /// Of a sum's term that may be folded (SignalScale): where the signal before the gain lies.
    std::int32_t unscaled = nowhere;
};

/// Whether a signal is to be had as another one times a gain in this block, and was not written.
struct SignalScale {
    float gain = 1.0f;
    bool isFolded = false;
};

/// One event connection into a step.
struct EventSource {
    const EventBuffer* buffer = nullptr;
    EventDelay* delay = nullptr; ///< null when there is none
    EventBuffer* delayed = nullptr;
};

/// One automated parameter of a step.
struct AutomationLane {
    int parameter = 0;
    AutomationReader* reader = nullptr;
};

/// One node with its wiring.
struct PlanStep {
    AudioNode* node = nullptr;
    NodeInbox* inbox = nullptr;
    EventBuffer* eventOutput = nullptr;
    NodeId id;
    std::uint32_t firstPort = 0; ///< in PlanBody::ports: inputs, then outputs
    std::uint16_t numInputs = 0;
    std::uint16_t numOutputs = 0;
    std::uint32_t firstSource = 0;
    std::uint32_t firstLane = 0;
    std::uint16_t numSources = 0;
    std::uint16_t numLanes = 0;
    std::uint32_t task = 0;
    bool takesNotes = false;
    bool mayFold = false; ///< its output is read by sums that can do its work (SignalScale)
};

/// A place in the performance monitor, given back with the last plan that uses it. [main]
struct MonitorSlot {
    MonitorSlot(core::PerformanceMonitor& owner, std::string name)
        : monitor(owner), slot(owner.addNode(std::move(name)))
    {
    }
    MonitorSlot(const MonitorSlot&) = delete;
    MonitorSlot& operator=(const MonitorSlot&) = delete;
    ~MonitorSlot() { monitor.removeNode(slot); }
    core::PerformanceMonitor& monitor;
    const core::NodeSlot slot;
};

/// One thing to do.
struct PlanOperation {
    enum class Kind : std::uint8_t {
        process, ///< steps first … first + count − 1, one batch
        sum,     ///< ports[first + count] = 0 + ports[first] + … + ports[first + count − 1]
        delay    ///< ports[first + 1] = ports[first], later, through delays[count]
    };
    Kind kind = Kind::process;
    std::uint32_t first = 0;
    std::uint32_t count = 0;
    core::NodeSlot slot = core::noNodeSlot; ///< where its cost is kept
};

/// Operations that one thread runs in one go.
struct TaskEntry {
    std::uint32_t firstOperation = 0, numOperations = 0;
    std::uint32_t firstInput = 0, numInputs = 0; ///< in PlanBody::taskInputs: signals from outside
    std::uint32_t firstEventInput = 0, numEventInputs = 0; ///< in PlanBody::taskEventInputs
    std::uint32_t firstNext = 0, numNext = 0;              ///< in PlanBody::nextTasks
    std::uint32_t numNeeds = 0;
    std::uint32_t rank = 0; ///< 0 is the task to be run first when several are ready
    bool canSleep = false;  ///< it has nothing that must be looked at in every block
};

/// A task all nodes of which sleep is not looked into.
struct TaskSleep {
    bool isAsleep = false;
    bool hasMail = false;        ///< for one of its steps
    std::int64_t until = 0;      ///< song frame
    std::int64_t frames = 0;     ///< passed asleep
    std::int64_t startFrame = 0; ///< of the transport at the first of them
    std::int64_t gridFrame = 0;  ///< likewise
};

/// The wiring of a plan, its memory and what is in flight. Shared by plans that differ in contents
/// only; the audio thread runs one of them at a time.
struct PlanBody {
    PlanBody() = default;
    PlanBody(const PlanBody&) = delete;
    PlanBody& operator=(const PlanBody&) = delete;
    ~PlanBody(); // [main]
    /// [main]
    void addNode(NodeId id, std::shared_ptr<AudioNode> node)
    {
        ++node->numPlans_;
        nodeIds.push_back(id);
        nodes.push_back(std::move(node));
    }

    // Wiring: written on the main thread, then only read.
    PrepareSpec spec;
    PlanOptions options;
    int latency = 0;
    int rampFrames = 0;           ///< of a parameter that was set
    std::vector<TaskEntry> tasks; ///< in an order that one thread can run
    std::vector<PlanOperation> operations;
    std::vector<PlanStep> steps; ///< in the order of operations
    std::vector<SignalPlace> ports;
    std::vector<EventSource> eventSources;
    std::vector<AutomationLane> lanes; ///< by node and parameter
    std::vector<std::uint32_t> taskInputs;
    std::vector<const EventBuffer*> taskEventInputs;
    std::vector<std::uint32_t> nextTasks;
    std::vector<std::uint32_t> taskOfRank;
    std::vector<std::uint32_t> readyAtStart; ///< 32 ranks a word: tasks that need no other
    int numReadyAtStart = 0;
    std::vector<std::uint32_t> stepOfNode; ///< by node in the order of ids
    std::vector<NodeId> nodeIds;
    SignalPlace output; ///< channels 0 without an output node
    int numShared = 0;  ///< channels
    int numScratch = 0; ///< channels of each thread

    // State of the block and of what was before: the audio threads'.
    std::size_t stride = 0; ///< floats from one channel to the next
    std::vector<float> sharedMemory;
    float* shared = nullptr;                          ///< in it, at a cache line
    std::vector<std::uint8_t> isSilent;               ///< by signal
    std::vector<SignalScale> scales;                  ///< by signal
    std::vector<std::uint8_t> hasMail;                ///< by step
    std::vector<TaskSleep> sleeps;                    ///< by task
    std::vector<std::unique_ptr<TaskWorker>> workers; ///< one per thread
    /// By task: how many it still waits for. Whoever takes the last one sets it up again.
    std::unique_ptr<std::atomic<std::uint32_t>[]> waiting;
    std::int64_t usualNanoseconds = 0; ///< of a block, all threads together; 0: not known

    // What outlives this body: taken over by the next one where it still fits.
    struct KeptDelay {
        NodeId source;
        int port = 0;
        int frames = 0;
        std::shared_ptr<ConnectionDelay> delay;
    };
    struct KeptEventDelay {
        NodeId source, target;
        std::shared_ptr<EventDelay> delay;
    };
    struct KeptReader {
        NodeId node;
        int parameter = 0;
        std::shared_ptr<AutomationReader> reader; // of the lane with the same number
    };
    std::vector<std::shared_ptr<AudioNode>> nodes;     ///< by node in the order of ids
    std::vector<std::shared_ptr<EventMemory>> outputs; ///< likewise; null without event output
    std::vector<std::shared_ptr<NodeInbox>> inboxes;   ///< likewise
    std::vector<KeptDelay> keptDelays;                 ///< sorted by source, port, frames
    std::vector<ConnectionDelay*> delays;              ///< by number
    std::vector<KeptEventDelay> keptEventDelays;       ///< sorted
    std::vector<KeptReader> keptReaders;               ///< by lane
    std::vector<std::unique_ptr<EventMemory>> delayedEvents;
    /// By node: of batches that begin with it.
    std::vector<std::shared_ptr<MonitorSlot>> monitorSlots;

    /// The address of a signal's first channel. [audio]
    [[nodiscard]] float* address(std::int32_t place,
                                 float* scratch) const noexcept CPPMUSIC_NONBLOCKING
    {
        return place >= 0 ? shared + static_cast<std::size_t>(place) * stride
                          : scratch + static_cast<std::size_t>(-1 - place) * stride;
    }
    /// −1 when the node is not here. [audio]
    [[nodiscard]] std::int64_t stepOf(NodeId) const noexcept CPPMUSIC_NONBLOCKING;
    void postMail(std::uint32_t step) noexcept CPPMUSIC_NONBLOCKING
    {
        hasMail[step] = 1;
        sleeps[steps[step].task].hasMail = true;
    }
};

} // namespace cppmusic::audio
