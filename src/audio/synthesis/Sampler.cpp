// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/synthesis/Sampler.h"

#include "audio/dsp/PanLaw.h"
#include "core/MathUtils.h"

#include <algorithm>
#include <cmath>

namespace cppmusic::audio {

namespace math = core::math;

namespace {

using core::Taper;
using State = VoiceAllocator::State;

constexpr std::array<core::ParameterSpec, Sampler::numParameters> table{{
    {"mode", "Mode", "", 0.0f, 1.0f, 0.0f, Taper::stepped, true, "One-shot|Gated"},
    {"choke", "Choke", "", 0.0f, 1.0f, 0.0f, Taper::stepped, true, "Off|On"},
    {"keyTracking", "Pitch follows key", "", 0.0f, 1.0f, 1.0f, Taper::stepped, true, "Off|On"},
    {"pitch", "Pitch", "semitones", -24.0f, 24.0f, 0.0f, Taper::linear, true, {}},
    {"start", "Start", "", 0.0f, 0.99f, 0.0f, Taper::linear, true, {}},
    {"attack", "Attack", "s", 0.0f, 5.0f, 0.0f, Taper::linear, true, {}},
    {"decay", "Decay", "s", 0.001f, 20.0f, 1.0f, Taper::logarithmic, true, {}},
    {"sustain", "Sustain", "", 0.0f, 1.0f, 1.0f, Taper::linear, true, {}},
    {"release", "Release", "s", 0.002f, 20.0f, 0.05f, Taper::logarithmic, true, {}},
    {"cutoff", "Cutoff", "Hz", 20.0f, 20000.0f, 20000.0f, Taper::logarithmic, true, {}},
    {"resonance", "Resonance", "", 0.0f, 1.0f, 0.0f, Taper::linear, true, {}},
    {"velocity", "Velocity", "", 0.0f, 1.0f, 0.7f, Taper::linear, true, {}},
    {"pan", "Pan", "", -1.0f, 1.0f, 0.0f, Taper::linear, true, {}},
    {"gain", "Volume", "dB", -60.0f, 12.0f, 0.0f, Taper::linear, true, {}},
}};

constexpr std::array<int, Sampler::maxOutputs> stereo{2, 2, 2, 2, 2, 2, 2, 2};
constexpr float openCutoffHz = 19999.0f;
constexpr float residueFactor = 0.97f; // silent after about 10 ms

} // namespace

Sampler::Sampler(int numOutputs)
    : AudioNode(table), parameters_(*this), numOutputs_(numOutputs == 1 ? 1 : maxOutputs)
{
}

NodePorts Sampler::ports() const noexcept
{
    NodePorts ports;
    ports.audioOutputs = std::span(stereo).first(static_cast<std::size_t>(numOutputs_));
    ports.hasEventInput = true;
    return ports;
}

std::int64_t Sampler::tailFrames() const noexcept
{
    const double releaseFrames =
        Envelope::releaseTail(static_cast<double>(parameterValue(release))) * patch_.sampleRate;
    // Two octaves down and two below the root: sixteen times as long.
    return longestSample_.load(std::memory_order_relaxed) * 16 +
           static_cast<std::int64_t>(releaseFrames) + 2 * controlInterval;
}

void Sampler::prepare(const PrepareSpec& spec)
{
    interpolator_ = SincInterpolator::shared();
    voices_.assign(VoiceAllocator::numSlots, {});
    patch_.interpolator = interpolator_.get();
    patch_.sampleRate = spec.sampleRate.value;
    fadeFrames_ = static_cast<int>(spec.sampleRate.value * 0.003);
    reset();
}

void Sampler::reset() noexcept CPPMUSIC_NONBLOCKING
{
    for (auto& voice : voices_) voice.stop();
    allocator_.reset();
    parameters_.snapToSlots();
    contentSerial_ = 0;
    residue_ = {};
    bend_ = 0.0f;
    isPedalDown_ = false;
    updatePatch(true);
}

void Sampler::updatePatch(bool isImmediate) noexcept CPPMUSIC_NONBLOCKING
{
    const auto move = [isImmediate](ControlRamp& ramp, float target) {
        if (isImmediate)
            ramp.snapTo(target);
        else
            ramp.rampTo(target);
    };
    const auto value = [this](Parameter p) { return static_cast<double>(parameters_.value(p)); };
    patch_.tune = value(pitch) + static_cast<double>(bend_) * 2.0;
    patch_.isKeyTracked = parameters_.step(keyTracking) != 0;
    patch_.amp = EnvelopeShape::make(value(attack), value(decay), value(sustain), value(release),
                                     patch_.sampleRate);
    patch_.isFilterOpen = parameters_.value(cutoff) >= openCutoffHz;
    move(patch_.filterGain, svfGain(value(cutoff), patch_.sampleRate));
    move(patch_.damping, svfDamping(parameters_.value(resonance)).single);
    const auto sides = balanceStereo(parameters_.value(pan), PanLaw::minusThreeDb);
    move(patch_.left, sides.left);
    move(patch_.right, sides.right);
    move(output_, math::dbToGain(parameters_.value(gain)));
}

bool Sampler::isAsleep() const noexcept CPPMUSIC_NONBLOCKING
{
    for (int i = 0; i < VoiceAllocator::numSlots; ++i)
        if (allocator_.slot(i).state != State::idle) return false;
    for (const auto* ramp :
         {&output_, &patch_.filterGain, &patch_.damping, &patch_.left, &patch_.right})
        if (ramp->isMoving()) return false;
    for (const auto& residue : residue_)
        if (residue[0] != 0.0f || residue[1] != 0.0f) return false;
    return parameters_.isAtRest();
}

void Sampler::process(ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING
{
    const auto* content = static_cast<const SampleContent*>(context.content);
    takeContent(content);
    if (context.events.empty() && isAsleep()) {
        for (int port = 0; port < numOutputs_; ++port) context.setSilent(port);
        return;
    }
    context.forEachRun([&](const Event& event) { handle(event, content); },
                       [&](int begin, int end, bool isControlPoint) {
                           if (isControlPoint) controlPoint();
                           renderRun(context.outputs, begin, end - begin);
                       });
}

/// The old content may be freed as soon as this block is over: voices that play what the new one no
/// longer holds end here, and their last value fades.
void Sampler::takeContent(const SampleContent* content) noexcept CPPMUSIC_NONBLOCKING
{
    const std::uint64_t serial = content != nullptr ? content->serial() : 0;
    if (serial == contentSerial_) return;
    contentSerial_ = serial;
    std::int64_t longest = 0;
    if (content != nullptr) {
        for (const auto& zone : content->zones) {
            if (zone.data == nullptr) continue;
            longest = std::max(
                longest, static_cast<std::int64_t>(static_cast<double>(zone.data->numFrames()) *
                                                   (patch_.sampleRate / zone.data->sampleRate)));
        }
    }
    longestSample_.store(longest, std::memory_order_relaxed);
    for (int i = 0; i < VoiceAllocator::numSlots; ++i) {
        if (allocator_.slot(i).state == State::idle) continue;
        auto& voice = voices_[static_cast<std::size_t>(i)];
        const bool isKept =
            content != nullptr &&
            std::any_of(content->zones.begin(), content->zones.end(),
                        [&](const SampleZone& zone) { return zone.data.get() == voice.data(); });
        if (isKept) continue;
        auto& residue = residue_[outputOf_[static_cast<std::size_t>(i)]];
        residue[0] += voice.lastFrame()[0];
        residue[1] += voice.lastFrame()[1];
        voice.stop();
        allocator_.slot(i).state = State::idle;
    }
}

void Sampler::controlPoint() noexcept CPPMUSIC_NONBLOCKING
{
    if (parameters_.takeChanged()) updatePatch(false);
    for (int i = 0; i < VoiceAllocator::numSlots; ++i) {
        if (allocator_.slot(i).state == State::idle) continue;
        auto& voice = voices_[static_cast<std::size_t>(i)];
        voice.updateControls(patch_);
        allocator_.slot(i).level = voice.level();
    }
}

void Sampler::renderResidue(int output, float* left, float* right,
                            int frames) noexcept CPPMUSIC_NONBLOCKING
{
    auto& residue = residue_[static_cast<std::size_t>(output)];
    for (int i = 0; i < frames; ++i) {
        left[i] = residue[0] *= residueFactor;
        right[i] = residue[1] *= residueFactor;
        for (auto& value : residue)
            if (std::abs(value) < 1.0e-6f) value = 0.0f;
    }
}

void Sampler::renderRun(std::span<const AudioBlock> outputs, int begin,
                        int frames) noexcept CPPMUSIC_NONBLOCKING
{
    const auto channel = [&](std::size_t output, int side) {
        return outputs[output].channels[side] + begin;
    };
    for (int o = 0; o < numOutputs_; ++o) {
        const auto output = static_cast<std::size_t>(o);
        renderResidue(o, channel(output, 0), channel(output, 1), frames);
    }
    for (int i = 0; i < VoiceAllocator::numSlots; ++i) {
        auto& slot = allocator_.slot(i);
        if (slot.state == State::idle) continue;
        auto& voice = voices_[static_cast<std::size_t>(i)];
        const auto output = static_cast<std::size_t>(outputOf_[static_cast<std::size_t>(i)]);
        voice.render(patch_, channel(output, 0), channel(output, 1), frames);
        if (!voice.isActive()) slot.state = State::idle;
    }
    for (std::size_t output = 0; output < static_cast<std::size_t>(numOutputs_); ++output) {
        for (int i = 0; i < frames; ++i) {
            const float level = output_.at(i);
            channel(output, 0)[i] *= level;
            channel(output, 1)[i] *= level;
        }
    }
    for (auto* ramp : {&output_, &patch_.filterGain, &patch_.damping, &patch_.left, &patch_.right})
        ramp->advance(frames);
    parameters_.advance(frames);
}

void Sampler::handle(const Event& event, const SampleContent* content) noexcept CPPMUSIC_NONBLOCKING
{
    switch (event.type) {
    case EventType::noteOn: noteOn(event, content); break;
    case EventType::noteOff: noteOff(event); break;
    case EventType::allNotesOff: releaseAll(); break;
    case EventType::controlChange:
        if (event.number == 64) setPedal(event.value >= 0.5f);
        if (event.number == 120) fadeAll();
        if (event.number == 123) releaseAll();
        break;
    case EventType::pitchBend:
        bend_ = std::clamp(event.value, -1.0f, 1.0f);
        patch_.tune = static_cast<double>(parameters_.value(pitch) + bend_ * 2.0f);
        break;
    case EventType::parameter: parameters_.apply(event); break;
    case EventType::channelPressure:
    case EventType::polyPressure:
    case EventType::programChange: break;
    }
}

void Sampler::noteOn(const Event& event, const SampleContent* content) noexcept CPPMUSIC_NONBLOCKING
{
    if (content == nullptr) return;
    if (parameters_.step(choke) != 0) fadeAll();
    const float v = std::clamp(event.value, 0.0f, 1.0f);
    const float sensitivity = parameters_.value(velocity);
    const float loudness = 1.0f - sensitivity + sensitivity * v * v;
    for (const auto& zone : content->zones) {
        if (event.number < zone.lowKey || event.number > zone.highKey || zone.data == nullptr ||
            zone.data->numFrames() == 0)
            continue;
        const auto allocation = allocator_.allocate(event.number, event.channel, event.noteId);
        if (allocation.stolen >= 0)
            voices_[static_cast<std::size_t>(allocation.stolen)].fadeOut(fadeFrames_);
        outputOf_[static_cast<std::size_t>(allocation.slot)] =
            zone.output < numOutputs_ ? zone.output : std::uint8_t{0};
        voices_[static_cast<std::size_t>(allocation.slot)].start(
            patch_, zone, event.number, loudness, static_cast<double>(parameters_.value(start)));
    }
}

void Sampler::noteOff(const Event& event) noexcept CPPMUSIC_NONBLOCKING
{
    // Every zone of the key has its own voice with the same id.
    for (int i = 0; i < VoiceAllocator::numSlots; ++i) {
        const auto& slot = allocator_.slot(i);
        if (slot.state == State::held && slot.key == event.number &&
            slot.channel == event.channel && (event.noteId < 0 || slot.noteId == event.noteId))
            releaseSlot(i);
    }
}

void Sampler::releaseSlot(int index) noexcept CPPMUSIC_NONBLOCKING
{
    auto& slot = allocator_.slot(index);
    if (slot.state != State::held) return;
    if (isPedalDown_) {
        slot.state = State::sustained;
        return;
    }
    slot.state = State::released;
    if (parameters_.step(mode) != 0) voices_[static_cast<std::size_t>(index)].release();
}

void Sampler::setPedal(bool isDown) noexcept CPPMUSIC_NONBLOCKING
{
    isPedalDown_ = isDown;
    if (isDown) return;
    for (int i = 0; i < VoiceAllocator::numSlots; ++i) {
        auto& slot = allocator_.slot(i);
        if (slot.state != State::sustained) continue;
        slot.state = State::held;
        releaseSlot(i);
    }
}

/// A panic or a jump ends one-shots too.
void Sampler::releaseAll() noexcept CPPMUSIC_NONBLOCKING
{
    isPedalDown_ = false;
    for (int i = 0; i < VoiceAllocator::numSlots; ++i) {
        auto& slot = allocator_.slot(i);
        if (slot.state == State::idle || slot.state == State::fading) continue;
        slot.state = State::released;
        voices_[static_cast<std::size_t>(i)].release();
    }
}

void Sampler::fadeAll() noexcept CPPMUSIC_NONBLOCKING
{
    for (int i = 0; i < VoiceAllocator::numSlots; ++i) {
        auto& slot = allocator_.slot(i);
        if (slot.state == State::idle || slot.state == State::fading) continue;
        slot.state = State::fading;
        voices_[static_cast<std::size_t>(i)].fadeOut(fadeFrames_);
    }
}

} // namespace cppmusic::audio
