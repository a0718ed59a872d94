// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/mixer/MonoFold.h"

#include "audio/dsp/Sanitise.h"

#include <array>

namespace cppmusic::audio {

namespace {
constexpr std::array<int, 1> stereo{2};
constexpr std::array<int, 1> mono{1};
} // namespace

NodePorts MonoFold::ports() const noexcept
{
    NodePorts ports;
    ports.audioInputs = stereo;
    ports.audioOutputs = mono;
    return ports;
}

void MonoFold::process(ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING
{
    if ((context.silentInputs & 1u) != 0) {
        context.setSilent(0);
        return;
    }
    const auto& in = context.inputs[0];
    const float* left = in.channels[0];
    const float* right = in.channels[in.numChannels > 1 ? 1 : 0];
    float* out = context.outputs[0].channels[0];
    for (int i = 0; i < context.numFrames; ++i)
        out[i] = (sanitise(left[i]) + sanitise(right[i])) * 0.5f;
}

} // namespace cppmusic::audio
