// SPDX-License-Identifier: GPL-3.0-or-later
// What an edit costs the main thread in a song of N tracks, from the controller to the engine's
// queue: a fader tick, a note, a track with three inserts. Nobody plays meanwhile; for that see
// `cppmusic-cli bench edit`, which measures with the same code.
#include "cli/EditBench.h"

#include <benchmark/benchmark.h>
#include <memory>

namespace {

using namespace cppmusic;

/// The song with so many tracks, opened once.
class Desk {
public:
    static Desk& of(int tracks)
    {
        static std::unique_ptr<Desk> desk;
        if (!desk || desk->options_.tracks != tracks) {
            desk.reset();
            desk = std::make_unique<Desk>(tracks);
        }
        return *desk;
    }
    explicit Desk(int tracks)
    {
        options_.tracks = tracks;
        options_.variant = "native";
        options_.block = 128;
        const auto files = cli::writeBenchFiles(folder_.path() / "files", tracks, 0.25);
        status_ = files.status();
        if (!status_) return;
        bench_ = std::make_unique<cli::EditBench>(options_, 48000.0);
        status_ = bench_->open(folder_.path() / "Bench.dawproj", *files);
    }
    void measure(benchmark::State& state, cli::BenchEdit edit)
    {
        if (!status_) return state.SkipWithError(status_.error().message.c_str());
        for (auto _ : state) {
            const auto took = bench_->measure(edit);
            if (!took) return state.SkipWithError(took.error().message.c_str());
            state.SetIterationTime(1.0e-9 * static_cast<double>(*took));
            bench_->settle();
        }
    }

private:
    cli::BenchFolder folder_;
    cli::BenchOptions options_;
    std::unique_ptr<cli::EditBench> bench_;
    core::Status status_;
};

void edit(benchmark::State& state, cli::BenchEdit kind)
{
    Desk::of(static_cast<int>(state.range(0))).measure(state, kind);
}

} // namespace

BENCHMARK_CAPTURE(edit, faderTick, cppmusic::cli::BenchEdit::faderTick)
    ->Arg(16)
    ->Arg(256)
    ->Arg(1024)
    ->UseManualTime()
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(edit, note, cppmusic::cli::BenchEdit::note)
    ->Arg(16)
    ->Arg(256)
    ->Arg(1024)
    ->UseManualTime()
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(edit, track, cppmusic::cli::BenchEdit::track)
    ->Arg(16)
    ->Arg(256)
    ->Arg(1024)
    ->UseManualTime()
    ->Unit(benchmark::kMicrosecond);

BENCHMARK_MAIN();
