// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioGraph.h"
#include "audio/graph/ConnectionDelay.h"
#include "audio/graph/EventMerger.h"
#include "audio/graph/NodeInbox.h"
#include "audio/graph/passes/AssignBuffers.h"
#include "audio/parameters/AutomationReader.h"

#include <array>
#include <map>
#include <memory>
#include <vector>

namespace cppmusic::audio {

/// What went wrong in a block, for the engine to report. [audio]
struct BlockFindings {
    struct Finding {
        NodeId node;
        bool wasStreamMissed = false; ///< else events were dropped
    };
    std::array<Finding, 32> list{};
    std::size_t count = 0;

    void add(NodeId node, bool wasStreamMissed) noexcept CPPMUSIC_NONBLOCKING
    {
        if (count < list.size()) list[count++] = {node, wasStreamMissed};
    }
};

/// A graph made ready to run: immutable wiring and scratch memory. Made by compilePlan on the main
/// thread, run by the audio thread, freed on the main thread.
///
/// What must outlive a swap of plans does not live here but is shared by the plans that use it: the
/// state of nodes, what is in flight on delayed connections, inboxes, automation readers.
class RenderPlan {
public:
    /// Runs all nodes for up to PrepareSpec::maxBlockFrames frames. Fills every channel of
    /// `output`: mono goes to all, more channels than the output node has stay silent. [audio]
    void process(const AudioBlock& output, const TransportBlock&, bool isOffline,
                 BlockFindings&) noexcept CPPMUSIC_NONBLOCKING;

    /// Called once, before the first block: parameters whose automation ended with the plan before
    /// go back to their base values. [audio]
    void install() noexcept CPPMUSIC_NONBLOCKING;
    /// Silence everywhere: nodes, delays. [audio]
    void resetNodes() noexcept CPPMUSIC_NONBLOCKING;

    /// `neverRun` was made before this one and is dropped without having been installed: what it
    /// would have done in install() is done by this one. [main]
    void takeOverFrom(const RenderPlan& neverRun);

    /// Null when the node is not in this plan. [audio]
    [[nodiscard]] NodeInbox* inbox(NodeId) noexcept CPPMUSIC_NONBLOCKING;
    [[nodiscard]] AudioNode* node(NodeId) noexcept CPPMUSIC_NONBLOCKING;
    [[nodiscard]] bool hasAutomation(ParameterRef) const noexcept CPPMUSIC_NONBLOCKING;

    [[nodiscard]] int latencyFrames() const noexcept CPPMUSIC_NONBLOCKING { return latency_; }
    [[nodiscard]] const core::TempoMap& tempoMap() const noexcept CPPMUSIC_NONBLOCKING
    {
        return *graph_.tempoMap();
    }
    [[nodiscard]] const PrepareSpec& spec() const noexcept CPPMUSIC_NONBLOCKING { return spec_; }
    /// The graph this was made from. [main]
    [[nodiscard]] const AudioGraph& graph() const noexcept { return graph_; }
    /// Scratch channels of maxBlockFrames frames, the silent one included. [main]
    [[nodiscard]] int numBuffers() const noexcept { return numBuffers_; }

private:
    friend class StepEmitter;

    /// One automated parameter.
    struct Lane {
        int parameter = 0;
        const AutomationCurve* curve = nullptr;
        AutomationReader* reader = nullptr;
    };
    /// One event connection into a node.
    struct EventSource {
        const EventBuffer* buffer = nullptr;
        EventDelay* delay = nullptr; // null when there is none
        EventBuffer* delayed = nullptr;
    };
    /// All that one node needs to run.
    struct Step {
        NodeId id;
        AudioNode* node = nullptr;
        const NodeContent* content = nullptr;
        NodeInbox* inbox = nullptr;
        std::vector<std::vector<const float*>> inputChannels;
        std::vector<std::vector<float*>> outputChannels;
        std::vector<ConstAudioBlock> inputs;
        std::vector<AudioBlock> outputs;
        std::vector<EventSource> eventSources;
        std::vector<Lane> lanes;
        EventBuffer* eventOutput = nullptr;
        bool hasEventInput = false;
    };
    /// One thing to do, in order.
    struct Operation {
        BufferOperation::Kind kind = BufferOperation::Kind::copy;
        const float* source = nullptr;
        float* target = nullptr;
        ConnectionDelay* delay = nullptr;
        Step* step = nullptr;
    };
    struct Found {
        NodeId id;
        Step* step = nullptr;
    };

    RenderPlan() = default;
    void runStep(Step&, const TransportBlock&, bool isOffline, int numFrames,
                 BlockFindings&) noexcept CPPMUSIC_NONBLOCKING;
    int gatherEvents(Step&, const TransportBlock&, int numFrames) noexcept CPPMUSIC_NONBLOCKING;
    [[nodiscard]] Step* find(NodeId) const noexcept CPPMUSIC_NONBLOCKING;

    AudioGraph graph_; // keeps nodes, contents, curves and the tempo map alive
    PrepareSpec spec_;
    int latency_ = 0;
    int rampFrames_ = 0; // of a parameter that was set
    int numBuffers_ = 0;

    std::vector<float> memory_;
    std::vector<Step> steps_;
    std::vector<Operation> operations_;
    std::vector<Found> index_; // sorted by id
    std::vector<const float*> output_;
    std::vector<std::unique_ptr<Event[]>> eventMemory_;
    std::vector<std::unique_ptr<EventBuffer>> eventBuffers_;
    std::unique_ptr<EventMerger> merger_;
    std::vector<ParameterRef> released_; // automated in the plan before, not in this one

    // Shared with earlier and later plans.
    std::map<DelayUse, std::shared_ptr<ConnectionDelay>> delays_;
    std::map<Connection, std::shared_ptr<EventDelay>> eventDelays_;
    std::map<NodeId, std::shared_ptr<NodeInbox>> inboxes_;
    std::map<ParameterRef, std::shared_ptr<AutomationReader>> readers_;
};

} // namespace cppmusic::audio
