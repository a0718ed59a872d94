// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/mixer/SumNode.h"

#include "audio/dsp/Sanitise.h"

#include <array>

namespace cppmusic::audio {

namespace {
constexpr std::array<int, 1> stereo{2};
}

NodePorts SumNode::ports() const noexcept
{
    NodePorts ports;
    ports.audioInputs = stereo;
    ports.audioOutputs = stereo;
    ports.canProcessInPlace = true;
    return ports;
}

void SumNode::prepare(const PrepareSpec&)
{
    reset();
}

void SumNode::reset() noexcept CPPMUSIC_NONBLOCKING
{
    meter_.reset();
}

void SumNode::process(ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING
{
    const auto& in = context.inputs[0];
    const auto& out = context.outputs[0];
    for (int c = 0; c < 2; ++c) {
        const float* source = in.channels[c < in.numChannels ? c : 0];
        float* target = out.channels[c];
        for (int i = 0; i < context.numFrames; ++i) target[i] = sanitise(source[i]);
    }
    meter_.add(out.channels[0], out.channels[1], context.numFrames);
    meter_.publish();
}

bool SumNode::takeMeter(MeterReading& reading) noexcept
{
    reading = meter_.take();
    return true;
}

} // namespace cppmusic::audio
