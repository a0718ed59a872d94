// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/engine/NodeFactory.h"

#include "audio/effects/AnalogModeledEQ.h"
#include "audio/effects/BitCrusher.h"
#include "audio/effects/Chorus.h"
#include "audio/effects/Compressor.h"
#include "audio/effects/Convolver.h"
#include "audio/effects/DeEsser.h"
#include "audio/effects/Delay.h"
#include "audio/effects/Filter.h"
#include "audio/effects/Flanger.h"
#include "audio/effects/Gate.h"
#include "audio/effects/Limiter.h"
#include "audio/effects/MultibandCompressor.h"
#include "audio/effects/Phaser.h"
#include "audio/effects/Reverb.h"
#include "audio/effects/Saturator.h"
#include "audio/effects/StereoImager.h"
#include "audio/effects/TransientShaper.h"
#include "audio/effects/Tremolo.h"
#include "audio/effects/Utility.h"
#include "audio/mixer/MonoFold.h"
#include "audio/mixer/SendNode.h"
#include "audio/mixer/SumNode.h"
#include "audio/mixer/TrackStrip.h"
#include "audio/mixer/WideNodes.h"
#include "audio/playback/AudioClipPlayer.h"
#include "audio/playback/PatternPlayer.h"
#include "audio/recording/InputNode.h"
#include "audio/recording/MonitorNode.h"
#include "audio/recording/RecordTap.h"
#include "audio/synthesis/Sampler.h"
#include "audio/synthesis/Synthesizer.h"

#include <algorithm>
#include <array>
#include <vector>

namespace cppmusic::audio {
namespace {

template <class Node>
std::unique_ptr<AudioNode> make()
{
    return std::make_unique<Node>();
}

/// One of the ids that makeWideNode reads.
template <std::size_t length>
struct WideId {
    char text[length];
    constexpr WideId(const char (&id)[length]) // NOLINT: from a literal
    {
        std::copy_n(id, length, text);
    }
};

template <WideId id>
NodeType wideType(std::string_view label)
{
    return {id.text, label, NodeType::Role::internal, [] { return makeWideNode(id.text); }};
}

std::unique_ptr<AudioNode> makeMonoStrip()
{
    return std::make_unique<TrackStrip>(1);
}

std::unique_ptr<AudioNode> makeMultiSampler()
{
    return std::make_unique<Sampler>(Sampler::maxOutputs);
}

constexpr std::array<std::string_view, 2> oversamplingParameters{"oversampling", "phase"};
constexpr std::array<std::string_view, 1> truePeakParameters{"truePeak"};
constexpr std::array<std::string_view, 1> lookAheadParameters{"lookAhead"};
constexpr std::array<std::string_view, 1> bandsParameters{"bands"};

/// One line per type: {"cppmusic.synth", "Synthesizer", NodeType::Role::instrument,
/// &make<Synthesizer>}. The order is the order that menus show.
const std::vector<NodeType>& table()
{
    using Role = NodeType::Role;
    static const std::vector<NodeType> types{
        {"cppmusic.synth", "Synthesizer", Role::instrument, &make<Synthesizer>},
        {"cppmusic.sampler", "Sampler", Role::instrument, &make<Sampler>},
        {"cppmusic.sampler-multi", "Sampler, eight outputs", Role::instrument, &makeMultiSampler},
        {"cppmusic.eq", "Equaliser", Role::effect, &make<AnalogModeledEQ>, oversamplingParameters},
        {"cppmusic.filter", "Filter", Role::effect, &make<Filter>},
        {"cppmusic.delay", "Delay", Role::effect, &make<Delay>},
        {"cppmusic.chorus", "Chorus", Role::effect, &make<Chorus>},
        {"cppmusic.flanger", "Flanger", Role::effect, &make<Flanger>},
        {"cppmusic.phaser", "Phaser", Role::effect, &make<Phaser>},
        {"cppmusic.tremolo", "Tremolo", Role::effect, &make<Tremolo>},
        {"cppmusic.reverb", "Reverb", Role::effect, &make<Reverb>},
        {"cppmusic.convolver", "Convolution reverb", Role::effect, &make<Convolver>},
        {"cppmusic.compressor", "Compressor", Role::effect, &make<Compressor>, lookAheadParameters},
        {"cppmusic.gate", "Gate", Role::effect, &make<Gate>, lookAheadParameters},
        {"cppmusic.multiband", "Multiband compressor", Role::effect, &make<MultibandCompressor>,
         bandsParameters},
        {"cppmusic.deesser", "De-esser", Role::effect, &make<DeEsser>},
        {"cppmusic.transient", "Transient shaper", Role::effect, &make<TransientShaper>},
        {"cppmusic.limiter", "Limiter", Role::effect, &make<Limiter>, truePeakParameters},
        {"cppmusic.saturator", "Saturator", Role::effect, &make<Saturator>, oversamplingParameters},
        {"cppmusic.crusher", "Bit crusher", Role::effect, &make<BitCrusher>},
        {"cppmusic.imager", "Stereo imager", Role::effect, &make<StereoImager>},
        {"cppmusic.utility", "Utility", Role::effect, &make<Utility>},
        {"cppmusic.strip", "Strip", Role::internal, &make<TrackStrip>},
        {"cppmusic.strip-mono", "Strip (mono)", Role::internal, &makeMonoStrip},
        {"cppmusic.mono", "Mono", Role::internal, &make<MonoFold>},
        {"cppmusic.sum", "Bus", Role::internal, &make<SumNode>},
        {"cppmusic.send", "Send", Role::internal, &make<SendNode>},
        wideType<"cppmusic.strip-3">("Strip (3 channels)"),
        wideType<"cppmusic.strip-16">("Strip (16 channels)"),
        wideType<"cppmusic.sum-6">("Bus (6 channels)"),
        wideType<"cppmusic.send-6">("Send (6 channels)"),
        wideType<"cppmusic.convert-6-2">("6 channels to stereo"),
        wideType<"cppmusic.convert-1-6">("Mono to 6 channels"),
        wideType<"cppmusic.convert-2-16-14">("Stereo to channels 15 and 16"),
        wideType<"cppmusic.first-6">("First two of 6 channels"),
        wideType<"cppmusic.others-6">("All but the first two of 6 channels"),
        {"cppmusic.pattern-player", "Pattern player", Role::internal, &make<PatternPlayer>},
        {"cppmusic.clips", "Audio clips", Role::internal, &make<AudioClipPlayer>},
        {"cppmusic.input", "Device input", Role::internal, &make<InputNode>},
        {"cppmusic.monitor", "Input monitoring", Role::internal, &make<MonitorNode>},
        {"cppmusic.record-tap", "Recording", Role::internal, &make<RecordTap>},
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

std::unique_ptr<AudioNode> makeNode(std::string_view id)
{
    const auto* type = findNodeType(id);
    return type != nullptr ? type->make() : makeWideNode(id);
}

} // namespace cppmusic::audio
