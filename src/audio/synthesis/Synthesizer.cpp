// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/synthesis/Synthesizer.h"

#include "core/MathUtils.h"

#include <algorithm>

namespace cppmusic::audio {

namespace {

constexpr std::array<int, 1> stereo{2};
constexpr double stealFadeSeconds = 0.003;
constexpr float wheelVibratoSemitones = 0.5f;
using P = SynthParameter;
using State = VoiceAllocator::State;

bool isSounding(State state) noexcept
{
    return state != State::idle;
}

} // namespace

Synthesizer::Synthesizer() : AudioNode(synthesizerParameters()), parameters_(*this) {}

NodePorts Synthesizer::ports() const noexcept
{
    NodePorts ports;
    ports.audioOutputs = stereo;
    ports.hasEventInput = true;
    return ports;
}

std::int64_t Synthesizer::tailFrames() const noexcept
{
    const auto release = static_cast<double>(parameterValue(P::ampRelease));
    return static_cast<std::int64_t>(Envelope::releaseTail(release) * patch_.sampleRate) +
           2 * controlInterval;
}

void Synthesizer::prepare(const PrepareSpec& spec)
{
    tables_ = Wavetables::shared();
    voices_.assign(VoiceAllocator::numSlots, {});
    patch_.tables = tables_.get();
    patch_.sampleRate = spec.sampleRate.value;
    fadeFrames_ = static_cast<int>(spec.sampleRate.value * stealFadeSeconds);
    reset();
}

void Synthesizer::reset() noexcept CPPMUSIC_NONBLOCKING
{
    for (auto& voice : voices_) voice.stop();
    allocator_.reset();
    parameters_.snapToSlots();
    patch_.bendSemitones = patch_.wheelVibrato = 0.0f;
    wheel_ = pressure_ = 0.0f;
    volume_ = expression_ = 1.0f;
    isPedalDown_ = false;
    numHeldKeys_ = 0;
    monoSlot_ = -1;
    lastKey_ = -1.0;
    expectedGrid_ = -1;
    patch_.update(parameters_, true);
    lfo_.setRate(patch_.lfoRate, patch_.sampleRate);
    lfo_.placeAt(0);
    updateOutputGain(true);
}

int Synthesizer::numActiveVoices() const noexcept CPPMUSIC_NONBLOCKING
{
    int count = 0;
    for (int i = 0; i < VoiceAllocator::numSlots; ++i)
        if (isSounding(allocator_.slot(i).state)) ++count;
    return count;
}

void Synthesizer::process(ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING
{
    if (context.events.empty() && isAsleep()) {
        skip(context);
        context.setSilent(0);
        return;
    }
    const auto& out = context.outputs[0];
    const std::int64_t grid = context.transport->gridFrame;
    if (grid != expectedGrid_) lfo_.placeAt(grid);
    expectedGrid_ = grid + context.numFrames;
    context.forEachRun([&](const Event& event) { handle(event, grid + event.frame); },
                       [&](int begin, int end, bool isControlPoint) {
                           if (isControlPoint) controlPoint();
                           renderRun(out.channels[0] + begin, out.channels[1] + begin, end - begin);
                       });
}

void Synthesizer::controlPoint() noexcept CPPMUSIC_NONBLOCKING
{
    if (parameters_.takeChanged()) {
        patch_.update(parameters_, false);
        lfo_.setRate(patch_.lfoRate, patch_.sampleRate);
    }
    updateOutputGain(false);
    for (int i = 0; i < VoiceAllocator::numSlots; ++i) {
        if (!isSounding(allocator_.slot(i).state)) continue;
        auto& voice = voices_[static_cast<std::size_t>(i)];
        voice.updateControls(patch_, false);
        allocator_.slot(i).level = voice.level();
    }
}

float Synthesizer::wantedGain() const noexcept CPPMUSIC_NONBLOCKING
{
    return core::math::dbToGain(parameters_.value(P::gain)) * volume_ * volume_ * expression_ *
           expression_;
}

bool Synthesizer::isAsleep() const noexcept CPPMUSIC_NONBLOCKING
{
    return numActiveVoices() == 0 && parameters_.isAtRest() && !patch_.isMoving() &&
           !outputGain_.isMoving() && outputGain_.at(0) == wantedGain();
}

void Synthesizer::skip(const ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING
{
    const std::int64_t grid = context.transport->gridFrame;
    if (grid != expectedGrid_) lfo_.placeAt(grid);
    expectedGrid_ = grid + context.numFrames;
    lfo_.advance(context.numFrames);
}

void Synthesizer::updateOutputGain(bool isImmediate) noexcept CPPMUSIC_NONBLOCKING
{
    const float target = wantedGain();
    if (isImmediate)
        outputGain_.snapTo(target);
    else if (outputGain_.target() != target || outputGain_.at(0) != target)
        outputGain_.rampTo(target);
}

void Synthesizer::renderRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    std::fill_n(left, frames, 0.0f);
    std::fill_n(right, frames, 0.0f);
    for (int i = 0; i < VoiceAllocator::numSlots; ++i) {
        auto& slot = allocator_.slot(i);
        if (!isSounding(slot.state)) continue;
        auto& voice = voices_[static_cast<std::size_t>(i)];
        voice.render(patch_, left, right, frames);
        if (voice.isActive()) continue;
        slot.state = State::idle;
        if (i == monoSlot_) monoSlot_ = -1;
    }
    for (int i = 0; i < frames; ++i) {
        const float gain = outputGain_.at(i);
        left[i] *= gain;
        right[i] *= gain;
    }
    outputGain_.advance(frames);
    patch_.advance(frames);
    parameters_.advance(frames);
    lfo_.advance(frames);
}

void Synthesizer::handle(const Event& event, std::int64_t gridFrame) noexcept CPPMUSIC_NONBLOCKING
{
    switch (event.type) {
    case EventType::noteOn: noteOn(event, gridFrame); break;
    case EventType::noteOff: noteOff(event); break;
    case EventType::allNotesOff: releaseAll(); break;
    case EventType::controlChange: handleController(event); break;
    case EventType::pitchBend:
        patch_.bendSemitones = std::clamp(event.value, -1.0f, 1.0f) * bendRange;
        break;
    case EventType::channelPressure:
        pressure_ = std::clamp(event.value, 0.0f, 1.0f);
        patch_.wheelVibrato = std::max(wheel_, pressure_) * wheelVibratoSemitones;
        break;
    case EventType::parameter: parameters_.apply(event); break;
    case EventType::polyPressure:
    case EventType::programChange: break;
    }
}

void Synthesizer::handleController(const Event& event) noexcept CPPMUSIC_NONBLOCKING
{
    const float value = std::clamp(event.value, 0.0f, 1.0f);
    switch (event.number) {
    case 1:
        wheel_ = value;
        patch_.wheelVibrato = std::max(wheel_, pressure_) * wheelVibratoSemitones;
        break;
    case 7: volume_ = value; break;
    case 11: expression_ = value; break;
    case 64: setPedal(value >= 0.5f); break;
    case 120: silenceAll(); break;
    case 123: releaseAll(); break;
    default: break;
    }
}

void Synthesizer::noteOn(const Event& event, std::int64_t gridFrame) noexcept CPPMUSIC_NONBLOCKING
{
    const HeldKey key{event.noteId, std::clamp(event.value, 0.0f, 1.0f),
                      static_cast<std::uint8_t>(event.number & 127u), event.channel};
    if (patch_.voiceMode == VoiceMode::poly)
        startVoice(key, gridFrame, patch_.glideFrames > 0);
    else
        monoOn(key, gridFrame);
}

void Synthesizer::startVoice(const HeldKey& key, std::int64_t gridFrame,
                             bool isGliding) noexcept CPPMUSIC_NONBLOCKING
{
    const auto allocation = allocator_.allocate(key.key, key.channel, key.noteId);
    if (allocation.stolen >= 0)
        voices_[static_cast<std::size_t>(allocation.stolen)].fadeOut(fadeFrames_);
    auto& voice = voices_[static_cast<std::size_t>(allocation.slot)];
    voice.start(patch_, lfo_, {key.key, key.velocity, isGliding ? lastKey_ : -1.0, gridFrame});
    lastKey_ = static_cast<double>(key.key);
    if (patch_.voiceMode != VoiceMode::poly) monoSlot_ = allocation.slot;
}

/// The newest key sounds. Mono starts the envelopes again from where they are, legato only when no
/// other key was down.
void Synthesizer::monoOn(const HeldKey& key, std::int64_t gridFrame) noexcept CPPMUSIC_NONBLOCKING
{
    const bool isLegato = numHeldKeys_ > 0;
    pushKey(key);
    const bool isAlive = monoSlot_ >= 0 && allocator_.slot(monoSlot_).state != State::fading;
    if (!isAlive) {
        startVoice(key, gridFrame, patch_.glideFrames > 0);
        return;
    }
    auto& slot = allocator_.slot(monoSlot_);
    slot.state = State::held;
    slot.key = key.key;
    slot.channel = key.channel;
    slot.noteId = key.noteId;
    voices_[static_cast<std::size_t>(monoSlot_)].moveTo(
        patch_, key.key, key.velocity, !(isLegato && patch_.voiceMode == VoiceMode::legato));
    lastKey_ = static_cast<double>(key.key);
}

void Synthesizer::pushKey(const HeldKey& key) noexcept CPPMUSIC_NONBLOCKING
{
    if (numHeldKeys_ == maxHeldKeys) {
        std::copy(heldKeys_.begin() + 1, heldKeys_.end(), heldKeys_.begin());
        --numHeldKeys_;
    }
    heldKeys_[static_cast<std::size_t>(numHeldKeys_++)] = key;
}

/// Takes a released key off the stack; true if it was the one that sounds.
bool Synthesizer::dropKey(const Event& event) noexcept CPPMUSIC_NONBLOCKING
{
    for (int i = numHeldKeys_ - 1; i >= 0; --i) {
        const auto& held = heldKeys_[static_cast<std::size_t>(i)];
        if (held.key != event.number || held.channel != event.channel ||
            (event.noteId >= 0 && held.noteId != event.noteId))
            continue;
        std::copy(heldKeys_.begin() + i + 1, heldKeys_.begin() + numHeldKeys_,
                  heldKeys_.begin() + i);
        --numHeldKeys_;
        return i == numHeldKeys_;
    }
    return false;
}

void Synthesizer::monoOff(const Event& event) noexcept CPPMUSIC_NONBLOCKING
{
    if (!dropKey(event) || monoSlot_ < 0) return;
    if (numHeldKeys_ == 0) {
        releaseSlot(monoSlot_);
        return;
    }
    const auto& back = heldKeys_[static_cast<std::size_t>(numHeldKeys_ - 1)];
    auto& slot = allocator_.slot(monoSlot_);
    slot.key = back.key;
    slot.channel = back.channel;
    slot.noteId = back.noteId;
    voices_[static_cast<std::size_t>(monoSlot_)].moveTo(patch_, back.key, back.velocity,
                                                        patch_.voiceMode == VoiceMode::mono);
    lastKey_ = static_cast<double>(back.key);
}

void Synthesizer::noteOff(const Event& event) noexcept CPPMUSIC_NONBLOCKING
{
    if (numHeldKeys_ > 0) {
        monoOff(event);
        if (patch_.voiceMode != VoiceMode::poly) return;
    }
    const int slot = allocator_.findHeld(event.number, event.channel, event.noteId);
    if (slot >= 0) releaseSlot(slot);
}

void Synthesizer::releaseSlot(int index) noexcept CPPMUSIC_NONBLOCKING
{
    auto& slot = allocator_.slot(index);
    if (slot.state != State::held) return;
    if (isPedalDown_) {
        slot.state = State::sustained;
        return;
    }
    slot.state = State::released;
    voices_[static_cast<std::size_t>(index)].release();
}

void Synthesizer::setPedal(bool isDown) noexcept CPPMUSIC_NONBLOCKING
{
    isPedalDown_ = isDown;
    if (isDown) return;
    for (int i = 0; i < VoiceAllocator::numSlots; ++i) {
        auto& slot = allocator_.slot(i);
        if (slot.state != State::sustained) continue;
        slot.state = State::released;
        voices_[static_cast<std::size_t>(i)].release();
    }
}

void Synthesizer::releaseAll() noexcept CPPMUSIC_NONBLOCKING
{
    numHeldKeys_ = 0;
    setPedal(false);
    for (int i = 0; i < VoiceAllocator::numSlots; ++i) releaseSlot(i);
}

void Synthesizer::silenceAll() noexcept CPPMUSIC_NONBLOCKING
{
    numHeldKeys_ = 0;
    for (int i = 0; i < VoiceAllocator::numSlots; ++i) {
        auto& slot = allocator_.slot(i);
        if (!isSounding(slot.state)) continue;
        slot.state = State::fading;
        voices_[static_cast<std::size_t>(i)].fadeOut(fadeFrames_);
    }
}

} // namespace cppmusic::audio
