// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/recording/MonitorNode.h"

#include <array>

namespace cppmusic::audio {

namespace {

constexpr std::array<core::ParameterSpec, MonitorNode::numParameters> table{{
    {"mode", "Monitoring", "", 0.0f, 2.0f, 0.0f, core::Taper::stepped, false, "Off|Automatic|On"},
}};

} // namespace

MonitorNode::MonitorNode() : AudioNode(table), parameters_(*this) {}

NodePorts MonitorNode::ports() const noexcept
{
    return input_.ports();
}

void MonitorNode::prepare(const PrepareSpec& spec)
{
    input_.prepare(spec);
    fadeFrames_ = static_cast<int>(spec.sampleRate.value * fadeSeconds + 0.5);
    reset();
}

void MonitorNode::reset() noexcept CPPMUSIC_NONBLOCKING
{
    parameters_.snapToSlots();
    open_.snapTo(0.0f);
}

void MonitorNode::aim(const TransportBlock& transport) noexcept CPPMUSIC_NONBLOCKING
{
    const int wanted = parameters_.step(mode);
    const bool isHeard =
        wanted == 2 || (wanted == 1 && (!transport.isPlaying || transport.isRecording));
    const float target = isHeard ? 1.0f : 0.0f;
    if (open_.target() != target) open_.rampTo(target, fadeFrames_);
}

void MonitorNode::process(ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING
{
    aim(*context.transport);
    std::uint32_t silent = 0;
    auto* const asked = context.silentOutputs;
    context.silentOutputs = &silent;
    input_.process(context);
    context.silentOutputs = asked;
    const bool isSilent = silent != 0;
    if (isSilent) context.setSilent(0);
    const AudioBlock& output = context.outputs[0];
    context.forEachRun(
        [&](const Event& event) {
            parameters_.apply(event);
            aim(*context.transport);
        },
        [&](int begin, int end, bool) {
            parameters_.advance(end - begin);
            if (isSilent) {
                open_.advance(end - begin);
                return;
            }
            for (int i = begin; i < end; ++i) {
                const float gain = open_.next();
                output.channels[0][i] *= gain;
                output.channels[1][i] *= gain;
            }
        });
}

} // namespace cppmusic::audio
