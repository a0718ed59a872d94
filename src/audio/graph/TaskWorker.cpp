// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/graph/TaskWorker.h"

#include "core/Prefetch.h"

#include <algorithm>
#include <array>
#include <limits>

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

/// Enough for a step: all its parameters set, its curves (two events per control point, some
/// breakpoints and the bends of a fader that runs its whole travel), all its sources full, and its
/// notes.
std::size_t mergerCapacity(const PlanStep& step, const PrepareSpec& spec)
{
    const auto points = static_cast<std::size_t>(spec.maxBlockFrames / controlInterval);
    return step.node->parameters().size() + step.numLanes * (2 * (points + 2) + 256) +
           step.numSources * eventsPerOutput + (step.takesNotes ? NodeInbox::noteCapacity : 0);
}

/// Measuring the tick takes a while: once.
const core::TickClock& processClock()
{
    static const core::TickClock clock;
    return clock;
}

} // namespace

TaskWorker::TaskWorker(const PlanBody& body, int number) : number_(number), clock_(processClock())
{
    memory_.assign(body.stride * static_cast<std::size_t>(body.numScratch) + 16, 0.0f);
    const auto address = reinterpret_cast<std::uintptr_t>(memory_.data());
    scratch_ = memory_.data() + (64 - address % 64) % 64 / sizeof(float);

    std::size_t largestBatch = 1, inputs = 1, outputs = 1, channels = 1;
    for (const PlanOperation& op : body.operations) {
        if (op.kind == PlanOperation::Kind::process) {
            largestBatch = std::max<std::size_t>(largestBatch, op.count);
        }
    }
    std::vector<std::size_t> capacity(largestBatch, 0);
    for (const PlanOperation& op : body.operations) {
        if (op.kind != PlanOperation::Kind::process) continue;
        for (std::size_t i = 0; i < op.count; ++i) {
            // A slot may get any step of the batch that stands at its place or behind.
            const PlanStep& step = body.steps[op.first + i];
            const std::size_t needed = mergerCapacity(step, body.spec);
            for (std::size_t k = 0; k <= i; ++k) capacity[k] = std::max(capacity[k], needed);
            inputs = std::max<std::size_t>(inputs, step.numInputs);
            outputs = std::max<std::size_t>(outputs, step.numOutputs);
            std::size_t sum = 0;
            for (std::size_t p = 0; p < std::size_t{step.numInputs} + step.numOutputs; ++p) {
                sum += body.ports[step.firstPort + p].portChannels;
            }
            channels = std::max(channels, sum);
        }
    }
    slots_.resize(largestBatch);
    items_.resize(largestBatch);
    for (std::size_t i = 0; i < largestBatch; ++i) {
        slots_[i].inputs.resize(inputs);
        slots_[i].outputs.resize(outputs);
        slots_[i].inputChannels.resize(channels);
        slots_[i].outputChannels.resize(channels);
        slots_[i].merger = std::make_unique<EventMerger>(capacity[i]);
    }
}

void TaskWorker::run(PlanBody& body, const BlockInfo& info, std::uint32_t number,
                     bool isAlone) noexcept CPPMUSIC_NONBLOCKING
{
    body_ = &body;
    info_ = &info;
    const TaskEntry& task = body.tasks[number];
    foreseen_ = body.operations.data() +
                (isAlone ? body.operations.size() : task.firstOperation + task.numOperations);
    TaskSleep& sleep = body.sleeps[number];
    if (sleep.isAsleep) {
        if (staysAsleep(task, sleep)) {
            if (sleep.frames == 0) {
                sleep.startFrame = info.transport->startFrame;
                sleep.gridFrame = info.transport->gridFrame;
            }
            sleep.frames += info.numFrames;
            return;
        }
        wake(task, sleep);
    }
    sleep = {};
    isTaskAwake_ = !task.canSleep;
    taskSleepsUntil_ = TransportBlock::never;
    if (info.monitor && info.monitor->isMeasuringNodes()) {
        runMeasured(task);
    } else {
        const PlanOperation* op = body.operations.data() + task.firstOperation;
        for (const PlanOperation* end = op + task.numOperations; op != end; ++op) {
            runOperation(*op);
        }
    }
    sleep.isAsleep = !isTaskAwake_;
    sleep.until = taskSleepsUntil_;
}

