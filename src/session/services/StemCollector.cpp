// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/services/StemCollector.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace cppmusic::session {

StemCollector::StemCollector(std::vector<int> channels)
    : inputs_(std::move(channels)), outputs_{std::accumulate(inputs_.begin(), inputs_.end(), 0)}
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
    int to = 0;
    for (std::size_t stem = 0; stem < inputs_.size(); ++stem)
        for (int c = 0; c < inputs_[stem]; ++c)
            std::copy_n(context.inputs[stem].channels[c], context.numFrames, output.channels[to++]);
}

} // namespace cppmusic::session
