// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/recording/RecordTap.h"

#include <algorithm>
#include <array>

namespace cppmusic::audio {

namespace {

constexpr std::array<int, 1> stereo{2};

} // namespace

NodePorts RecordTap::ports() const noexcept
{
    NodePorts ports;
    ports.audioInputs = stereo;
    ports.audioOutputs = stereo;
    ports.canProcessInPlace = true;
    return ports;
}

void RecordTap::process(ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING
{
    const ConstAudioBlock& input = context.inputs[0];
    const TransportBlock& transport = *context.transport;
    if (context.content != nullptr && transport.isPlaying && transport.isRecording) {
        const auto& content = static_cast<const RecordContent&>(*context.content);
        if (content.ring)
            content.ring->write(transport.startFrame, input.channels[0], input.channels[1],
                                context.numFrames);
    }
    const AudioBlock& output = context.outputs[0];
    for (int c = 0; c < 2; ++c)
        if (output.channels[c] != input.channels[c])
            std::copy_n(input.channels[c], context.numFrames, output.channels[c]);
    if ((context.silentInputs & 1u) != 0) context.setSilent(0);
}

} // namespace cppmusic::audio
