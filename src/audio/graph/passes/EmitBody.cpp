// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/graph/passes/EmitBody.h"

#include "audio/graph/TaskWorker.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

namespace cppmusic::audio {
namespace {

constexpr double rampSeconds = 0.02;

std::size_t at(int index)
{
    return static_cast<std::size_t>(index);
}
std::uint32_t sizeOf(const auto& list)
{
    return static_cast<std::uint32_t>(list.size());
}

class BodyEmitter {
public:
    BodyEmitter(const AudioGraph& graph, const GraphIndex& index, const LatencyPlan& latency,
                const UnitPlan& units, const TaskPlan& tasks, const BufferPlan& buffers,
                const PlanBody* previous, core::PerformanceMonitor* monitor)
        : graph_(graph),
          index_(index),
          latency_(latency),
          units_(units),
          tasks_(tasks),
          buffers_(buffers),
          previous_(previous),
          monitor_(monitor),
          made_(std::make_shared<PlanBody>()),
          body_(*made_)
    {
    }

    std::shared_ptr<PlanBody> run(const PrepareSpec& spec, const PlanOptions& options)
    {
        body_.spec = spec;
        body_.options = options;
        body_.latency = latency_.total;
        body_.rampFrames = static_cast<int>(std::lround(spec.sampleRate.value * rampSeconds));
        makeMemory();
        takeNodes();
        emitLanes();
        makeDelays();
        seenInTask_.assign(units_.signals.size(), -1);
        body_.stepOfNode.resize(index_.nodes.size());
        body_.monitorSlots.resize(index_.nodes.size());
        body_.steps.reserve(index_.nodes.size());
        for (int t = 0; t < static_cast<int>(tasks_.tasks.size()); ++t) emitTask(t);
        rankTasks();
        if (units_.output >= 0) body_.output = placeOf(units_.output);
        body_.output.channels = units_.output >= 0 ? body_.output.channels : std::uint16_t{0};
        body_.hasMail.assign(body_.steps.size(), 1); // asked once, then told
        body_.sleeps.assign(body_.tasks.size(), {});
        for (int i = 0; i < options.threads; ++i) {
            body_.workers.push_back(std::make_unique<TaskWorker>(body_, i));
        }
        return made_;
    }

private:
    void makeMemory()
    {
        body_.numShared = buffers_.numShared;
        body_.numScratch = buffers_.numScratch;
        // One cache line more than the frames: channels at a distance of a power of two would all
        // fall into the same few sets of the first-level cache.
        body_.stride = (static_cast<std::size_t>(body_.spec.maxBlockFrames) + 15) / 16 * 16 + 16;
        body_.sharedMemory.assign(body_.stride * at(buffers_.numShared) + 16, 0.0f);
        const auto address = reinterpret_cast<std::uintptr_t>(body_.sharedMemory.data());
        body_.shared = body_.sharedMemory.data() + (64 - address % 64) % 64 / sizeof(float);
        body_.isSilent.assign(units_.signals.size(), 0);
        body_.isSilent[UnitPlan::silence] = 1;
        body_.scales.assign(units_.signals.size(), {});
    }

    /// Nodes and inboxes; keptFrom_ says which node of the previous body one is.
    void takeNodes()
    {
        keptFrom_.assign(index_.nodes.size(), -1);
        body_.nodes.reserve(index_.nodes.size());
        body_.nodeIds.reserve(index_.nodes.size());
        body_.inboxes.reserve(index_.nodes.size());
        std::size_t before = 0;
        for (std::size_t n = 0; n < index_.nodes.size(); ++n) {
            const GraphIndex::Node& node = index_.nodes[n];
            if (previous_) {
                const auto& ids = previous_->nodeIds;
                while (before < ids.size() && ids[before] < node.id) ++before;
                if (before < ids.size() && ids[before] == node.id &&
                    previous_->nodes[before] == node.entry->node) {
                    keptFrom_[n] = static_cast<int>(before);
                }
            }
            body_.addNode(node.id, node.entry->node);
            body_.outputs.push_back(nullptr);
            if (node.ports.hasEventOutput) {
                body_.outputs.back() = keptFrom_[n] >= 0 ? previous_->outputs[at(keptFrom_[n])]
                                                         : std::make_shared<EventMemory>();
            }
            body_.inboxes.push_back(
                keptFrom_[n] >= 0 ? previous_->inboxes[at(keptFrom_[n])]
                                  : std::make_shared<NodeInbox>(node.node->parameters().size(),
                                                                node.ports.hasEventInput));
        }
    }
    bool isKept(int n) const { return keptFrom_[at(n)] >= 0; }
    EventBuffer* eventOutput(int n) const
    {
        return body_.outputs[at(n)] ? &body_.outputs[at(n)]->buffer : nullptr;
    }

