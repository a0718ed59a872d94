// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/engine/DawEngine.h"

#include "audio/engine/RealtimeSection.h"
#include "audio/graph/ThreadParking.h"

#include <array>

namespace cppmusic::audio {
namespace {

constexpr int maxChannels = 64;

template <class Sample>
BasicAudioBlock<Sample>
part(const BasicAudioBlock<Sample>& whole, int first, int numFrames,
     std::array<Sample*, maxChannels>& channels) noexcept CPPMUSIC_NONBLOCKING
{
    const int numChannels = std::min(whole.numChannels, maxChannels);
    for (int c = 0; c < numChannels; ++c) {
        channels[static_cast<std::size_t>(c)] = whole.channels[c] + first;
    }
    return {channels.data(), numChannels, numFrames};
}

} // namespace

DawEngine::DawEngine(EngineLink& link, const PrepareSpec& spec, int threads)
    : link_(link), spec_(spec), runner_(std::make_unique<PlanRunner>(threads))
{
    metronome_.prepare(spec.sampleRate);
    publishTransport();
}

void DawEngine::processBlock(const AudioBlock& output, bool isOffline,
                             const ConstAudioBlock& input) noexcept CPPMUSIC_NONBLOCKING
{
    const RealtimeSection section;
    const FlushToZero flushToZero;
    touchStack(); // a device may come with another thread at any time
    if (isBusy_.exchange(true, std::memory_order_acquire)) {
        clear(output);
        return;
    }
    if (!isOffline) {
        timer_.start();
        const double lasts = 1.0e9 * output.numFrames / spec_.sampleRate.value;
        link_.performance.beginBlock(transport_.position().value,
                                     static_cast<std::uint64_t>(lasts));
    }
    drainMessages();
    if (plan_) {
        render(output, input, isOffline);
    } else {
        clear(output);
    }
    publishTransport();
    if (!isOffline && output.numFrames > 0) {
        const float fraction = timer_.finish(output.numFrames, spec_.sampleRate);
        const auto took = static_cast<std::uint64_t>(timer_.nanoseconds());
        const double lasts = 1.0e9 * output.numFrames / spec_.sampleRate.value;
        link_.performance.endBlock(took);
        link_.cpu.blockTook(took, static_cast<std::uint64_t>(lasts));
        if (fraction > 1.0f) {
            report({EngineReport::Kind::overload, {}, fraction, transport_.position().value});
        }
    }
    isBusy_.store(false, std::memory_order_release);
}

void DawEngine::render(const AudioBlock& output, const ConstAudioBlock& input,
                       bool isOffline) noexcept CPPMUSIC_NONBLOCKING
{
    for (int c = maxChannels; c < output.numChannels; ++c) {
        std::fill_n(output.channels[c], output.numFrames, 0.0f);
    }
    std::array<float*, maxChannels> channels{};
    std::array<const float*, maxChannels> inputChannels{};
    int done = 0;
    while (done < output.numFrames) {
        int frames = std::min(output.numFrames - done, plan_->spec().maxBlockFrames);
        TransportBlock block = transport_.advance(frames, plan_->tempoMap(), spec_.sampleRate);
        block.input = part(input, done, frames, inputChannels);
        reportJump(block, frames);
        const AudioBlock piece = part(output, done, frames, channels);
        BlockFindings findings;
        plan_->process(piece, block, isOffline, findings, *runner_,
                       isOffline ? nullptr : &link_.performance);
        mail_.clear();
        if (!isOffline) {
            metronome_.process(piece, block, plan_->latencyFrames(), transport_.isMetronomeOn(),
                               transport_.metronomeLevels());
        }
        if (findings.count > 0) reportFindings(findings, block.startFrame);
        done += frames;
    }
}

bool DawEngine::applyMessages() noexcept CPPMUSIC_NONBLOCKING
{
    if (isBusy_.exchange(true, std::memory_order_acquire)) return false;
    drainMessages();
    publishTransport();
    isBusy_.store(false, std::memory_order_release);
    return true;
}

void DawEngine::configure(const PrepareSpec& spec)
{
    install(nullptr);
    transport_.changeRate(spec_.sampleRate, spec.sampleRate);
    spec_ = spec;
    metronome_.prepare(spec.sampleRate);
    publishTransport();
}

void DawEngine::setThreads(int threads)
{
    if (threads == runner_->threads()) return;
    runner_.reset(); // the old ones end first
    runner_ = std::make_unique<PlanRunner>(threads);
}

void DawEngine::drainMessages() noexcept CPPMUSIC_NONBLOCKING
{
    EngineMessage message;
    for (std::size_t i = 0; i < EngineLink::messageCapacity && link_.messages.pop(message); ++i) {
        handle(message);
    }
}

void DawEngine::handle(const EngineMessage& message) noexcept CPPMUSIC_NONBLOCKING
{
    using Kind = EngineMessage::Kind;
    switch (message.kind) {
    case Kind::installPlan: install(message.plan); return;
    case Kind::setParameter: setParameter(message.ref, message.value); return;
    case Kind::beginGesture: setTouched(message.ref, true); return;
    case Kind::endGesture: setTouched(message.ref, false); return;
    case Kind::transport: transport_.apply(message.command); return;
    case Kind::auditionNote: audition(message); return;
    case Kind::panic:
        if (plan_) plan_->resetNodes();
        metronome_.reset();
        return;
    }
}

void DawEngine::install(RenderPlan* plan) noexcept CPPMUSIC_NONBLOCKING
{
    RenderPlan* before = plan_;
    plan_ = plan;
    if (plan_) plan_->install(before, mail_);
    if (before) { // only now: whoever gets it may free it
        [[maybe_unused]] const bool hasRoom = link_.retired.push(before); // see EngineLink::retired
    }
}

void DawEngine::setParameter(ParameterRef ref, float value) noexcept CPPMUSIC_NONBLOCKING
{
    AudioNode* node = plan_ ? plan_->node(ref.node) : nullptr;
    if (!node || static_cast<std::size_t>(ref.parameter) >= node->parameters().size()) return;
    ParameterSlot& slot = node->slot(ref.parameter);
    slot.base =
        core::clampToRange(node->parameters()[static_cast<std::size_t>(ref.parameter)], value);
    const bool isAutomated = transport_.isPlaying() && !slot.isTouched && plan_->hasAutomation(ref);
    if (isAutomated) return; // the base waits until the automation lets go
    slot.value.store(slot.base, std::memory_order_relaxed);
    plan_->postParameter(ref, mail_);
    if (slot.isTouched) {
        report({EngineReport::Kind::parameterEcho, ref, slot.base, transport_.position().value});
    }
}

void DawEngine::setTouched(ParameterRef ref, bool isTouched) noexcept CPPMUSIC_NONBLOCKING
{
    AudioNode* node = plan_ ? plan_->node(ref.node) : nullptr;
    if (!node || static_cast<std::size_t>(ref.parameter) >= node->parameters().size()) return;
    ParameterSlot& slot = node->slot(ref.parameter);
    if (slot.isTouched == isTouched) return;
    slot.isTouched = isTouched;
    numTouched_ += isTouched ? 1 : -1;
    report({isTouched ? EngineReport::Kind::gestureBegan : EngineReport::Kind::gestureEnded, ref,
            slot.value.load(std::memory_order_relaxed), transport_.position().value});
}

void DawEngine::reportJump(const TransportBlock& block, int numFrames) noexcept CPPMUSIC_NONBLOCKING
{
    const bool isJump = block.isPlaying && wasPlaying_ && block.startFrame != nextFrame_;
    if (isJump && numTouched_ > 0) {
        report({EngineReport::Kind::jumped, {}, 0.0f, block.startFrame, nextFrame_});
    }
    wasPlaying_ = block.isPlaying;
    nextFrame_ = block.startFrame + numFrames;
}

void DawEngine::audition(const EngineMessage& message) noexcept CPPMUSIC_NONBLOCKING
{
    if (!plan_) return;
    Event event;
    event.type = message.isOn ? EventType::noteOn : EventType::noteOff;
    event.number = message.key;
    event.value = message.value;
    if (!plan_->postNote(message.ref.node, event, mail_)) {
        report({EngineReport::Kind::eventsDropped, message.ref, 1.0f, transport_.position().value});
    }
}

void DawEngine::report(const EngineReport& what) noexcept CPPMUSIC_NONBLOCKING
{
    if (reportsDropped_ > 0) {
        const EngineReport lost{EngineReport::Kind::reportsDropped,
                                {},
                                static_cast<float>(reportsDropped_),
                                what.frame};
        if (link_.reports.push(lost)) reportsDropped_ = 0;
    }
    if (reportsDropped_ > 0 || !link_.reports.push(what)) ++reportsDropped_;
}

void DawEngine::reportFindings(const BlockFindings& findings,
                               std::int64_t frame) noexcept CPPMUSIC_NONBLOCKING
{
    for (std::size_t i = 0; i < findings.count; ++i) {
        const auto& finding = findings.list[i];
        report({finding.wasStreamMissed ? EngineReport::Kind::streamMissed
                                        : EngineReport::Kind::eventsDropped,
                {finding.node, 0},
                0.0f,
                frame});
    }
}

const core::TempoMap& DawEngine::tempoMap() const noexcept CPPMUSIC_NONBLOCKING
{
    return plan_ ? plan_->tempoMap() : defaultTempo_;
}

void DawEngine::publishTransport() noexcept CPPMUSIC_NONBLOCKING
{
    link_.transport.store(transport_.snapshot(tempoMap(), spec_.sampleRate));
}

} // namespace cppmusic::audio
