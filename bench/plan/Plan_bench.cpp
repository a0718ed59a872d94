// SPDX-License-Identifier: GPL-3.0-or-later
// The plan at work on mixes of many tracks: CPU time of a block on one thread and on two, of silent
// tracks, and of an edit until its plan is in the queue.
#include "audio/engine/DawEngine.h"
#include "audio/engine/EngineContext.h"
#include "audio/engine/NodeFactory.h"

#include <algorithm>
#include <array>
#include <benchmark/benchmark.h>
#include <chrono>
#include <string>
#include <vector>

namespace {

using namespace cppmusic;
using audio::NodeId;

constexpr std::array<int, 1> stereo{2};

/// Noise that costs next to nothing; or silence that says it sleeps.
class SourceNode final : public audio::AudioNode {
public:
    SourceNode(unsigned seed, bool isSilent) : seed_(seed * 2 + 1), isSilent_(isSilent) {}
    audio::NodePorts ports() const noexcept override
    {
        audio::NodePorts ports;
        ports.audioOutputs = stereo;
        return ports;
    }
    void prepare(const audio::PrepareSpec&) override
    {
        noise_.resize(1 << 11);
        for (float& sample : noise_) {
            seed_ = seed_ * 1664525u + 1013904223u;
            sample = static_cast<float>(static_cast<int>(seed_ >> 8) % 1000) * 0.0001f;
        }
    }
    void reset() noexcept CPPMUSIC_NONBLOCKING override {}
    void process(audio::ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING override
    {
        at_ = (at_ + 64) % 1024;
        for (const int c : {0, 1}) {
            std::copy_n(noise_.data() + at_ + 512 * static_cast<std::size_t>(c), context.numFrames,
                        context.outputs[0].channels[c]);
        }
    }
    bool isAsleep() const noexcept CPPMUSIC_NONBLOCKING override { return isSilent_; }

private:
    std::vector<float> noise_;
    std::size_t at_ = 0;
    unsigned seed_;
    bool isSilent_;
};

struct Mix {
    /// Tracks of source, equaliser, compressor, strip, two sends; a group per eight tracks; two
    /// effect buses; a master. `first` tracks sound, the others are silent.
    explicit Mix(int tracks, int sounding, bool hasEffects = true)
    {
        for (const auto bus : {master, busA, busB}) add(bus, "cppmusic.sum");
        connect(busA, master);
        connect(busB, master);
        for (int t = 0; t < tracks; ++t) addTrack(t, t < sounding, hasEffects);
        graph.setOutput(master);
    }
    void addTrack(int t, bool sounds, bool hasEffects)
    {
        const auto id = [t](int role) {
            return NodeId(1000 + 16 * static_cast<std::uint64_t>(t) +
                          static_cast<std::uint64_t>(role));
        };
        const NodeId group(10'000'000 + static_cast<std::uint64_t>(t / 8));
        if (t % 8 == 0) {
            add(group, "cppmusic.sum");
            connect(group, master);
        }
        graph.add(id(0), std::make_shared<SourceNode>(static_cast<unsigned>(t), !sounds), "Source");
        NodeId last = id(0);
        if (hasEffects) {
            const bool hasEqualiser = audio::findNodeType("cppmusic.eq") != nullptr;
            add(id(1), hasEqualiser ? "cppmusic.eq" : "cppmusic.filter");
            add(id(2), "cppmusic.compressor");
            connect(last, id(1));
            connect(id(1), id(2));
            last = id(2);
        }
        add(id(3), "cppmusic.strip");
        connect(last, id(3));
        connect(id(3), group);
        for (const int s : {0, 1}) {
            add(id(4 + s), "cppmusic.send");
            connect(id(3), id(4 + s));
            connect(id(4 + s), s == 0 ? busA : busB);
        }
    }
    void add(NodeId id, const char* type)
    {
        graph.add(id, audio::findNodeType(type)->make(), type);
    }
    void connect(NodeId from, NodeId to) { (void)graph.connect({from, 0, to, 0}); }

