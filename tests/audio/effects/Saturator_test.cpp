// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/Saturator.h"

#include "support/NodeHarness.h"
#include "support/Tones.h"

#include <gtest/gtest.h>

namespace cppmusic {
namespace {

using audio::Saturator;
using test::NodeHarness;
using test::toDb;

enum Character { warm, tape, tube, clip, numCharacters };

void set(Saturator& node, int parameter, float value)
{
    node.initialiseParameter(parameter, value);
}

TEST(Saturator, KeepsTheLevelOfAToneAtMinus12WhateverTheDrive)
{
    for (int character = 0; character < numCharacters; ++character) {
        for (const float drive : {0.0f, 12.0f, 24.0f, 36.0f}) {
            Saturator saturator;
            set(saturator, Saturator::character, static_cast<float>(character));
            set(saturator, Saturator::drive, drive);
            const auto heard = test::distortionOf(saturator, 200.0, 0.25, 48000.0);
            EXPECT_NEAR(toDb(heard.fundamental / 0.25), 0.0, 2.2) << character << ": " << drive;
        }
    }
}

TEST(Saturator, WithoutAMixItIsADelayBitForBit)
{
    for (int doublings = 0; doublings <= 3; ++doublings) {
        Saturator saturator;
        set(saturator, Saturator::mix, 0.0f);
        set(saturator, Saturator::oversampling, static_cast<float>(doublings));
        NodeHarness harness(saturator);
        harness.input = test::whiteNoise(3000, 0.9);
        const auto latency = static_cast<std::size_t>(saturator.latencyFrames());
        const auto in = harness.input;
        const auto out = harness.render(3000);
        for (std::size_t i = latency; i < 3000; ++i) ASSERT_EQ(out[1][i], in[1][i - latency]);
    }
}

TEST(Saturator, DoesNotFoldBack)
{
    for (int character = 0; character < numCharacters; ++character) {
        const auto aliases = [&](int doublings, int phase) {
            Saturator saturator;
            set(saturator, Saturator::character, static_cast<float>(character));
            set(saturator, Saturator::drive, 6.0f);
            set(saturator, Saturator::oversampling, static_cast<float>(doublings));
            set(saturator, Saturator::phase, static_cast<float>(phase));
            return test::distortionOf(saturator, 5000.0, 0.5, 48000.0).aliasesDb;
        };
        EXPECT_LT(aliases(1, 0), -70.0) << character;
        EXPECT_LT(aliases(3, 0), -100.0) << character;
        EXPECT_LT(aliases(3, 1), -100.0) << character;
    }
}

TEST(Saturator, ABiasMakesEvenHarmonicsAndNoLevelAtZeroHertz)
{
    const auto heard = [](float bias) {
        Saturator saturator;
        set(saturator, Saturator::bias, bias);
        return test::distortionOf(saturator, 1000.0, 0.25, 48000.0, 4);
    };
    EXPECT_LT(heard(0.0f).harmonicDb(2), -120.0);
    EXPECT_GT(heard(0.6f).harmonicDb(2), -40.0);
    EXPECT_LT(heard(0.6f).offsetDb, -90.0);
}

TEST(Saturator, TapeDrivesHighsHarderAndIsFlatForQuietSignals)
{
    const auto at = [](double hz, double amplitude) {
        Saturator saturator;
        set(saturator, Saturator::character, tape);
        set(saturator, Saturator::oversampling, 2.0f);
        return test::distortionOf(saturator, hz, amplitude, 48000.0);
    };
    const double reference = at(1000.0, 1.0e-3).fundamental;
    for (const double hz : {30.0, 300.0, 5000.0, 15000.0})
        EXPECT_NEAR(toDb(at(hz, 1.0e-3).fundamental / reference), 0.0, 0.05) << hz;
    const auto shape = [&](double hz) {
        return toDb(at(hz, 0.5).fundamental / at(hz, 1.0e-3).fundamental);
    };
    EXPECT_LT(shape(8000.0), shape(300.0) - 1.5);
}

TEST(Saturator, ToneTiltsAround800Hertz)
{
    const auto gain = [](double hz, float tone) {
        Saturator saturator;
        set(saturator, Saturator::tone, tone);
        set(saturator, Saturator::drive, 0.0f);
        return toDb(test::distortionOf(saturator, hz, 1.0e-3, 48000.0).fundamental);
    };
    EXPECT_NEAR(gain(10000.0, 6.0f) - gain(10000.0, 0.0f), 3.0, 0.2);
    EXPECT_NEAR(gain(50.0, 6.0f) - gain(50.0, 0.0f), -3.0, 0.2);
    EXPECT_NEAR(gain(800.0, 6.0f) - gain(800.0, 0.0f), 0.0, 1.0);
}

TEST(Saturator, ChangingTheCharacterOrTheBiasMakesNoClick)
{
    Saturator saturator;
    NodeHarness harness(saturator);
    harness.input = {test::sineWave(100.0, 0.25, 120000), test::sineWave(100.0, 0.25, 120000)};
    for (int i = 1; i < numCharacters; ++i)
        harness.events.push_back(
            {20000 * i, test::parameter(Saturator::character, static_cast<float>(i))});
    harness.events.push_back({80000, test::parameter(Saturator::bias, 1.0f, 480)});
    harness.events.push_back({100000, test::parameter(Saturator::bias, 0.0f, 480)});
    const auto out = harness.render(120000);
    // The driven sine's own greatest step is about 0.009.
    EXPECT_LT(test::largestStep({out[0].data() + 10000, 110000}), 0.02);
}

} // namespace
} // namespace cppmusic