/// Asks for the nodes of the operations behind `op`: a song of many tracks is larger than any
/// cache, and while one batch is worked on the next can be on its way.
void TaskWorker::prefetchBehind(const PlanOperation& op) const noexcept CPPMUSIC_NONBLOCKING
{
    const PlanStep* steps = body_->steps.data();
    const auto forEachNode = [&](const PlanOperation* of, auto&& ask) noexcept {
        if (of >= foreseen_ || of->kind != PlanOperation::Kind::process) return;
        for (const PlanStep *s = steps + of->first, *last = s + of->count; s != last; ++s)
            ask(*s->node);
    };
    forEachNode(&op + 1, [](const AudioNode& node) noexcept { node.prefetch(); });
    forEachNode(&op + 2, [](const AudioNode& node) noexcept { core::prefetch(&node, 64); });
}

void TaskWorker::runOperation(const PlanOperation& op) noexcept CPPMUSIC_NONBLOCKING
{
    prefetchBehind(op);
    switch (op.kind) {
    case PlanOperation::Kind::process: runBatch(op); return;
    case PlanOperation::Kind::sum: runSum(op); return;
    case PlanOperation::Kind::delay: runDelay(op); return;
    }
}

void TaskWorker::runMeasured(const TaskEntry& task) noexcept CPPMUSIC_NONBLOCKING
{
    std::uint64_t began = core::TickClock::ticks();
    for (std::uint32_t i = 0; i < task.numOperations; ++i) {
        const PlanOperation& op = body_->operations[task.firstOperation + i];
        runOperation(op);
        const std::uint64_t ended = core::TickClock::ticks();
        if (op.slot != core::noNodeSlot) {
            info_->monitor->nodeTook(number_, op.slot, clock_.nanoseconds(began, ended));
        }
        began = ended;
    }
}

bool TaskWorker::staysAsleep(const TaskEntry& task,
                             const TaskSleep& sleep) const noexcept CPPMUSIC_NONBLOCKING
{
    const TransportBlock& transport = *info_->transport;
    if (sleep.hasMail || transport.hasJumped) return false;
    if (transport.startFrame + info_->numFrames > sleep.until) return false;
    for (std::uint32_t i = 0; i < task.numInputs; ++i) {
        if (!body_->isSilent[body_->taskInputs[task.firstInput + i]]) return false;
    }
    for (std::uint32_t i = 0; i < task.numEventInputs; ++i) {
        if (!body_->taskEventInputs[task.firstEventInput + i]->events().empty()) return false;
    }
    return true;
}

/// Lets every node know how long it slept.
void TaskWorker::wake(const TaskEntry& task, const TaskSleep& sleep) noexcept CPPMUSIC_NONBLOCKING
{
    if (sleep.frames == 0) return;
    TransportBlock transport = *info_->transport;
    transport.startFrame = sleep.startFrame;
    transport.gridFrame = sleep.gridFrame;
    transport.hasJumped = false;
    BlockInfo info = *info_;
    info.transport = &transport;
    info.numFrames = static_cast<int>(
        std::min<std::int64_t>(sleep.frames, std::numeric_limits<int>::max() - controlInterval));
    const BlockInfo* now = info_;
    info_ = &info;
    for (std::uint32_t i = 0; i < task.numOperations; ++i) {
        const PlanOperation& op = body_->operations[task.firstOperation + i];
        if (op.kind != PlanOperation::Kind::process) continue;
        for (std::uint32_t s = op.first; s < op.first + op.count; ++s) {
            Slot& slot = slots_[0];
            slot.step = s;
            setInputs(slot, body_->steps[s]);
            body_->steps[s].node->skip(slot.context);
        }
    }
    info_ = now;
}

