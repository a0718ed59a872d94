// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/engine/NodeFactory.h"

#include "audio/effects/AnalogModeledEQ.h"
#include "audio/effects/Compressor.h"
#include "audio/effects/Delay.h"
#include "audio/effects/Filter.h"
#include "audio/effects/Gate.h"
#include "audio/effects/Limiter.h"
#include "audio/effects/Reverb.h"
#include "audio/effects/Saturator.h"
#include "audio/mixer/MonoFold.h"
#include "audio/mixer/SendNode.h"
#include "audio/mixer/SumNode.h"
#include "audio/mixer/TrackStrip.h"
#include "audio/playback/AudioClipPlayer.h"
#include "audio/playback/PatternPlayer.h"
#include "audio/recording/InputNode.h"
#include "audio/recording/RecordTap.h"
#include "audio/synthesis/Sampler.h"
#include "audio/synthesis/Synthesizer.h"

#include <algorithm>
#include <vector>

namespace cppmusic::audio {
namespace {

template <class Node>
std::unique_ptr<AudioNode> makeNode()
{
    return std::make_unique<Node>();
}

std::unique_ptr<AudioNode> makeMonoStrip()
{
    return std::make_unique<TrackStrip>(1);
}

std::unique_ptr<AudioNode> makeMultiSampler()
{
    return std::make_unique<Sampler>(Sampler::maxOutputs);
}

/// One line per type: {"cppmusic.synth", "Synthesizer", NodeType::Role::instrument,
/// &makeNode<Synthesizer>}. The order is the order that menus show.
const std::vector<NodeType>& table()
{
    using Role = NodeType::Role;
    static const std::vector<NodeType> types{
        {"cppmusic.synth", "Synthesizer", Role::instrument, &makeNode<Synthesizer>},
        {"cppmusic.sampler", "Sampler", Role::instrument, &makeNode<Sampler>},
        {"cppmusic.sampler-multi", "Sampler, eight outputs", Role::instrument, &makeMultiSampler},
        {"cppmusic.eq", "Equaliser", Role::effect, &makeNode<AnalogModeledEQ>},
        {"cppmusic.filter", "Filter", Role::effect, &makeNode<Filter>},
        {"cppmusic.delay", "Delay", Role::effect, &makeNode<Delay>},
        {"cppmusic.reverb", "Reverb", Role::effect, &makeNode<Reverb>},
        {"cppmusic.compressor", "Compressor", Role::effect, &makeNode<Compressor>},
        {"cppmusic.gate", "Gate", Role::effect, &makeNode<Gate>},
        {"cppmusic.limiter", "Limiter", Role::effect, &makeNode<Limiter>},
        {"cppmusic.saturator", "Saturator", Role::effect, &makeNode<Saturator>},
        {"cppmusic.strip", "Strip", Role::internal, &makeNode<TrackStrip>},
        {"cppmusic.strip-mono", "Strip (mono)", Role::internal, &makeMonoStrip},
        {"cppmusic.mono", "Mono", Role::internal, &makeNode<MonoFold>},
        {"cppmusic.sum", "Bus", Role::internal, &makeNode<SumNode>},
        {"cppmusic.send", "Send", Role::internal, &makeNode<SendNode>},
        {"cppmusic.pattern-player", "Pattern player", Role::internal, &makeNode<PatternPlayer>},
        {"cppmusic.clips", "Audio clips", Role::internal, &makeNode<AudioClipPlayer>},
        {"cppmusic.input", "Device input", Role::internal, &makeNode<InputNode>},
        {"cppmusic.record-tap", "Recording", Role::internal, &makeNode<RecordTap>},
    };
    return types;
}

} // namespace

std::span<const NodeType> nodeTypes()
{
    return table();
}

const NodeType* findNodeType(std::string_view id)
{
    const auto types = nodeTypes();
    const auto found =
        std::find_if(types.begin(), types.end(), [id](const NodeType& t) { return t.id == id; });
    return found == types.end() ? nullptr : &*found;
}

} // namespace cppmusic::audio
