// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/mixer/StereoGain.h"

#include <algorithm>
#include <array>

namespace cppmusic::audio {
namespace {

constexpr int cell = MeterLanes::count;

GainRun startOf(const ControlRamp& ramp) noexcept CPPMUSIC_NONBLOCKING
{
    GainRun run;
    if (ramp.isMoving()) {
        run.from = ramp.from();
        run.delta = ramp.delta();
        run.position = ramp.position();
    } else {
        run.from = ramp.at(0);
    }
    return run;
}

/// Fewer frames than a cell has, of which the first lies at `place` in it: in a padded copy.
void runPart(GainKernel kernel, GainRun run, int place, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    std::array<float, cell> samples{};
    std::array<float, cell> factors{};
    std::copy_n(run.in, frames, samples.begin() + place);
    if (run.factors != nullptr) {
        std::copy_n(run.factors, frames, factors.begin() + place);
        run.factors = factors.data();
    }
    float* out = run.out;
    run.in = run.out = samples.data();
    run.frames = cell;
    run.position -= place;
    kernel(run);
    std::copy_n(samples.begin() + place, frames, out);
}

struct Piece {
    int phase = 0; ///< of its first frame on the control grid
    int frames = 0;
};

/// From `at` on: whole cells, or what there is of one.
Piece pieceAt(const ProcessContext& context, int at, int end) noexcept CPPMUSIC_NONBLOCKING
{
    const int phase = static_cast<int>((context.transport->gridFrame + at) % controlInterval);
    const int place = phase % cell;
    const int frames = end - at;
    if (place != 0 || frames < cell) return {phase, std::min(frames, cell - place)};
    return {phase, frames - frames % cell};
}

void runPiece(GainKernel kernel, const GainRun& run, int phase) noexcept CPPMUSIC_NONBLOCKING
{
    if (run.frames < cell)
        runPart(kernel, run, phase % cell, run.frames);
    else
        kernel(run);
}

} // namespace

void StereoGain::run(const ProcessContext& context, int begin, int end, const Gains& gains,
                     MeterTap* meter) const noexcept CPPMUSIC_NONBLOCKING
{
    const auto& in = context.inputs[0];
    const auto& out = context.outputs[0];
    GainRun runs[2] = {startOf(*gains.left), startOf(*gains.right)};
    for (int at = begin; at < end;) {
        auto [phase, frames] = pieceAt(context, at, end);
        if (meter != nullptr) frames = meter->begin(phase, frames);
        for (int c = 0; c < 2; ++c) {
            GainRun& run = runs[c];
            run.in = in.channels[c < in.numChannels ? c : 0] + at;
            run.out = out.channels[c] + at;
            run.frames = frames;
            if (gains.factors != nullptr) run.factors = gains.factors + (at - begin);
            if (meter != nullptr) run.meter = meter->lanes(c);
            runPiece(kernel_, run, phase);
            run.position += frames;
        }
        at += frames;
    }
}

void StereoGain::runWide(const ProcessContext& context, int begin, int end, const ControlRamp& gain,
                         const float* factors,
                         std::span<MeterTap> meters) const noexcept CPPMUSIC_NONBLOCKING
{
    const auto& in = context.inputs[0];
    const auto& out = context.outputs[0];
    GainRun run = startOf(gain);
    for (int at = begin; at < end;) {
        auto [phase, frames] = pieceAt(context, at, end);
        // All are in step, so all take as many.
        for (MeterTap& meter : meters) frames = meter.begin(phase, frames);
        for (int c = 0; c < out.numChannels; ++c) {
            run.in = in.channels[c] + at;
            run.out = out.channels[c] + at;
            run.frames = frames;
            run.factors = factors != nullptr ? factors + (at - begin) : nullptr;
            run.meter =
                meters.empty() ? nullptr : meters[static_cast<std::size_t>(c / 2)].lanes(c % 2);
            runPiece(kernel_, run, phase);
        }
        run.position += frames;
        at += frames;
    }
}

} // namespace cppmusic::audio