void TaskWorker::runBatch(const PlanOperation& op) noexcept CPPMUSIC_NONBLOCKING
{
    std::size_t awake = 0;
    for (std::uint32_t s = op.first; s < op.first + op.count; ++s) {
        if (prepare(slots_[awake], s)) ++awake;
    }
    if (awake == 0) return;
    isTaskAwake_ = true;
    if (awake == 1) {
        body_->steps[slots_[0].step].node->process(slots_[0].context);
    } else {
        for (std::size_t i = 0; i < awake; ++i) {
            items_[i] = {body_->steps[slots_[i].step].node, &slots_[i].context};
        }
        items_[0].node->processBatch(std::span(items_).first(awake));
    }
    for (std::size_t i = 0; i < awake; ++i) finish(slots_[i]);
}

bool TaskWorker::prepare(Slot& slot, std::uint32_t number) noexcept CPPMUSIC_NONBLOCKING
{
    const PlanStep& step = body_->steps[number];
    slot.step = number;
    setInputs(slot, step);
    if (step.numSources > 0 || step.numLanes > 0 || body_->hasMail[number]) {
        gatherEvents(slot, step);
    }
    if (step.eventOutput) step.eventOutput->clear();
    if (sleeps(slot, step)) {
        step.node->skip(slot.context);
        for (std::uint32_t p = 0; p < step.numOutputs; ++p) {
            body_->isSilent[body_->ports[step.firstPort + step.numInputs + p].signal] = 1;
        }
        return false;
    }
    if (step.mayFold && folds(slot, step)) return false;
    setOutputs(slot, step);
    return true;
}

/// A gain that stands still leaves its work to the sums behind it.
bool TaskWorker::folds(const Slot& slot, const PlanStep& step) noexcept CPPMUSIC_NONBLOCKING
{
    const std::uint32_t signal = body_->ports[step.firstPort + step.numInputs].signal;
    SignalScale& scale = body_->scales[signal];
    const auto gain = step.node->constantGain(slot.context);
    scale.isFolded = gain.has_value();
    if (!gain) return false;
    scale.gain = *gain;
    body_->isSilent[signal] = 0;
    isTaskAwake_ = true;
    return true;
}

/// Everything of the context but events and outputs.
void TaskWorker::setInputs(Slot& slot, const PlanStep& step) noexcept CPPMUSIC_NONBLOCKING
{
    const int numFrames = info_->numFrames;
    std::uint32_t silent = 0;
    const float** channel = slot.inputChannels.data();
    for (std::uint32_t p = 0; p < step.numInputs; ++p) {
        const SignalPlace& port = body_->ports[step.firstPort + p];
        const bool isSilent = body_->isSilent[port.signal] != 0;
        if (isSilent && p < 32) silent |= std::uint32_t{1} << p;
        const float* address = isSilent ? body_->shared : body_->address(port.place, scratch_);
        const std::size_t stride = isSilent || port.channels == 1 ? 0 : body_->stride;
        slot.inputs[p] = {channel, port.portChannels, numFrames};
        for (int c = 0; c < port.portChannels; ++c, address += stride) *channel++ = address;
    }
    ProcessContext& context = slot.context;
    context.numFrames = numFrames;
    context.inputs = {slot.inputs.data(), step.numInputs};
    context.events = {};
    context.eventOutput = step.eventOutput;
    context.content = info_->contents[slot.step];
    context.transport = info_->transport;
    context.isOffline = info_->isOffline;
    context.silentInputs = silent;
    context.outputs = {};
    context.silentOutputs = &slot.silentOutputs;
    context.wasStreamMissed = &slot.wasStreamMissed;
    slot.silentOutputs = 0;
    slot.wasStreamMissed = false;
}

