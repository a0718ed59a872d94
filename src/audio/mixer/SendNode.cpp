// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/mixer/SendNode.h"

#include "audio/mixer/ChannelWidths.h"
#include "core/MathUtils.h"
#include "core/Prefetch.h"

#include <algorithm>
#include <array>

namespace cppmusic::audio {

namespace {

constexpr std::array<core::ParameterSpec, SendNode::numParameters> table{{
    {"level", "Level", "dB", -90.0f, 6.0f, 0.0f, core::Taper::fader, true, {}},
    {"mute", "Mute", "", 0.0f, 1.0f, 0.0f, core::Taper::stepped, true, "Off|On"},
}};
int framesToControlPoint(const ProcessContext& context, int frame) noexcept CPPMUSIC_NONBLOCKING
{
    return controlInterval -
           static_cast<int>((context.transport->gridFrame + frame) % controlInterval);
}

constexpr char batchKeys[maxBusChannels]{}; // by channels

} // namespace

SendNode::SendNode(int channels)
    : AudioNode(table), channels_(std::clamp(channels, 2, maxBusChannels)), parameters_(*this)
{
}

NodePorts SendNode::ports() const noexcept
{
    NodePorts ports;
    ports.audioInputs = ports.audioOutputs = onePortOf(channels_);
    ports.canProcessInPlace = true;
    return ports;
}

void SendNode::prepare(const PrepareSpec& spec)
{
    muteFrames_ = static_cast<int>(spec.sampleRate.value * 0.005 + 0.5);
    reset();
}

void SendNode::reset() noexcept CPPMUSIC_NONBLOCKING
{
    parameters_.snapToSlots();
    open_.snapTo(parameters_.step(mute) != 0 ? 0.0f : 1.0f);
    isJump_ = true;
    updateGain(controlInterval);
}

void SendNode::updateGain(int frames) noexcept CPPMUSIC_NONBLOCKING
{
    if (isJump_) gain_.snapTo(core::math::dbToGain(parameters_.value(level)));
    if (parameters_.takeChanged() || isJump_) {
        const int length = parameters_.straightFrames(frames);
        gain_.rampTo(core::math::dbToGain(parameters_.ahead(level, length)), length);
    }
    isAnchor_ = isJump_ = false;
}

void SendNode::apply(const Event& event) noexcept CPPMUSIC_NONBLOCKING
{
    parameters_.apply(event);
    if (event.type != EventType::parameter) return;
    isAnchor_ = true;
    isJump_ = isJump_ || event.rampFrames <= 0;
    const float target = parameters_.step(mute) != 0 ? 0.0f : 1.0f;
    if (open_.target() != target) open_.rampTo(target, muteFrames_);
}

bool SendNode::isAsleep() const noexcept CPPMUSIC_NONBLOCKING
{
    return parameters_.isAtRest() && !gain_.isMoving() && !open_.isMoving();
}

std::optional<float>
SendNode::constantGain(const ProcessContext& context) const noexcept CPPMUSIC_NONBLOCKING
{
    const bool isSteady = context.events.empty() && isAsleep();
    if (!isSteady || (context.silentInputs & 1u) != 0 || isClosed()) return std::nullopt;
    return gain_.at(0);
}

void SendNode::prefetch() const noexcept CPPMUSIC_NONBLOCKING
{
    core::prefetch(this, sizeof *this - sizeof parameters_ + 64);
}

const void* SendNode::batchKey() const noexcept CPPMUSIC_NONBLOCKING
{
    return &batchKeys[channels_ - 1];
}

void SendNode::process(ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING
{
    processOne(context);
}

void SendNode::processBatch(std::span<const BatchItem> items) noexcept CPPMUSIC_NONBLOCKING
{
    for (const BatchItem& item : items)
        static_cast<SendNode*>(item.node)->processOne(*item.context);
}

void SendNode::processOne(const ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING
{
    const bool isSteady = context.events.empty() && isAsleep();
    if ((context.silentInputs & 1u) != 0 || (isSteady && isClosed())) {
        runSilence(context);
        return;
    }
    if (isSteady) {
        runGain(context, 0, context.numFrames, nullptr);
        return;
    }
    context.forEachRun([this](const Event& event) { apply(event); },
                       [&](int begin, int end, bool isControlPoint) {
                           if (isControlPoint || isAnchor_)
                               updateGain(framesToControlPoint(context, begin));
                           std::array<float, controlInterval> factors;
                           runGain(context, begin, end, nextFactors(open_, end - begin, factors));
                           gain_.advance(end - begin);
                           parameters_.advance(end - begin);
                       });
}

void SendNode::runGain(const ProcessContext& context, int begin, int end,
                       const float* factors) noexcept CPPMUSIC_NONBLOCKING
{
    if (channels_ > 2)
        stage_.runWide(context, begin, end, gain_, factors, {});
    else
        stage_.run(context, begin, end, {&gain_, &gain_, factors}, nullptr);
}

/// The output is 0; ramps go on.
void SendNode::runSilence(const ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING
{
    context.forEachRun([this](const Event& event) { apply(event); },
                       [&](int begin, int end, bool isControlPoint) {
                           if (isControlPoint || isAnchor_)
                               updateGain(framesToControlPoint(context, begin));
                           open_.advance(end - begin);
                           gain_.advance(end - begin);
                           parameters_.advance(end - begin);
                       });
    context.setSilent(0);
}

} // namespace cppmusic::audio
