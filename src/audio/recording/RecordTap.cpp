// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/recording/RecordTap.h"

#include "audio/dsp/Sanitise.h"

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
    const AudioBlock& output = context.outputs[0];
    if ((context.silentInputs & 1u) != 0) {
        record(context, context.inputs[0].channels[0], context.inputs[0].channels[1]);
        context.setSilent(0);
        return;
    }
    for (int c = 0; c < 2; ++c)
        copyFinite(context.inputs[0].channels[c], output.channels[c], context.numFrames);
    record(context, output.channels[0], output.channels[1]);
}

void RecordTap::record(const ProcessContext& context, const float* left,
                       const float* right) const noexcept CPPMUSIC_NONBLOCKING
{
    const TransportBlock& transport = *context.transport;
    if (context.content == nullptr || !transport.isPlaying || !transport.isRecording) return;
    const auto& content = static_cast<const RecordContent&>(*context.content);
    if (!content.ring) return;
    content.ring->write(transport.startFrame, left, right, context.numFrames,
                        transport.startBeat.value,
                        transport.tempo.value / (60.0 * transport.sampleRate.value));
}

} // namespace cppmusic::audio