    void emitLanes()
    {
        firstLane_.assign(index_.nodes.size() + 1, 0);
        for (const auto& [ref, curve] : graph_.automation()) {
            if (!curve || curve->isEmpty()) continue;
            const int n = index_.find(ref.node);
            const int late = latency_.arrival[at(n)];
            std::shared_ptr<AutomationReader> reader;
            if (isKept(n)) {
                const auto& kept = previous_->keptReaders;
                const auto found = std::lower_bound(
                    kept.begin(), kept.end(), ref, [](const auto& k, const ParameterRef& wanted) {
                        return std::tie(k.node, k.parameter) <
                               std::tie(wanted.node, wanted.parameter);
                    });
                if (found != kept.end() && found->node == ref.node &&
                    found->parameter == ref.parameter && found->reader->lateFrames() == late) {
                    reader = found->reader;
                }
            }
            if (!reader) reader = std::make_shared<AutomationReader>(late);
            body_.lanes.push_back({ref.parameter, reader.get()});
            body_.keptReaders.push_back({ref.node, ref.parameter, std::move(reader)});
            ++firstLane_[at(n) + 1];
        }
        std::partial_sum(firstLane_.begin(), firstLane_.end(), firstLane_.begin());
    }

    void makeDelays()
    {
        const auto key = [](const PlanBody::KeptDelay& d) {
            return std::tie(d.source, d.port, d.frames);
        };
        const auto isBefore = [&](const auto& a, const auto& b) { return key(a) < key(b); };
        for (const DelayUse& use : units_.delays) {
            PlanBody::KeptDelay made{index_.node(use.node).id, use.port, use.frames, nullptr};
            if (isKept(use.node)) {
                const auto& kept = previous_->keptDelays;
                const auto found = std::lower_bound(kept.begin(), kept.end(), made, isBefore);
                if (found != kept.end() && key(*found) == key(made)) made.delay = found->delay;
            }
            if (!made.delay) {
                made.delay = std::make_shared<ConnectionDelay>(
                    units_.signals[at(use.signal)].channels, use.frames);
            }
            body_.delays.push_back(made.delay.get());
            body_.keptDelays.push_back(std::move(made));
        }
        std::sort(body_.keptDelays.begin(), body_.keptDelays.end(), isBefore);
    }

    SignalPlace placeOf(int signal, int portChannels = 0) const
    {
        const auto channels = units_.signals[at(signal)].channels;
        return {buffers_.places[at(signal)], static_cast<std::uint32_t>(signal),
                static_cast<std::uint16_t>(channels),
                static_cast<std::uint16_t>(portChannels > 0 ? portChannels : channels)};
    }

    /// A port that reads a signal in this task.
    void emitRead(int signal, int task, int portChannels = 0)
    {
        body_.ports.push_back(placeOf(signal, portChannels));
        const int maker = units_.signals[at(signal)].unit;
        if (maker < 0 || tasks_.taskOf[at(maker)] == task) return;
        if (seenInTask_[at(signal)] == task) return;
        seenInTask_[at(signal)] = task;
        body_.taskInputs.push_back(static_cast<std::uint32_t>(signal));
    }

    void emitTerm(int signal, int task)
    {
        emitRead(signal, task);
        const int unscaled = units_.signals[at(signal)].unscaled;
        if (unscaled >= 0) body_.ports.back().unscaled = buffers_.places[at(unscaled)];
    }

