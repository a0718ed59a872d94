// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/mixer/SendNode.h"

#include "audio/dsp/Sanitise.h"
#include "core/MathUtils.h"

#include <array>

namespace cppmusic::audio {

namespace {

constexpr std::array<core::ParameterSpec, SendNode::numParameters> table{{
    {"level", "Level", "dB", -90.0f, 6.0f, 0.0f, core::Taper::fader, true, {}},
    {"mute", "Mute", "", 0.0f, 1.0f, 0.0f, core::Taper::stepped, true, "Off|On"},
}};
constexpr std::array<int, 1> stereo{2};

} // namespace

SendNode::SendNode() : AudioNode(table), parameters_(*this) {}

NodePorts SendNode::ports() const noexcept
{
    NodePorts ports;
    ports.audioInputs = stereo;
    ports.audioOutputs = stereo;
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

void SendNode::process(ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING
{
    const auto& in = context.inputs[0];
    const auto& out = context.outputs[0];
    const float* inLeft = in.channels[0];
    const float* inRight = in.channels[in.numChannels > 1 ? 1 : 0];
    context.forEachRun(
        [this](const Event& event) {
            parameters_.apply(event);
            if (event.type != EventType::parameter) return;
            isAnchor_ = true;
            isJump_ = isJump_ || event.rampFrames <= 0;
            const float target = parameters_.step(mute) != 0 ? 0.0f : 1.0f;
            if (open_.target() != target) open_.rampTo(target, muteFrames_);
        },
        [&](int begin, int end, bool isControlPoint) {
            if (isControlPoint || isAnchor_) {
                const auto phase = (context.transport->gridFrame + begin) % controlInterval;
                updateGain(controlInterval - static_cast<int>(phase));
            }
            for (int i = begin; i < end; ++i) {
                const float gain = gain_.at(i - begin) * open_.next();
                const float l = sanitise(inLeft[i]);
                const float r = sanitise(inRight[i]);
                out.channels[0][i] = l * gain;
                out.channels[1][i] = r * gain;
            }
            gain_.advance(end - begin);
            parameters_.advance(end - begin);
        });
}

} // namespace cppmusic::audio
