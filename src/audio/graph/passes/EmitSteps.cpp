// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/graph/passes/EmitSteps.h"

#include <algorithm>
#include <cmath>

namespace cppmusic::audio {

/// Builds one RenderPlan.
class StepEmitter {
public:
    StepEmitter(const AudioGraph& graph, const PrepareSpec& spec, const LatencyMap& latency,
                const BufferPlan& buffers, const RenderPlan* previous)
        : latency_(latency), buffers_(buffers), previous_(previous), plan_(new RenderPlan)
    {
        static const auto defaultTempo = std::make_shared<const core::TempoMap>();
        plan_->graph_ = graph;
        if (!graph.tempoMap()) plan_->graph_.setTempoMap(defaultTempo);
        for (const Connection& c : graph.connections()) {
            if (c.kind == PortKind::events) eventConnections_[c.target].push_back(c);
        }
        plan_->spec_ = spec;
        plan_->latency_ = latency.total;
        plan_->rampFrames_ = static_cast<int>(std::lround(spec.sampleRate.value * rampSeconds));
        plan_->numBuffers_ = buffers.numBuffers;
        stride_ = (static_cast<std::size_t>(spec.maxBlockFrames) + 15) / 16 * 16; // cache lines
        plan_->memory_.assign(stride_ * static_cast<std::size_t>(buffers.numBuffers) + 16, 0.0f);
        const auto address = reinterpret_cast<std::uintptr_t>(plan_->memory_.data());
        memory_ = plan_->memory_.data() + (64 - address % 64) % 64 / sizeof(float);
    }

    std::unique_ptr<RenderPlan> run(std::span<const NodeId> order)
    {
        plan_->steps_.resize(order.size()); // never again: others point at them
        for (std::size_t i = 0; i < order.size(); ++i) emitNode(i, order[i]);
        for (std::size_t i = 0; i < order.size(); ++i) emitEventSources(i);
        for (const BufferOperation& op : buffers_.operations) emitOperation(op);
        for (const int buffer : buffers_.output) plan_->output_.push_back(channel(buffer));
        std::sort(plan_->index_.begin(), plan_->index_.end(),
                  [](const auto& a, const auto& b) { return a.id < b.id; });
        plan_->merger_ = std::make_unique<EventMerger>(mergerCapacity());
        if (previous_) {
            for (const auto& [ref, reader] : previous_->readers_) {
                if (!plan_->readers_.contains(ref)) plan_->released_.push_back(ref);
            }
        }
        return std::move(plan_);
    }

private:
    static constexpr double rampSeconds = 0.02;

    float* channel(int buffer) { return memory_ + stride_ * static_cast<std::size_t>(buffer); }

    /// A node object of this plan that was in the plan before under the same id.
    bool isKept(NodeId id) const
    {
        if (!previous_) return false;
        const auto& before = previous_->graph_.nodes();
        const auto found = before.find(id);
        return found != before.end() && found->second.node == plan_->graph_.nodes().at(id).node;
    }

    void emitNode(std::size_t i, NodeId id)
    {
        const AudioGraph::Entry& entry = plan_->graph_.nodes().at(id);
        RenderPlan::Step& step = plan_->steps_[i];
        plan_->index_.push_back({id, &step});
        step.id = id;
        step.node = entry.node.get();
        step.content = entry.content.get();
        auto& inbox = plan_->inboxes_[id];
        inbox = isKept(id) ? previous_->inboxes_.at(id)
                           : std::make_shared<NodeInbox>(entry.node->parameters().size());
        step.inbox = inbox.get();

        const NodeBuffers& ports = buffers_.nodes[i];
        for (const auto& port : ports.inputs) {
            auto& channels = step.inputChannels.emplace_back();
            for (const int buffer : port) channels.push_back(channel(buffer));
        }
        for (const auto& port : ports.outputs) {
            auto& channels = step.outputChannels.emplace_back();
            for (const int buffer : port) channels.push_back(channel(buffer));
        }
        for (const auto& channels : step.inputChannels) {
            step.inputs.push_back({channels.data(), static_cast<int>(channels.size()), 0});
        }
        for (const auto& channels : step.outputChannels) {
            step.outputs.push_back({channels.data(), static_cast<int>(channels.size()), 0});
        }
        step.hasEventInput = entry.node->ports().hasEventInput;
        if (entry.node->ports().hasEventOutput) {
            step.eventOutput = newEventBuffer();
            eventOutputs_[id] = step.eventOutput;
        }
        emitLanes(step);
    }