    void emitTask(int t)
    {
        const PlanTask& task = tasks_.tasks[at(t)];
        TaskEntry& entry = body_.tasks.emplace_back();
        entry.firstOperation = sizeOf(body_.operations);
        entry.numOperations = static_cast<std::uint32_t>(task.numUnits);
        entry.firstInput = sizeOf(body_.taskInputs);
        entry.firstEventInput = sizeOf(body_.taskEventInputs);
        entry.firstNext = sizeOf(body_.nextTasks);
        entry.numNext = static_cast<std::uint32_t>(task.numNext);
        entry.numNeeds = static_cast<std::uint32_t>(task.numNeeds);
        entry.canSleep = body_.options.skipsSilence;
        for (int i = 0; i < task.numNext; ++i) {
            body_.nextTasks.push_back(
                static_cast<std::uint32_t>(tasks_.next[at(task.firstNext + i)]));
        }
        for (int i = 0; i < task.numUnits; ++i) {
            emitUnit(units_.units[at(tasks_.units[at(task.firstUnit + i)])], t);
        }
        entry.numInputs = sizeOf(body_.taskInputs) - entry.firstInput;
        entry.numEventInputs = sizeOf(body_.taskEventInputs) - entry.firstEventInput;
    }

    void emitUnit(const PlanUnit& unit, int task)
    {
        PlanOperation& op = body_.operations.emplace_back();
        op.count = static_cast<std::uint32_t>(unit.count);
        switch (unit.kind) {
        case PlanUnit::Kind::process:
            op.kind = PlanOperation::Kind::process;
            op.first = sizeOf(body_.steps);
            op.slot = monitorSlot(units_.nodes[at(unit.first)], unit.count);
            for (int i = 0; i < unit.count; ++i) emitStep(units_.nodes[at(unit.first + i)], task);
            return;
        case PlanUnit::Kind::sum:
            op.kind = PlanOperation::Kind::sum;
            op.first = sizeOf(body_.ports);
            for (int i = 0; i < unit.count; ++i) emitTerm(units_.terms[at(unit.first + i)], task);
            body_.ports.push_back(placeOf(unit.signal));
            return;
        case PlanUnit::Kind::delay:
            op.kind = PlanOperation::Kind::delay;
            op.first = sizeOf(body_.ports);
            op.count = static_cast<std::uint32_t>(unit.first);
            emitRead(units_.delays[at(unit.first)].signal, task);
            body_.ports.push_back(placeOf(unit.signal));
            return;
        }
    }

    /// A batch is known by its first node.
    core::NodeSlot monitorSlot(int n, int count)
    {
        if (!monitor_) return core::noNodeSlot;
        std::string name = index_.node(n).entry->name;
        if (count > 1) name += " and " + std::to_string(count - 1) + " like it";
        auto& slot = body_.monitorSlots[at(n)];
        if (isKept(n)) slot = previous_->monitorSlots[at(keptFrom_[at(n)])];
        if (!slot) {
            slot = std::make_shared<MonitorSlot>(*monitor_, std::move(name));
        } else if (monitor_->nameOf(slot->slot) != name) {
            monitor_->rename(slot->slot, std::move(name));
        }
        return slot->slot;
    }

    void emitStep(int n, int task)
    {
        const GraphIndex::Node& node = index_.node(n);
        body_.stepOfNode[at(n)] = sizeOf(body_.steps);
        PlanStep& step = body_.steps.emplace_back();
        step.id = node.id;
        step.node = node.node;
        step.inbox = body_.inboxes[at(n)].get();
        step.eventOutput = eventOutput(n);
        step.task = static_cast<std::uint32_t>(task);
        step.takesNotes = node.ports.hasEventInput;
        step.firstPort = sizeOf(body_.ports);
        step.numInputs = static_cast<std::uint16_t>(node.ports.audioInputs.size());
        step.numOutputs = static_cast<std::uint16_t>(node.ports.audioOutputs.size());
        for (std::size_t p = 0; p < node.ports.audioInputs.size(); ++p) {
            emitRead(units_.inputs[at(units_.firstInput[at(n)]) + p], task,
                     node.ports.audioInputs[p]);
        }
        for (std::size_t p = 0; p < node.ports.audioOutputs.size(); ++p) {
            body_.ports.push_back(placeOf(units_.firstOutput[at(n)] + static_cast<int>(p)));
        }
        const bool hasOutput = !node.ports.audioOutputs.empty();
        step.mayFold = hasOutput && units_.signals[at(units_.firstOutput[at(n)])].unscaled >= 0;
        step.firstLane = static_cast<std::uint32_t>(firstLane_[at(n)]);
        step.numLanes = static_cast<std::uint16_t>(firstLane_[at(n) + 1] - firstLane_[at(n)]);
        if (step.numLanes > 0) body_.tasks.back().canSleep = false;
        step.firstSource = sizeOf(body_.eventSources);
        for (const int e : index_.incomingOf(n)) {
            if (index_.edge(e).kind == PortKind::events) emitEventSource(e, task);
        }
        step.numSources = static_cast<std::uint16_t>(body_.eventSources.size() - step.firstSource);
    }

