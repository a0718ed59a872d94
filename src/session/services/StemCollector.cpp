// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/services/StemCollector.h"

#include <algorithm>

namespace cppmusic::session {

StemCollector::StemCollector(int numStems)
    : inputs_(static_cast<std::size_t>(numStems), 2), outputs_{2 * numStems}
{
}

audio::NodePorts StemCollector::ports() const noexcept
{
    audio::NodePorts ports;
    ports.audioInputs = inputs_;
    ports.audioOutputs = outputs_;
    return ports;
}

void StemCollector::process(audio::ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING
{
    const auto& output = context.outputs.front();
    for (std::size_t stem = 0; stem < inputs_.size(); ++stem)
        for (std::size_t side = 0; side < 2; ++side)
            std::copy_n(context.inputs[stem].channels[side], context.numFrames,
                        output.channels[2 * stem + side]);
}

} // namespace cppmusic::session