    const NodeId master{1}, busA{2}, busB{3};
    audio::AudioGraph graph;
};

constexpr int blockFrames = 128;
constexpr audio::PrepareSpec spec{core::SampleRate(48000.0), blockFrames};

void play(audio::EngineContext& context, benchmark::State& state, int channels)
{
    std::array<std::vector<float>, 2> memory;
    for (auto& channel : memory) channel.assign(blockFrames, 0.0f);
    std::array<float*, 2> pointers{memory[0].data(), memory[1].data()};
    const audio::AudioBlock output{pointers.data(), 2, blockFrames};
    for (int i = 0; i < 50; ++i) context.realtime().processBlock(output, false);
    context.performance().restart();
    for (auto _ : state) context.realtime().processBlock(output, false);
    state.counters["ns_per_sample"] =
        benchmark::Counter(static_cast<double>(state.iterations()) * blockFrames * channels * 1e-9,
                           benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
    const auto blocks = context.performance().blocks();
    state.counters["p50_us"] = static_cast<double>(blocks.p50) * 1e-3;
    state.counters["p99_us"] = static_cast<double>(blocks.p99) * 1e-3;
    state.counters["p999_us"] = static_cast<double>(blocks.p999) * 1e-3;
    state.counters["max_us"] = static_cast<double>(blocks.max) * 1e-3;
}

/// Args: tracks, threads, batch size.
void mixes(benchmark::State& state)
{
    audio::PlanOptions options;
    options.threads = static_cast<int>(state.range(1));
    options.batchSize = static_cast<int>(state.range(2));
    audio::EngineContext context(spec, options);
    const auto tracks = static_cast<int>(state.range(0));
    if (!context.setGraph(Mix(tracks, tracks).graph)) state.SkipWithError("the graph was refused");
    play(context, state, 2 * tracks);
}
BENCHMARK(mixes)
    ->ArgsProduct({{16, 64, 256, 1024}, {1, 2}, {1, 8, 16, 32}})
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kMicrosecond);

/// Args: tracks without effects, threads. The plan's own cost: strips, sends and sums.
void dryMixes(benchmark::State& state)
{
    audio::PlanOptions options;
    options.threads = static_cast<int>(state.range(1));
    audio::EngineContext context(spec, options);
    const auto tracks = static_cast<int>(state.range(0));
    if (!context.setGraph(Mix(tracks, tracks, false).graph)) {
        state.SkipWithError("the graph was refused");
    }
    play(context, state, 2 * tracks);
}
BENCHMARK(dryMixes)->ArgsProduct({{16, 256}, {1, 2}})->MeasureProcessCPUTime()->UseRealTime();

/// Args: tracks, how many of them sound.
void silentTracks(benchmark::State& state)
{
    audio::EngineContext context(spec);
    const auto tracks = static_cast<int>(state.range(0));
    const auto sounding = static_cast<int>(state.range(1));
    if (!context.setGraph(Mix(tracks, sounding).graph)) state.SkipWithError("refused");
    play(context, state, 2 * tracks);
}
BENCHMARK(silentTracks)->Args({1024, 1024})->Args({1024, 16})->Args({1024, 0})->Args({16, 16});

/// A track more, a track less, with 1,024 others: from the new graph to the plan in the queue.
void structureEdits(benchmark::State& state)
{
    audio::EngineContext context(spec);
    Mix mix(1024, 1024);
    if (!context.setGraph(mix.graph)) state.SkipWithError("refused");
    int edit = 0;
    for (auto _ : state) {
        state.PauseTiming();
        Mix more(0, 0);
        more.graph = mix.graph;
        more.addTrack(1024 + 8 * (edit++ % 2), true, true);
        state.ResumeTiming();
        if (!context.setGraph(more.graph)) state.SkipWithError("refused");
        state.PauseTiming();
        (void)context.realtime().applyMessages();
        state.ResumeTiming();
    }
}
BENCHMARK(structureEdits)->Unit(benchmark::kMillisecond);

struct Content final : audio::NodeContent {};

/// Other contents for one node among 6,144; with `rebuilt` the graph shares nothing with the one
/// before, as when a document was compiled anew.
void contentEdits(benchmark::State& state)
{
    audio::EngineContext context(spec);
    Mix mix(1024, 1024);
    if (!context.setGraph(mix.graph)) state.SkipWithError("refused");
    for (auto _ : state) {
        state.PauseTiming();
        audio::AudioGraph next;
        if (state.range(0) == 0) {
            next = mix.graph;
        } else {
            for (const auto& [id, entry] : mix.graph.nodes()) next.add(id, entry.node, entry.name);
            for (const auto& c : mix.graph.connections()) (void)next.connect(c);
            next.setOutput(mix.graph.output());
        }
        next.add(NodeId(1000), mix.graph.nodes().at(NodeId(1000)).node, "Source",
                 std::make_shared<Content>());
        state.ResumeTiming();
        if (!context.setGraph(next)) state.SkipWithError("refused");
        state.PauseTiming();
        (void)context.realtime().applyMessages();
        state.ResumeTiming();
    }
}
BENCHMARK(contentEdits)->ArgName("rebuilt")->Arg(0)->Arg(1)->Unit(benchmark::kMicrosecond);

} // namespace

BENCHMARK_MAIN();
