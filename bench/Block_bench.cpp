// SPDX-License-Identifier: GPL-3.0-or-later
// The audio callback while the demo song plays: time per block, to be held against docs/budgets.md.
#include "audio/engine/DawEngine.h"
#include "audio/engine/EngineContext.h"
#include "session/ProjectFiles.h"
#include "session/Session.h"

#include <algorithm>
#include <array>
#include <benchmark/benchmark.h>
#include <chrono>
#include <vector>

namespace {

using namespace cppmusic;

/// One block per iteration, the song from its start, again and again. `slowest_ms` is the longest
/// block seen: what decides whether a device hears a gap.
void playDemoSong(benchmark::State& state)
{
    const auto rate = static_cast<double>(state.range(0));
    const auto frames = static_cast<int>(state.range(1));
    audio::PrepareSpec spec;
    spec.sampleRate = core::SampleRate{rate};
    spec.maxBlockFrames = frames;
    session::Session session(spec);
    if (const auto opened = session.files().open(CPPMUSIC_DEMO); !opened) {
        state.SkipWithError(opened.error().message.c_str());
        return;
    }
    std::array<std::vector<float>, 2> memory;
    for (auto& channel : memory) channel.assign(static_cast<std::size_t>(frames), 0.0f);
    std::array<float*, 2> channels{memory[0].data(), memory[1].data()};
    const audio::AudioBlock output{channels.data(), 2, frames};
    auto& engine = session.engine();
    engine.command(audio::TransportCommand::play());
    double slowest = 0.0;
    float loudest = 0.0f;
    for (auto _ : state) {
        const auto began = std::chrono::steady_clock::now();
        engine.realtime().processBlock(output, false);
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
        slowest = std::max(slowest, took.count());
        state.SetIterationTime(took.count());
        loudest = std::max(loudest, *std::max_element(memory[0].begin(), memory[0].end()));
    }
    const bool isLongEnough = static_cast<double>(state.iterations()) * frames > 4.0 * rate;
    if (isLongEnough && loudest < 0.01f)
        state.SkipWithError("the song is silent, so the time says nothing");
    state.counters["slowest_ms"] = slowest * 1000.0;
    state.counters["realtime_factor"] = benchmark::Counter(
        static_cast<double>(state.iterations()) * frames / rate, benchmark::Counter::kIsRate);
}

BENCHMARK(playDemoSong)
    ->Args({48000, 128})
    ->Args({48000, 256})
    ->Args({96000, 128})
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond)
    ->MinTime(2.0);

} // namespace

BENCHMARK_MAIN();
