// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/engine/EngineContext.h"

#include "audio/effects/ReductionMeter.h"
#include "audio/engine/DawEngine.h"
#include "audio/engine/EngineOutbox.h"
#include "audio/graph/GraphCompiler.h"

#include <algorithm>
#include <set>
#include <thread>
#include <utility>

namespace cppmusic::audio {

struct EngineContext::State {
    State(const PrepareSpec& prepareSpec, const PlanOptions& planOptions)
        : spec(prepareSpec),
          options(planOptions),
          engine(link, prepareSpec, planOptions.threads),
          outbox(link)
    {
    }

    void send(EngineMessage::Kind kind, ParameterRef ref, float value = 0.0f)
    {
        EngineMessage message;
        message.kind = kind;
        message.ref = ref;
        message.value = value;
        outbox.send(message);
    }
    void prepareNewNodes(const AudioGraph&);
    void sendValue(const AudioGraph& next, ParameterRef);
    void sendChangedValues(const AudioGraph& next);
    core::Status publish(const AudioGraph&, const RenderPlan* previous,
                         const SortedGraph* sorted = nullptr);
    void applyAll();

    PrepareSpec spec;
    PlanOptions options;
    EngineLink link;
    DawEngine engine;
    EngineOutbox outbox;
    AudioGraph graph;
    std::set<NodeId> fresh;           // prepared in this setGraph: they have their values
    std::set<ParameterRef> touched;   // between beginGesture and endGesture
    std::set<ParameterRef> performed; // set by setParameter since the graph last said
    std::uint64_t plansPublished = 0;
    int latencyFrames = 0;
    bool isAttached = false;
};

EngineContext::EngineContext(const PrepareSpec& spec, const PlanOptions& options)
    : state_(std::make_unique<State>(spec, options))
{
}
EngineContext::~EngineContext() = default;

const PrepareSpec& EngineContext::spec() const noexcept
{
    return state_->spec;
}

const AudioGraph& EngineContext::graph() const noexcept
{
    return state_->graph;
}

/// Nodes that no plan holds: the only moment at which they may be prepared.
void EngineContext::State::prepareNewNodes(const AudioGraph& next)
{
    fresh.clear();
    for (const auto& [id, entry] : next.nodes()) {
        if (entry.node->isInPlan()) continue;
        fresh.insert(id);
        for (int i = 0; i < static_cast<int>(entry.node->parameters().size()); ++i) {
            entry.node->initialiseParameter(i, next.valueOf({id, i}));
            entry.node->slot(i).isTouched = false;
        }
        entry.node->prepare(spec);
        entry.node->reset();
    }
}

void EngineContext::State::sendValue(const AudioGraph& next, ParameterRef ref)
{
    if (!next.nodes().contains(ref.node) || fresh.contains(ref.node)) return;
    send(EngineMessage::Kind::setParameter, ref, next.valueOf(ref));
}

/// What differs between the graph in force and the next one, each once; and what was performed
/// meanwhile and is not in a hand, because the graph is what counts in the end.
void EngineContext::State::sendChangedValues(const AudioGraph& next)
{
    std::set<ParameterRef> changed;
    const auto compare = [&](ParameterRef ref) {
        const auto before = graph.nodes().find(ref.node);
        const auto after = next.nodes().find(ref.node);
        if (before == graph.nodes().end() || after == next.nodes().end()) return;
        if (before->second.node != after->second.node || graph.valueOf(ref) != next.valueOf(ref)) {
            changed.insert(ref);
        }
    };
    using Values = SharedMap<ParameterRef, float>;
    Values::forEachDifference(graph.values(), next.values(), [&](auto* before, auto* after) {
        compare(before ? before->first : after->first);
    });
    using Nodes = SharedMap<NodeId, AudioGraph::Entry>;
    Nodes::forEachDifference(graph.nodes(), next.nodes(), [&](auto* before, auto* after) {
        if (!after || (before && before->second.node == after->second.node)) return;
        for (int i = 0; i < static_cast<int>(after->second.node->parameters().size()); ++i) {
            changed.insert({after->first, i}); // a node that plays already comes back
        }
    });
    for (auto ref = performed.begin(); ref != performed.end();) {
        if (touched.contains(*ref)) {
            ++ref;
            continue;
        }
        changed.insert(*ref);
        ref = performed.erase(ref);
    }
    for (const ParameterRef& ref : changed) sendValue(next, ref);
    fresh.clear();
}

core::Status EngineContext::State::publish(const AudioGraph& next, const RenderPlan* previous,
                                           const SortedGraph* sorted)
{
    auto plan = compilePlan(next, spec, previous, options, sorted, &link.performance);
    if (!plan) return plan.error();
    latencyFrames = plan.value()->latencyFrames();
    outbox.publish(std::move(plan.value()));
    ++plansPublished;
    return {};
}

core::Status EngineContext::setGraph(AudioGraph next)
{
    State& state = *state_;
    state.outbox.flush();
    next.shareWith(state.graph); // built anew or not, comparing is cheap from here
    const RenderPlan* newest = state.outbox.newest();
    if (!newest || !next.sameWiring(state.graph)) {
        auto sorted = sortGraph(next);
        if (!sorted) return sorted.error();
        state.prepareNewNodes(next);
        if (auto status = state.publish(next, newest, &*sorted); !status) return status;
    } else {
        if (auto status = next.checkValues(); !status) return status;
        state.fresh.clear();
        if (!next.sameStructure(state.graph)) {
            if (auto status = state.publish(next, newest); !status) return status;
        }
    }
    state.sendChangedValues(next);
    state.graph = std::move(next);
    return {};
}

core::Status EngineContext::configure(const PrepareSpec& spec)
{
    State& state = *state_;
    if (state.isAttached) {
        return core::makeError(core::ErrorCode::invalidArgument,
                               "the audio device is running; stop it before changing its format");
    }
    if (spec.maxBlockFrames < 1 || spec.sampleRate.value <= 0.0) {
        return core::makeError(core::ErrorCode::invalidArgument,
                               "the block size and the sample rate must be above 0");
    }
    state.applyAll();
    state.engine.configure(spec);
    state.outbox.flush();
    state.spec = spec;
    if (state.graph.nodes().empty()) return {};
    for (const auto& [id, entry] : state.graph.nodes()) {
        entry.node->prepare(spec);
        entry.node->reset();
    }
    const auto status = state.publish(state.graph, nullptr);
    state.applyAll();
    return status;
}

const PlanOptions& EngineContext::planOptions() const noexcept
{
    return state_->options;
}

core::Status EngineContext::setPlanOptions(const PlanOptions& options)
{
    State& state = *state_;
    if (options == state.options) return {};
    if (state.isAttached) {
        return core::makeError(core::ErrorCode::invalidArgument,
                               "the audio device is running; stop it before changing how the "
                               "engine works");
    }
    if (!options.isValid()) {
        return core::makeError(
            core::ErrorCode::invalidArgument,
            "the engine works with 1 to 64 threads and batches of 1 to 32 nodes");
    }
    state.applyAll();
    state.options = options;
    state.engine.setThreads(options.threads);
    if (!state.outbox.newest()) return {};
    const auto status = state.publish(state.graph, state.outbox.newest());
    state.applyAll();
    return status;
}

/// Does the audio thread's part with everything that waits. [no device]
void EngineContext::State::applyAll()
{
    do {
        outbox.flush();
        if (!engine.applyMessages()) break;
    } while (outbox.isWaiting());
    outbox.flush();
}

core::Status EngineContext::setContents(
    std::span<const std::pair<NodeId, std::shared_ptr<const NodeContent>>> contents)
{
    State& state = *state_;
    bool isChanged = false;
    for (const auto& [id, content] : contents) {
        const auto found = state.graph.nodes().find(id);
        if (found == state.graph.nodes().end() || found->second.content == content) continue;
        const AudioGraph::Entry entry = found->second;
        state.graph.add(id, entry.node, entry.name, content);
        isChanged = true;
    }
    if (!isChanged) return {};
    state.outbox.flush();
    return state.publish(state.graph, state.outbox.newest());
}

void EngineContext::setValue(ParameterRef ref, float plainValue)
{
    State& state = *state_;
    const auto entry = state.graph.nodes().find(ref.node);
    if (entry == state.graph.nodes().end() || ref.parameter < 0 ||
        static_cast<std::size_t>(ref.parameter) >= entry->second.node->parameters().size()) {
        return;
    }
    const float before = state.graph.valueOf(ref);
    state.graph.setParameter(ref, plainValue);
    const bool wasPerformed = !state.touched.contains(ref) && state.performed.erase(ref) > 0;
    const float now = state.graph.valueOf(ref);
    if (now != before || wasPerformed) state.send(EngineMessage::Kind::setParameter, ref, now);
}

void EngineContext::setParameter(ParameterRef ref, float plainValue)
{
    state_->performed.insert(ref);
    state_->send(EngineMessage::Kind::setParameter, ref, plainValue);
}

void EngineContext::beginGesture(ParameterRef ref)
{
    state_->touched.insert(ref);
    state_->send(EngineMessage::Kind::beginGesture, ref);
}

void EngineContext::endGesture(ParameterRef ref)
{
    state_->touched.erase(ref);
    state_->send(EngineMessage::Kind::endGesture, ref);
}

void EngineContext::command(const TransportCommand& command)
{
    EngineMessage message;
    message.kind = EngineMessage::Kind::transport;
    message.command = command;
    state_->outbox.send(message);
}

void EngineContext::auditionNote(NodeId node, int key, float velocity, bool isOn)
{
    EngineMessage message;
    message.kind = EngineMessage::Kind::auditionNote;
    message.ref.node = node;
    message.key = static_cast<std::uint8_t>(std::clamp(key, 0, 127));
    message.value = std::clamp(velocity, 0.0f, 1.0f);
    message.isOn = isOn;
    state_->outbox.send(message);
}

void EngineContext::panic()
{
    EngineMessage message;
    message.kind = EngineMessage::Kind::panic;
    state_->outbox.send(message);
}

void EngineContext::attachDevice()
{
    state_->applyAll();
    state_->engine.runner().setRealtime(true);
    state_->isAttached = true;
}

void EngineContext::detachDevice()
{
    state_->isAttached = false;
    state_->engine.runner().setRealtime(false);
}

void EngineContext::poll(EngineObserver& observer)
{
    if (state_->isAttached) {
        state_->outbox.flush();
    } else {
        state_->applyAll();
    }
    EngineReport report;
    for (std::size_t i = 0; i < EngineLink::reportCapacity && state_->link.reports.pop(report);
         ++i) {
        observer.onReport(report);
    }
    state_->link.cpu.poll();
}

TransportSnapshot EngineContext::transport() const noexcept
{
    TransportSnapshot snapshot;
    while (!state_->link.transport.load(snapshot)) std::this_thread::yield();
    return snapshot;
}

std::optional<float> EngineContext::parameterValue(ParameterRef ref) const
{
    const auto entry = state_->graph.nodes().find(ref.node);
    if (entry == state_->graph.nodes().end() || ref.parameter < 0 ||
        static_cast<std::size_t>(ref.parameter) >= entry->second.node->parameters().size()) {
        return std::nullopt;
    }
    return entry->second.node->parameterValue(ref.parameter);
}

MeterReading EngineContext::takeMeter(NodeId id)
{
    MeterReading reading;
    const auto entry = state_->graph.nodes().find(id);
    if (entry == state_->graph.nodes().end() || !entry->second.node->takeMeter(reading)) return {};
    return reading;
}

std::optional<float> EngineContext::takeReductionDb(NodeId id)
{
    const auto entry = state_->graph.nodes().find(id);
    if (entry == state_->graph.nodes().end()) return std::nullopt;
    auto* source = dynamic_cast<ReductionSource*>(entry->second.node.get());
    return source == nullptr ? std::nullopt : std::optional(source->takeReductionDb());
}

float EngineContext::load() const noexcept
{
    return state_->link.cpu.audioLoad();
}

core::CPUMonitor& EngineContext::cpu() noexcept
{
    return state_->link.cpu;
}

core::PerformanceMonitor& EngineContext::performance() noexcept
{
    return state_->link.performance;
}

std::uint64_t EngineContext::plansPublished() const noexcept
{
    return state_->plansPublished;
}

std::size_t EngineContext::plansAlive() const noexcept
{
    return state_->outbox.plansAlive();
}

int EngineContext::latencyFrames() const noexcept
{
    return state_->latencyFrames;
}

DawEngine& EngineContext::realtime() noexcept
{
    return state_->engine;
}

} // namespace cppmusic::audio
