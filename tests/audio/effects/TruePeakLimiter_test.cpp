// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/analysis/LoudnessMeter.h"
#include "audio/effects/Limiter.h"
#include "audio/simd/SimdTarget.h"
#include "support/NodeHarness.h"
#include "support/Tones.h"
#include "support/TruePeak.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>

namespace cppmusic {
namespace {

using audio::Limiter;
using test::NodeHarness;
using test::Signal;
using test::toDb;

constexpr double pi = 3.14159265358979323846;
constexpr float ceilingDb = -1.0f;

std::unique_ptr<Limiter> truePeakLimiter(float release = 0.05f)
{
    auto limiter = std::make_unique<Limiter>();
    limiter->initialiseParameter(Limiter::truePeak, 1.0f);
    limiter->initialiseParameter(Limiter::ceiling, ceilingDb);
    limiter->initialiseParameter(Limiter::release, release);
    return limiter;
}

/// Comes and goes slowly: nothing but the tone itself is to be seen.
std::vector<float> tone(double cyclesPerFrame, double phase, double amplitude, int frames)
{
    std::vector<float> signal(static_cast<std::size_t>(frames));
    for (std::size_t i = 0; i < signal.size(); ++i) {
        const double place = static_cast<double>(i);
        const double swell = std::sin(pi * place / frames);
        const double turn = 2.0 * pi * cyclesPerFrame * place + phase;
        signal[i] = static_cast<float>(amplitude * swell * swell * std::sin(turn));
    }
    return signal;
}

/// What does limiters harm: kind 0 … 7, at random levels up to +20 dBFS.
std::vector<float> hostile(unsigned kind, std::mt19937& random, int frames)
{
    const auto unit = [&random] { return static_cast<double>(random() % 100001) / 100000.0; };
    const double level = std::pow(10.0, unit());
    const double phase = 2.0 * pi * unit();
    std::vector<float> signal(static_cast<std::size_t>(frames));
    const double hz = kind == 1 ? 0.25 : kind == 4 ? 0.44 + 0.055 * unit() : 0.002 + 0.4 * unit();
    const auto burst = 20 + random() % 400;
    double held = 0.0, gain = 1.0;
    for (std::size_t i = 0; i < signal.size(); ++i) {
        const double turn = 2.0 * pi * hz * static_cast<double>(i) + phase;
        double value = 0.0;
        switch (kind) {
        case 0: value = (i / burst) % 2 == 0 ? 0.0 : std::sin(turn); break;       // bursts
        case 1: value = std::sin(turn) > 0.0 ? 1.0 : -1.0; break;                 // fs/4
        case 2: value = std::clamp(3.0 * (2.0 * unit() - 1.0), -1.0, 1.0); break; // clipped noise
        case 3:                                                                   // steps
            if (random() % 50 == 0) held = 2.0 * unit() - 1.0;
            value = held;
            break;
        case 4: value = std::sin(turn); break;                                   // near Nyquist
        case 5: value = random() % 97 == 0 ? 2.0 * unit() - 1.0 : 0.0; break;    // clicks
        case 6: value = std::sin(turn * static_cast<double>(i) * 0.0005); break; // sweeps
        default:                                                                 // pumped noise
            if (random() % 200 == 0) gain = unit();
            value = gain * (2.0 * unit() - 1.0);
        }
        signal[i] = static_cast<float>(level * value);
    }
    return signal;
}

TEST(TruePeakLimiter, HoldsItsCeilingOnAThousandHostileSignalsWhateverMeterLooks)
{
    std::vector<test::TruePeakMeter> meters;
    for (const std::size_t half : {9u, 12u, 16u, 20u, 24u, 28u, 32u, 40u})
        meters.emplace_back(half);
    std::mt19937 random(2026);
    constexpr int frames = 1400;
    double worst = 0.0, worstOfEbu = -200.0;
    for (unsigned s = 0; s < 1000; ++s) {
        const auto limiter = truePeakLimiter(s % 3 == 0 ? 0.005f : 0.05f);
        limiter->initialiseParameter(Limiter::releaseMode, static_cast<float>(s % 5 % 2));
        NodeHarness harness(*limiter);
        harness.input = {hostile(s % 8, random, frames), {}};
        const auto out = harness.render(frames + limiter->latencyFrames());
        worst = std::max(worst, meters[s / 8 % 8].peakOf(out[0]));
        audio::LoudnessMeter ebu(1, 48000.0);
        const float* channel = out[0].data();
        ebu.add({&channel, 1, static_cast<int>(out[0].size())});
        worstOfEbu = std::max(worstOfEbu, ebu.result().truePeakDb);
    }
    EXPECT_LE(toDb(worst), static_cast<double>(ceilingDb) + 0.01);
    EXPECT_GT(toDb(worst), static_cast<double>(ceilingDb) - 0.1) << "the ceiling is used";
    EXPECT_LE(worstOfEbu, static_cast<double>(ceilingDb) + 0.01);
}

TEST(TruePeakLimiter, SamplesAloneWouldLetPeaksBetweenThemThrough)
{
    std::mt19937 random(1);
    const test::TruePeakMeter meter(24);
    for (const float mode : {0.0f, 1.0f}) {
        const auto limiter = truePeakLimiter();
        limiter->initialiseParameter(Limiter::truePeak, mode);
        NodeHarness harness(*limiter);
        // Of fs/4; its samples lie 3 dB below its height.
        const auto sine = tone(0.25, pi / 4, 1.2, 9600);
        harness.input = {sine, sine};
        const double peak = toDb(meter.peakOf(harness.render(9600)[0]));
        EXPECT_NEAR(peak, mode == 0.0f ? 1.58 : static_cast<double>(ceilingDb), 0.05);
    }
}

TEST(TruePeakLimiter, WhatStaysBelowComesOutBitForBitAfterItsLatency)
{
    for (const double rate : {44100.0, 48000.0, 96000.0}) {
        const auto limiter = truePeakLimiter();
        NodeHarness harness(*limiter, rate);
        harness.input = test::whiteNoise(9600, 0.35);
        const auto latency = static_cast<std::size_t>(limiter->latencyFrames());
        const auto out = harness.render(9600);
        for (std::size_t c = 0; c < 2; ++c)
            for (std::size_t i = 0; i < 9600; ++i)
                ASSERT_EQ(out[c][i], i < latency ? 0.0f : harness.input[c][i - latency]) << i;
    }
    // A sine that nearly reaches the ceiling, too.
    const auto limiter = truePeakLimiter();
    NodeHarness harness(*limiter);
    harness.input = {tone(0.2083, 0.3, std::pow(10.0, -1.06 / 20.0), 9600), {}};
    const auto out = harness.render(9600);
    const auto latency = static_cast<std::size_t>(limiter->latencyFrames());
    for (std::size_t i = latency; i < 9600; ++i)
        ASSERT_EQ(out[0][i], harness.input[0][i - latency]) << i;
}

TEST(TruePeakLimiter, GivesTheSameBitsForAnyBlocksAndInstructionSet)
{
    std::mt19937 random(4);
    const Signal input{hostile(7, random, 6000), hostile(3, random, 6000)};
    std::vector<Signal> results;
    const auto render = [&](const std::vector<int>& blocks) {
        const auto limiter = truePeakLimiter();
        limiter->initialiseParameter(Limiter::releaseMode, 1.0f);
        NodeHarness harness(*limiter);
        harness.input = input;
        harness.events = {{700, test::parameter(Limiter::ceiling, -6.0f, 900)},
                          {2011, test::parameter(Limiter::gain, 9.0f, 333)},
                          {3333, test::parameter(Limiter::releaseMode, 0.0f)}};
        results.push_back(harness.render(6000, blocks));
    };
    for (const auto& blocks : test::blockCuttings()) render(blocks);
    for (const auto& target : audio::simdTargets()) {
        audio::useSimdTarget(target.id);
        render({100});
        audio::useSimdTarget(0);
    }
    for (const auto& result : results) EXPECT_EQ(result, results.front());
}

TEST(TruePeakLimiter, ComesBackWithinABlockAfterWhatIsNoNumber)
{
    const auto limiter = truePeakLimiter();
    NodeHarness harness(*limiter);
    harness.input = test::whiteNoise(4800, 0.3);
    const auto clean = harness.render(4800);
    limiter->reset();
    harness.input[0][1000] = std::numeric_limits<float>::quiet_NaN();
    harness.input[1][1001] = std::numeric_limits<float>::infinity();
    const auto out = harness.render(4800);
    const auto latency = static_cast<std::size_t>(limiter->latencyFrames());
    for (std::size_t i = 0; i < 4800; ++i) {
        ASSERT_TRUE(std::isfinite(out[0][i]) && std::isfinite(out[1][i])) << i;
        if (i <= 1001 + latency) continue;
        ASSERT_EQ(out[0][i], clean[0][i]) << i;
    }
}

/// Seconds until the gain has come back to half of the reduction in dB, after `loudSeconds` of
/// +12 dB over the ceiling.
double releaseAfter(double loudSeconds, float mode)
{
    const auto limiter = truePeakLimiter(0.1f);
    limiter->initialiseParameter(Limiter::releaseMode, mode);
    NodeHarness harness(*limiter);
    const auto loud = static_cast<std::size_t>(48000.0 * loudSeconds);
    const float ceilingGain = std::pow(10.0f, ceilingDb / 20.0f);
    std::vector<float> level(loud + 96000, 0.2f * ceilingGain);
    std::fill_n(level.begin(), loud, 4.0f * ceilingGain);
    harness.input = {level, level};
    const auto out = harness.render(static_cast<int>(level.size()))[0];
    const auto start = loud + static_cast<std::size_t>(limiter->latencyFrames()) + 50;
    for (std::size_t i = start; i < out.size(); ++i)
        if (out[i] > 0.1f * ceilingGain) return static_cast<double>(i - start) / 48000.0;
    return 100.0;
}

TEST(TruePeakLimiter, AdaptiveReleaseIsQuickAfterAClickAndSlowAfterALoudPassage)
{
    const double fixed = releaseAfter(0.002, 0.0f);
    EXPECT_NEAR(releaseAfter(1.0, 0.0f), fixed, 0.1 * fixed);
    EXPECT_NEAR(releaseAfter(0.002, 1.0f), fixed, 0.2 * fixed);
    EXPECT_GT(releaseAfter(1.0, 1.0f), 4.0 * fixed);
}

TEST(TruePeakLimiter, TellsHowFarItTurnsDown)
{
    const auto limiter = truePeakLimiter();
    NodeHarness harness(*limiter);
    const std::vector<float> level(48000, 2.0f);
    harness.input = {level, level};
    harness.render(48000);
    const float expected = ceilingDb - 20.0f * std::log10(2.0f);
    EXPECT_LT(limiter->takeReductionDb(), expected) << "the onset";
    harness.render(64);
    EXPECT_NEAR(limiter->takeReductionDb(), expected - 0.04f, 0.05f);
    harness.input = {};
    harness.render(96000);
    static_cast<void>(limiter->takeReductionDb());
    harness.render(64);
    EXPECT_EQ(limiter->takeReductionDb(), 0.0f);
}

} // namespace
} // namespace cppmusic