    void emitEventSource(int e, int task)
    {
        const GraphIndex::Edge& edge = index_.edge(e);
        EventSource source{eventOutput(edge.source), nullptr, nullptr};
        const auto maker = static_cast<std::uint32_t>(body_.stepOfNode[at(edge.source)]);
        if (body_.steps[maker].task != static_cast<std::uint32_t>(task)) {
            body_.taskEventInputs.push_back(source.buffer);
        }
        const int frames = latency_.delays[at(e)];
        if (frames > 0) {
            PlanBody::KeptEventDelay made{index_.node(edge.source).id, index_.node(edge.target).id,
                                          nullptr};
            if (isKept(edge.source)) {
                for (const auto& kept : previous_->keptEventDelays) { // few, and rare
                    if (kept.source == made.source && kept.target == made.target &&
                        kept.delay->frames() == frames) {
                        made.delay = kept.delay;
                    }
                }
            }
            if (!made.delay) made.delay = std::make_shared<EventDelay>(frames, 4 * eventsPerOutput);
            source.delay = made.delay.get();
            body_.delayedEvents.push_back(std::make_unique<EventMemory>());
            source.delayed = &body_.delayedEvents.back()->buffer;
            body_.keptEventDelays.push_back(std::move(made));
        }
        body_.eventSources.push_back(source);
    }

    void rankTasks()
    {
        std::vector<std::uint32_t> byPath(body_.tasks.size());
        std::iota(byPath.begin(), byPath.end(), 0u);
        std::stable_sort(byPath.begin(), byPath.end(), [&](std::uint32_t a, std::uint32_t b) {
            return tasks_.tasks[a].path > tasks_.tasks[b].path;
        });
        for (std::uint32_t rank = 0; rank < byPath.size(); ++rank) {
            body_.tasks[byPath[rank]].rank = rank;
        }
        body_.readyAtStart.assign((byPath.size() + 31) / 32, 0);
        body_.waiting = std::make_unique<std::atomic<std::uint32_t>[]>(byPath.size());
        for (std::size_t t = 0; t < body_.tasks.size(); ++t) {
            const TaskEntry& task = body_.tasks[t];
            body_.waiting[t].store(task.numNeeds, std::memory_order_relaxed);
            if (task.numNeeds > 0) continue;
            body_.readyAtStart[task.rank / 32] |= std::uint32_t{1} << (task.rank % 32);
            ++body_.numReadyAtStart;
        }
        body_.taskOfRank = std::move(byPath);
    }

    const AudioGraph& graph_;
    const GraphIndex& index_;
    const LatencyPlan& latency_;
    const UnitPlan& units_;
    const TaskPlan& tasks_;
    const BufferPlan& buffers_;
    const PlanBody* previous_;
    core::PerformanceMonitor* monitor_;
    std::shared_ptr<PlanBody> made_;
    PlanBody& body_;
    std::vector<int> keptFrom_;   // by node
    std::vector<int> firstLane_;  // by node
    std::vector<int> seenInTask_; // by signal
};

} // namespace

std::shared_ptr<PlanBody> emitBody(const AudioGraph& graph, const GraphIndex& index,
                                   const PrepareSpec& spec, const PlanOptions& options,
                                   const LatencyPlan& latency, const UnitPlan& units,
                                   const TaskPlan& tasks, const BufferPlan& buffers,
                                   const PlanBody* previous, core::PerformanceMonitor* monitor)
{
    return BodyEmitter(graph, index, latency, units, tasks, buffers, previous, monitor)
        .run(spec, options);
}

} // namespace cppmusic::audio