void TaskWorker::setOutputs(Slot& slot, const PlanStep& step) noexcept CPPMUSIC_NONBLOCKING
{
    float** channel = slot.outputChannels.data();
    for (std::uint32_t p = 0; p < step.numOutputs; ++p) {
        const SignalPlace& port = body_->ports[step.firstPort + step.numInputs + p];
        float* address = body_->address(port.place, scratch_);
        slot.outputs[p] = {channel, port.portChannels, info_->numFrames};
        for (int c = 0; c < port.portChannels; ++c, address += body_->stride) *channel++ = address;
    }
    slot.context.outputs = {slot.outputs.data(), step.numOutputs};
}

bool TaskWorker::sleeps(Slot& slot, const PlanStep& step) noexcept CPPMUSIC_NONBLOCKING
{
    const std::uint32_t all =
        step.numInputs < 32 ? (std::uint32_t{1} << step.numInputs) - 1 : ~std::uint32_t{0};
    const ProcessContext& context = slot.context;
    if (context.silentInputs != all || step.numInputs > 32 || !context.events.empty()) return false;
    if (!body_->options.skipsSilence) return false;
    const std::int64_t until = step.node->sleepsUntil(context);
    if (until < info_->transport->startFrame + info_->numFrames) return false;
    taskSleepsUntil_ = std::min(taskSleepsUntil_, until);
    return true;
}

void TaskWorker::finish(Slot& slot) noexcept CPPMUSIC_NONBLOCKING
{
    const PlanStep& step = body_->steps[slot.step];
    for (std::uint32_t p = 0; p < step.numOutputs; ++p) {
        body_->isSilent[body_->ports[step.firstPort + step.numInputs + p].signal] =
            p < 32 ? static_cast<std::uint8_t>((slot.silentOutputs >> p) & 1u) : std::uint8_t{0};
    }
    if (slot.wasStreamMissed) findings.add(step.id, true);
}

void TaskWorker::gatherEvents(Slot& slot, const PlanStep& step) noexcept CPPMUSIC_NONBLOCKING
{
    EventMerger& merger = *slot.merger;
    const TransportBlock& transport = *info_->transport;
    merger.clear();
    int lost = 0;
    if (body_->hasMail[slot.step]) {
        step.inbox->takeParameters([&](int index) noexcept {
            const float value = step.node->slot(index).value.load(std::memory_order_relaxed);
            return merger.push(parameterEvent(index, value, body_->rampFrames));
        });
        merger.endList();
    }
    for (std::uint32_t l = step.firstLane; l < step.firstLane + step.numLanes; ++l) {
        const AutomationLane& lane = body_->lanes[l];
        const auto& range = step.node->parameters()[static_cast<std::size_t>(lane.parameter)];
        lost += lane.reader->read(*info_->curves[l], transport, info_->numFrames, body_->rampFrames,
                                  step.node->slot(lane.parameter), lane.parameter, range, merger);
        merger.endList();
    }
    for (std::uint32_t i = step.firstSource; i < step.firstSource + step.numSources; ++i) {
        const EventSource& source = body_->eventSources[i];
        const EventBuffer* from = source.buffer;
        if (source.delay) {
            source.delayed->clear();
            lost += source.delay->process(from->events(), info_->numFrames, *source.delayed);
            from = source.delayed;
            if (!source.delay->isEmpty()) isTaskAwake_ = true;
        }
        if (from->events().empty()) continue;
        for (const Event& event : from->events()) {
            lost += merger.push(inRange(event, *step.node)) ? 0 : 1;
        }
        merger.endList();
    }
    if (body_->hasMail[slot.step]) {
        if (step.takesNotes) {
            step.inbox->takeNotes([&](const Event& event) noexcept {
                return merger.push(inRange(event, *step.node));
            });
            merger.endList();
        }
        const bool isLeft = !step.inbox->isEmpty(); // found no room: it is asked again
        body_->hasMail[slot.step] = isLeft ? 1 : 0;
        if (isLeft) isTaskAwake_ = hasLeftMail = true;
    }
    if (lost > 0) findings.add(step.id, false);
    slot.context.events = merger.events();
}

} // namespace cppmusic::audio
