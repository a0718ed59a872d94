// SPDX-License-Identifier: GPL-3.0-or-later
// Chorus, flanger, phaser, tremolo, and the delay's swing and ducking.
#include "audio/effects/Chorus.h"
#include "audio/effects/Delay.h"
#include "audio/effects/Flanger.h"
#include "audio/effects/Phaser.h"
#include "audio/effects/Tremolo.h"
#include "support/NodeHarness.h"
#include "support/Spectrum.h"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <numeric>
#include <span>
#include <vector>

namespace cppmusic {
namespace {

using audio::Chorus;
using audio::Delay;
using audio::Flanger;
using audio::Phaser;
using audio::Tremolo;
using test::NodeHarness;

constexpr double pi = 3.14159265358979323846;

test::Signal tone(double hz, int frames, float amplitude = 0.5f)
{
    std::vector<float> wave(static_cast<std::size_t>(frames));
    for (std::size_t i = 0; i < wave.size(); ++i)
        wave[i] = amplitude *
                  static_cast<float>(std::sin(2.0 * pi * hz * static_cast<double>(i) / 48000.0));
    return {wave, wave};
}

/// The level in dB at which a tone comes out, once all has settled.
double gainAt(audio::AudioNode& node, double hz)
{
    NodeHarness harness(node);
    harness.input = tone(hz, 48000);
    const auto output = harness.render(48000);
    return 20.0 * std::log10(test::toneAmplitude(std::span(output[0]).subspan(24000), hz) / 0.5);
}

template <class Effect, class... Values>
std::unique_ptr<Effect> make(Values... values)
{
    auto effect = std::make_unique<Effect>();
    const std::pair<int, float> list[] = {values...};
    for (const auto& [index, value] : list) effect->initialiseParameter(index, value);
    return effect;
}

using P = std::pair<int, float>;

TEST(Flanger, StandingStillItIsTheCombOfItsDelay)
{
    const auto flanger = make<Flanger>(P{Flanger::delay, 0.001f}, P{Flanger::depth, 0.0f},
                                       P{Flanger::feedback, 0.0f}, P{Flanger::mix, 0.5f});
    EXPECT_LT(gainAt(*flanger, 500.0), -50.0);
    EXPECT_LT(gainAt(*flanger, 1500.0), -50.0);
    EXPECT_NEAR(gainAt(*flanger, 1000.0), 0.0, 0.05);
}

TEST(Flanger, FeedbackSharpensThePeaksAsTheFormulaSays)
{
    const auto flanger = make<Flanger>(P{Flanger::delay, 47.0f / 48000.0f}, P{Flanger::depth, 0.0f},
                                       P{Flanger::feedback, 0.5f}, P{Flanger::mix, 1.0f});
    // 47 frames and the one that feedback takes: resonances at multiples of 1 kHz, 1/(1 − 0.5).
    EXPECT_NEAR(gainAt(*flanger, 1000.0), 6.02, 0.1);
    EXPECT_NEAR(gainAt(*flanger, 1500.0), -3.52, 0.1);
}

TEST(Phaser, EachPairOfStagesIsANotchWhereTheFormulaPutsIt)
{
    const auto warped = [](double hz, double degrees) {
        return std::atan(std::tan(pi * hz / 48000.0) * std::tan(degrees * pi / 180.0)) * 48000.0 /
               pi;
    };
    const auto two = make<Phaser>(P{Phaser::stages, 0.0f}, P{Phaser::centre, 1000.0f},
                                  P{Phaser::depth, 0.0f}, P{Phaser::feedback, 0.0f});
    EXPECT_LT(gainAt(*two, 1000.0), -50.0);
    EXPECT_GT(gainAt(*two, 100.0), -0.5);
    EXPECT_GT(gainAt(*two, 10000.0), -0.5);
    const auto four = make<Phaser>(P{Phaser::stages, 1.0f}, P{Phaser::centre, 1000.0f},
                                   P{Phaser::depth, 0.0f}, P{Phaser::feedback, 0.0f});
    EXPECT_LT(gainAt(*four, warped(1000.0, 22.5)), -50.0);
    EXPECT_LT(gainAt(*four, warped(1000.0, 67.5)), -50.0);
    EXPECT_NEAR(gainAt(*four, 1000.0), 0.0, 0.05);
}

TEST(Chorus, DetunesByAsMuchAsDepthAndRateSay)
{
    const auto chorus =
        make<Chorus>(P{Chorus::rate, 1.0f}, P{Chorus::depth, 0.002f}, P{Chorus::voices, 1.0f},
                     P{Chorus::mix, 1.0f}, P{Chorus::lowCut, 20.0f});
    NodeHarness harness(*chorus);
    harness.input = tone(1000.0, 96000);
    const auto output = harness.render(96000);
    // The delay grows fastest where the cycle begins and shrinks fastest in its middle.
    const double most = 2.0 * pi * 0.002;
    const auto around = [&](std::size_t frame) {
        return test::measuredFrequency(std::span(output[0]).subspan(frame - 1200, 2400), 1000.0);
    };
    EXPECT_NEAR(around(48000), 1000.0 * (1.0 - most), 0.5);
    EXPECT_NEAR(around(72000), 1000.0 * (1.0 + most), 0.5);
}

TEST(Chorus, ASpreadOneIsWiderThanNone)
{
    const auto differenceOf = [](float spread) {
        const auto chorus = make<Chorus>(P{Chorus::spread, spread});
        NodeHarness harness(*chorus);
        harness.input = tone(440.0, 48000);
        const auto output = harness.render(48000);
        double sum = 0.0;
        for (std::size_t i = 0; i < output[0].size(); ++i)
            sum += std::abs(static_cast<double>(output[0][i] - output[1][i]));
        return sum;
    };
    EXPECT_EQ(differenceOf(0.0f), 0.0);
    EXPECT_GT(differenceOf(1.0f), 100.0);
}

TEST(Tremolo, SwingsWithTheSongToItsDepth)
{
    const auto tremolo = make<Tremolo>(P{Tremolo::note, 8.0f}, P{Tremolo::depth, 1.0f},
                                       P{Tremolo::smooth, 0.0f}); // 1/4
    NodeHarness harness(*tremolo);
    harness.input = {std::vector<float>(48000, 1.0f), std::vector<float>(48000, 1.0f)};
    const auto output = harness.render(48000); // two cycles at 120 bpm
    for (std::size_t i = 0; i < 48000; ++i) {
        const double expected = 0.5 + 0.5 * std::sin(2.0 * pi * static_cast<double>(i) / 24000.0);
        ASSERT_NEAR(output[0][i], expected, 0.005) << i;
    }
}

TEST(Tremolo, InOppositePhaseItPans)
{
    const auto tremolo = make<Tremolo>(P{Tremolo::depth, 1.0f}, P{Tremolo::phase, 0.5f});
    NodeHarness harness(*tremolo);
    harness.input = {std::vector<float>(24000, 1.0f), std::vector<float>(24000, 1.0f)};
    const auto output = harness.render(24000);
    for (std::size_t i = 0; i < 24000; ++i)
        ASSERT_NEAR(output[0][i] + output[1][i], 1.0, 1e-5) << i;
}

TEST(Tremolo, ABarSoundsTheSameWhereverPlaybackBegan)
{
    const auto render = [](std::int64_t from, int frames) {
        const auto tremolo = make<Tremolo>(P{Tremolo::note, 9.0f}, P{Tremolo::shape, 4.0f}); // 1/4D
        NodeHarness harness(*tremolo);
        harness.songFrame = from;
        harness.input = {std::vector<float>(static_cast<std::size_t>(frames), 1.0f), {}};
        return harness.render(frames)[0];
    };
    const auto whole = render(0, 96000);
    const auto later = render(64000, 32000);
    for (std::size_t i = 64; i < later.size(); ++i) // the first control points smooth the start
        ASSERT_NEAR(later[i], whole[64000 + i], 0.02) << i;
}

TEST(ModulationEffects, AtNoMixOrDepthTheSoundIsUntouched)
{
    const auto check = [](audio::AudioNode& node) {
        NodeHarness harness(node);
        harness.input = tone(997.0, 9000);
        const auto input = harness.input;
        EXPECT_EQ(harness.render(9000), input);
    };
    check(*make<Chorus>(P{Chorus::mix, 0.0f}));
    check(*make<Flanger>(P{Flanger::mix, 0.0f}));
    check(*make<Phaser>(P{Phaser::mix, 0.0f}));
    check(*make<Tremolo>(P{Tremolo::depth, 0.0f}));
}

TEST(Delay, ItsTapSwingsLikeATape)
{
    const auto delay =
        make<Delay>(P{Delay::sync, 0.0f}, P{Delay::time, 0.1f}, P{Delay::mix, 1.0f},
                    P{Delay::feedback, 0.0f}, P{Delay::modRate, 1.0f}, P{Delay::modDepth, 0.001f});
    NodeHarness harness(*delay);
    harness.input = tone(1000.0, 96000);
    const auto output = harness.render(96000);
    const auto around = [&](std::size_t frame) {
        return test::measuredFrequency(std::span(output[0]).subspan(frame - 1200, 2400), 1000.0);
    };
    EXPECT_NEAR(around(48000), 1000.0 * (1.0 - 2.0 * pi * 0.001), 0.5);
    EXPECT_NEAR(around(72000), 1000.0 * (1.0 + 2.0 * pi * 0.001), 0.5);
}

TEST(Delay, EchoesDuckUnderWhatComesInAndComeBack)
{
    const auto echoes = [](float duck) {
        const auto delay = make<Delay>(P{Delay::sync, 0.0f}, P{Delay::time, 0.25f},
                                       P{Delay::mix, 1.0f}, P{Delay::feedback, 0.9f},
                                       P{Delay::duck, duck}, P{Delay::duckRelease, 0.05f});
        NodeHarness harness(*delay);
        harness.input = tone(1000.0, 48000);
        return harness.render(96000)[0];
    };
    const auto plain = echoes(0.0f), ducked = echoes(12.0f);
    const auto levelOf = [](const std::vector<float>& wave, std::size_t from) {
        return 20.0 * std::log10(test::toneAmplitude(std::span(wave).subspan(from, 4800), 1000.0));
    };
    EXPECT_NEAR(levelOf(plain, 40000) - levelOf(ducked, 40000), 12.0, 0.2) << "while it sounds";
    EXPECT_NEAR(levelOf(plain, 90000) - levelOf(ducked, 90000), 0.0, 0.1) << "afterwards";
}

} // namespace
} // namespace cppmusic
