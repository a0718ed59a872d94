// SPDX-License-Identifier: GPL-3.0-or-later
// Nanoseconds per sample and channel of processBatch: nodes of one type, each with its own buffers,
// at rest with sound on all inputs. Arguments: nodes in the batch, frames in a block.
#include "audio/effects/ImpulseResponse.h"
#include "audio/engine/NodeFactory.h"
#include "audio/engine/RealtimeSection.h"
#include "audio/simd/SimdTarget.h"

#include <benchmark/benchmark.h>

#include <memory>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace cppmusic;

constexpr int maxFrames = 512;

/// A node with the buffers and the context of a block.
struct Unit {
    std::unique_ptr<audio::AudioNode> node;
    std::vector<std::vector<float>> inputs, outputs;
    std::vector<std::vector<const float*>> inPointers;
    std::vector<float*> outPointers;
    std::vector<audio::ConstAudioBlock> inBlocks;
    audio::AudioBlock outBlock;
    audio::ProcessContext context;
    std::uint32_t silentOutputs = 0;
};

void setParameter(audio::AudioNode& node, std::string_view id, float value)
{
    const auto specs = node.parameters();
    for (std::size_t i = 0; i < specs.size(); ++i)
        if (specs[i].id == id) node.initialiseParameter(static_cast<int>(i), value);
}

void setUp(audio::AudioNode& node, int index)
{
    for (int b = 1; b <= 5; ++b) {
        const std::string number = std::to_string(b);
        setParameter(node, "on" + number, 1.0f);
        setParameter(node, "gain" + number, 3.0f);
    }
    setParameter(node, "gain", -3.0f - static_cast<float>(index % 7));
    setParameter(node, "level", -6.0f);
    setParameter(node, "pan", 0.2f);
    setParameter(node, "threshold", -24.0f);
}

/// A type, and what is set besides setUp().
struct Case {
    const char* name;
    const char* type;
    std::vector<std::pair<const char*, float>> values;
};

const std::vector<Case>& variants()
{
    static const std::vector<Case> cases{
        {"compressor/feed-back", "cppmusic.compressor", {{"topology", 1.0f}}},
        {"compressor/rms", "cppmusic.compressor", {{"detector", 1.0f}}},
        {"compressor/low-cut", "cppmusic.compressor", {{"keyLowCut", 100.0f}}},
        {"compressor/look-ahead", "cppmusic.compressor", {{"lookAhead", 0.005f}}},
        {"limiter/true-peak", "cppmusic.limiter", {{"truePeak", 1.0f}, {"gain", 12.0f}}},
    };
    return cases;
}

void fillUnit(Unit& unit, const audio::NodeType& type, const Case* variant, int index, int frames)
{
    std::mt19937 random(static_cast<unsigned>(index) + 1u);
    unit.node = type.make();
    setUp(*unit.node, index);
    if (variant != nullptr)
        for (const auto& [id, value] : variant->values) setParameter(*unit.node, id, value);
    unit.node->prepare({core::SampleRate(48000.0), maxFrames});
    unit.node->reset();
    const auto ports = unit.node->ports();
    unit.inPointers.resize(ports.audioInputs.size());
    unit.inputs.reserve(8);
    for (std::size_t p = 0; p < ports.audioInputs.size(); ++p) {
        for (int c = 0; c < ports.audioInputs[p]; ++c) {
            auto& channel = unit.inputs.emplace_back(maxFrames);
            for (float& sample : channel)
                sample = static_cast<float>(random() % 2001) / 2000.0f - 0.5f;
            unit.inPointers[p].push_back(channel.data());
        }
        unit.inBlocks.push_back({unit.inPointers[p].data(), ports.audioInputs[p], frames});
    }
    unit.outputs.assign(2, std::vector<float>(maxFrames));
    for (auto& channel : unit.outputs) unit.outPointers.push_back(channel.data());
    unit.outBlock = {unit.outPointers.data(), 2, frames};
}

/// A room of a second, stereo, for the convolver.
std::shared_ptr<const audio::NodeContent> contentFor(const audio::NodeType& type)
{
    if (type.id != "cppmusic.convolver") return nullptr;
    std::mt19937 random(1);
    audio::SampleData room;
    room.channels.assign(2, std::vector<float>(48000));
    for (auto& channel : room.channels)
        for (float& sample : channel) sample = static_cast<float>(random() % 2001) / 1000.0f - 1.0f;
    return audio::ImpulseResponse::make(room, 48000.0).value();
}

void runBatch(benchmark::State& state, const audio::NodeType& type, const Case* variant = nullptr)
{
    const int count = static_cast<int>(state.range(0));
    const int frames = static_cast<int>(state.range(1));
    static const core::TempoMap tempoMap;
    audio::TransportBlock transport;
    transport.isPlaying = true;
    transport.tempoMap = &tempoMap;
    bool wasMissed = false;
    std::vector<std::unique_ptr<Unit>> units;
    std::vector<audio::BatchItem> items;
    for (int i = 0; i < count; ++i) {
        units.push_back(std::make_unique<Unit>());
        Unit& unit = *units.back();
        fillUnit(unit, type, variant, i, frames);
        unit.context.numFrames = frames;
        unit.context.inputs = unit.inBlocks;
        unit.context.outputs = {&unit.outBlock, 1};
        unit.context.transport = &transport;
        unit.context.wasStreamMissed = &wasMissed;
        unit.context.silentOutputs = &unit.silentOutputs;
        items.push_back({unit.node.get(), &unit.context});
    }
    const auto content = contentFor(type);
    for (auto& unit : units) unit->context.content = content.get();
    const audio::FlushToZero flushToZero;
    for (auto _ : state) {
        items[0].node->processBatch(items);
        transport.gridFrame += frames;
        transport.startFrame += frames;
    }
    state.counters["ns/sample/channel"] =
        benchmark::Counter(static_cast<double>(state.iterations()) * 2.0 * count * frames * 1.0e-9,
                           benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

} // namespace

int main(int argc, char** argv)
{
    // One argument of ours: --target=NAME for another instruction set than the best.
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument(argv[i]);
        if (!argument.starts_with("--target=")) continue;
        for (const auto& target : audio::simdTargets())
            if (target.name == argument.substr(9)) audio::useSimdTarget(target.id);
        std::copy(argv + i + 1, argv + argc, argv + i);
        --argc;
        break;
    }
    for (const auto& type : audio::nodeTypes()) {
        const bool isOfMixer =
            type.id == "cppmusic.strip" || type.id == "cppmusic.send" || type.id == "cppmusic.sum";
        if (type.role != audio::NodeType::Role::effect && !isOfMixer) continue;
        auto* bench = benchmark::RegisterBenchmark(std::string(type.id).c_str(),
                                                   [&type](auto& state) { runBatch(state, type); });
        for (const int count : {1, 4, 8, 16, 32})
            for (const int frames : {64, 128, 512}) bench->Args({count, frames});
    }
    for (const Case& variant : variants()) {
        const auto* type = audio::findNodeType(variant.type);
        auto* bench = benchmark::RegisterBenchmark(
            variant.name, [type, &variant](auto& state) { runBatch(state, *type, &variant); });
        for (const int count : {1, 8}) bench->Args({count, 128});
    }
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
