// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/graph/RenderPlan.h"

#include <algorithm>
#include <cstring>

namespace cppmusic::audio {
namespace {

Event parameterEvent(int index, float value, int rampFrames) noexcept CPPMUSIC_NONBLOCKING
{
    Event event;
    event.type = EventType::parameter;
    event.parameter = index;
    event.value = value;
    event.rampFrames = rampFrames;
    return event;
}

/// Whatever an event source sends, a node gets values in their range: NaN becomes 0 or the default.
Event inRange(Event event, const AudioNode& node) noexcept CPPMUSIC_NONBLOCKING
{
    if (event.type == EventType::parameter) {
        const auto parameters = node.parameters();
        const auto index = static_cast<std::size_t>(event.parameter);
        if (index < parameters.size()) {
            event.value = core::clampToRange(parameters[index], event.value);
        }
        return event;
    }
    if (!(event.value == event.value)) event.value = 0.0f;
    event.value = std::clamp(event.value, -1.0f, 1.0f);
    return event;
}

void copyFrames(const float* source, float* target, int numFrames) noexcept CPPMUSIC_NONBLOCKING
{
    std::memcpy(target, source, sizeof(float) * static_cast<std::size_t>(numFrames));
}

} // namespace

void RenderPlan::process(const AudioBlock& output, const TransportBlock& transport, bool isOffline,
                         BlockFindings& findings) noexcept CPPMUSIC_NONBLOCKING
{
    using Kind = BufferOperation::Kind;
    const int numFrames = output.numFrames;
    for (const Operation& op : operations_) {
        switch (op.kind) {
        case Kind::copy: copyFrames(op.source, op.target, numFrames); break;
        case Kind::add:
            for (int i = 0; i < numFrames; ++i) op.target[i] += op.source[i];
            break;
        case Kind::delay: op.delay->process(op.source, op.target, numFrames); break;
        case Kind::process: runStep(*op.step, transport, isOffline, numFrames, findings); break;
        }
    }
    for (int c = 0; c < output.numChannels; ++c) {
        const std::size_t from = output_.size() == 1 ? 0 : static_cast<std::size_t>(c);
        if (from < output_.size()) {
            copyFrames(output_[from], output.channels[c], numFrames);
        } else {
            std::fill_n(output.channels[c], numFrames, 0.0f);
        }
    }
}

void RenderPlan::runStep(Step& step, const TransportBlock& transport, bool isOffline, int numFrames,
                         BlockFindings& findings) noexcept CPPMUSIC_NONBLOCKING
{
    if (gatherEvents(step, transport, numFrames) > 0) findings.add(step.id, false);
    for (auto& block : step.inputs) block.numFrames = numFrames;
    for (auto& block : step.outputs) block.numFrames = numFrames;
    if (step.eventOutput) step.eventOutput->clear();

    bool wasStreamMissed = false;
    ProcessContext context;
    context.numFrames = numFrames;
    context.inputs = step.inputs;
    context.outputs = step.outputs;
    context.events = merger_->events();
    context.eventOutput = step.eventOutput;
    context.content = step.content;
    context.transport = &transport;
    context.isOffline = isOffline;
    context.wasStreamMissed = &wasStreamMissed;
    step.node->process(context);
    if (wasStreamMissed) findings.add(step.id, true);
}

int RenderPlan::gatherEvents(Step& step, const TransportBlock& transport,
                             int numFrames) noexcept CPPMUSIC_NONBLOCKING
{
    int lost = 0;
    merger_->clear();
    step.inbox->takeParameters([&](int index) noexcept {
        const float value = step.node->slot(index).value.load(std::memory_order_relaxed);
        return merger_->push(parameterEvent(index, value, rampFrames_));
    });
    merger_->endList();
    for (const Lane& lane : step.lanes) {
        const auto& range = step.node->parameters()[static_cast<std::size_t>(lane.parameter)];
        lost += lane.reader->read(*lane.curve, transport, numFrames, rampFrames_,
                                  step.node->slot(lane.parameter), lane.parameter, range, *merger_);
        merger_->endList();
    }
    for (const EventSource& source : step.eventSources) {
        const EventBuffer* from = source.buffer;
        if (source.delay) {
            source.delayed->clear();
            lost += source.delay->process(from->events(), numFrames, *source.delayed);
            from = source.delayed;
        }
        for (const Event& event : from->events()) {
            lost += merger_->push(inRange(event, *step.node)) ? 0 : 1;
        }
        merger_->endList();
    }
    if (step.hasEventInput) {
        step.inbox->takeNotes(
            [&](const Event& event) noexcept { return merger_->push(inRange(event, *step.node)); });
        merger_->endList();
    }
    return lost;
}

void RenderPlan::install() noexcept CPPMUSIC_NONBLOCKING
{
    for (const ParameterRef& ref : released_) {
        Step* step = find(ref.node);
        if (!step) continue;
        ParameterSlot& slot = step->node->slot(ref.parameter);
        slot.value.store(slot.base, std::memory_order_relaxed);
        step->inbox->noteParameter(ref.parameter);
    }
}

void RenderPlan::takeOverFrom(const RenderPlan& neverRun)
{
    for (const ParameterRef& ref : neverRun.released_) {
        if (!readers_.contains(ref)) released_.push_back(ref);
    }
}

void RenderPlan::resetNodes() noexcept CPPMUSIC_NONBLOCKING
{
    for (Step& step : steps_) {
        step.node->reset();
        for (const EventSource& source : step.eventSources) {
            if (source.delay) source.delay->reset();
        }
    }
    for (const Operation& op : operations_) {
        if (op.delay) op.delay->reset();
    }
}

RenderPlan::Step* RenderPlan::find(NodeId id) const noexcept CPPMUSIC_NONBLOCKING
{
    const auto found =
        std::lower_bound(index_.begin(), index_.end(), id,
                         [](const Found& f, NodeId wanted) { return f.id < wanted; });
    return found != index_.end() && found->id == id ? found->step : nullptr;
}

NodeInbox* RenderPlan::inbox(NodeId id) noexcept CPPMUSIC_NONBLOCKING
{
    Step* step = find(id);
    return step ? step->inbox : nullptr;
}

AudioNode* RenderPlan::node(NodeId id) noexcept CPPMUSIC_NONBLOCKING
{
    Step* step = find(id);
    return step ? step->node : nullptr;
}

bool RenderPlan::hasAutomation(ParameterRef ref) const noexcept CPPMUSIC_NONBLOCKING
{
    const Step* step = find(ref.node);
    return step && std::any_of(step->lanes.begin(), step->lanes.end(),
                               [&](const Lane& lane) { return lane.parameter == ref.parameter; });
}

} // namespace cppmusic::audio