    void emitLanes(RenderPlan::Step& step)
    {
        const auto& automation = plan_->graph_.automation();
        for (auto lane = automation.lower_bound({step.id, 0});
             lane != automation.end() && lane->first.node == step.id; ++lane) {
            if (!lane->second || lane->second->isEmpty()) continue;
            auto& reader = plan_->readers_[lane->first];
            const int late = latency_.arrival.at(step.id);
            if (isKept(step.id)) {
                const auto before = previous_->readers_.find(lane->first);
                if (before != previous_->readers_.end() && before->second->lateFrames() == late) {
                    reader = before->second;
                }
            }
            if (!reader) reader = std::make_shared<AutomationReader>(late);
            step.lanes.push_back({lane->first.parameter, lane->second.get(), reader.get()});
        }
    }

    void emitEventSources(std::size_t i)
    {
        RenderPlan::Step& step = plan_->steps_[i];
        for (const Connection& c : eventConnections_[step.id]) {
            RenderPlan::EventSource source{eventOutputs_.at(c.source), nullptr, nullptr};
            if (const auto delay = latency_.delays.find(c); delay != latency_.delays.end()) {
                auto& state = plan_->eventDelays_[c];
                if (previous_ && isKept(c.source)) {
                    const auto before = previous_->eventDelays_.find(c);
                    if (before != previous_->eventDelays_.end() &&
                        before->second->frames() == delay->second) {
                        state = before->second;
                    }
                }
                if (!state) {
                    state = std::make_shared<EventDelay>(delay->second, 4 * eventsPerOutput);
                }
                source.delay = state.get();
                source.delayed = newEventBuffer();
            }
            step.eventSources.push_back(source);
        }
    }

    void emitOperation(const BufferOperation& op)
    {
        RenderPlan::Operation made;
        made.kind = op.kind;
        if (op.kind == BufferOperation::Kind::process) {
            made.step = &plan_->steps_[static_cast<std::size_t>(op.index)];
        } else {
            made.source = channel(op.source);
            made.target = channel(op.target);
        }
        if (op.kind == BufferOperation::Kind::delay) {
            const DelayUse& use = buffers_.delays[static_cast<std::size_t>(op.index)];
            auto& line = plan_->delays_[use];
            if (previous_ && isKept(use.connection.source)) {
                const auto before = previous_->delays_.find(use);
                if (before != previous_->delays_.end()) line = before->second;
            }
            if (!line) line = std::make_shared<ConnectionDelay>(use.frames);
            made.delay = line.get();
        }
        plan_->operations_.push_back(made);
    }

    EventBuffer* newEventBuffer()
    {
        plan_->eventMemory_.push_back(std::make_unique<Event[]>(eventsPerOutput));
        plan_->eventBuffers_.push_back(std::make_unique<EventBuffer>(
            std::span<Event>(plan_->eventMemory_.back().get(), eventsPerOutput)));
        return plan_->eventBuffers_.back().get();
    }

    /// Enough for the node with most events: all its parameters set, its curves (two events per
    /// control point, some breakpoints and the bends of a fader that runs its whole travel), all
    /// its sources full, and its notes.
    std::size_t mergerCapacity() const
    {
        const auto points = static_cast<std::size_t>(plan_->spec_.maxBlockFrames / controlInterval);
        std::size_t most = 0;
        for (const RenderPlan::Step& step : plan_->steps_) {
            most = std::max(most, step.node->parameters().size() +
                                      step.lanes.size() * (2 * (points + 2) + 256) +
                                      step.eventSources.size() * eventsPerOutput + 128);
        }
        return most;
    }

    const LatencyMap& latency_;
    const BufferPlan& buffers_;
    const RenderPlan* previous_;
    std::unique_ptr<RenderPlan> plan_;
    std::map<NodeId, std::vector<Connection>> eventConnections_; // by target
    std::map<NodeId, EventBuffer*> eventOutputs_;
    std::size_t stride_ = 0;
    float* memory_ = nullptr;
};

std::unique_ptr<RenderPlan> emitSteps(const AudioGraph& graph, const PrepareSpec& spec,
                                      std::span<const NodeId> order, const LatencyMap& latency,
                                      const BufferPlan& buffers, const RenderPlan* previous)
{
    return StepEmitter(graph, spec, latency, buffers, previous).run(order);
}

} // namespace cppmusic::audio
