// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/recording/InputNode.h"

#include "audio/dsp/Sanitise.h"

#include <algorithm>
#include <array>

namespace cppmusic::audio {

namespace {

constexpr std::array<int, 1> outputChannels{2};

} // namespace

NodePorts InputNode::ports() const noexcept
{
    NodePorts ports;
    ports.audioOutputs = outputChannels;
    return ports;
}

void InputNode::process(ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING
{
    const ConstAudioBlock& input = context.transport->input;
    std::array<int, 2> chosen{0, input.numChannels > 1 ? 1 : 0};
    if (context.content != nullptr) {
        const auto& content = static_cast<const InputContent&>(*context.content);
        chosen = {content.left, content.right};
    }
    const auto isThere = [&](int channel) { return channel >= 0 && channel < input.numChannels; };
    if (!isThere(chosen[0]) && !isThere(chosen[1])) {
        context.setSilent(0);
        return;
    }
    for (std::size_t side = 0; side < 2; ++side) {
        float* to = context.outputs[0].channels[side];
        if (isThere(chosen[side]))
            copyFinite(input.channels[chosen[side]], to, context.numFrames);
        else
            std::fill_n(to, context.numFrames, 0.0f);
    }
}

} // namespace cppmusic::audio
