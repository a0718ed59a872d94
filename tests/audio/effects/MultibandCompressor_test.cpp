// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/dsp/CompressorCurve.h"
#include "audio/effects/MultibandCompressor.h"
#include "support/Flatness.h"
#include "support/Spectrum.h"
#include "support/Tones.h"

#include <gtest/gtest.h>

namespace cppmusic {
namespace {

using Multiband = audio::MultibandCompressor;
using test::NodeHarness;
using test::toDb;

/// Compresses nothing.
std::unique_ptr<Multiband> idle(float bands = 4.0f)
{
    auto node = std::make_unique<Multiband>();
    node->initialiseParameter(Multiband::bands, bands);
    for (int b = 0; b < Multiband::maxBands; ++b)
        node->initialiseParameter(Multiband::indexOf(b, Multiband::ratio), 1.0f);
    return node;
}

TEST(MultibandCompressor, SumsFlatWhileNothingIsCompressed)
{
    for (const double rate : {44100.0, 48000.0, 96000.0}) {
        for (const float bands : {3.0f, 4.0f}) {
            const auto node = idle(bands);
            EXPECT_LT(test::unflatness(*node, rate), 0.05) << rate << ", bands " << bands;
            node->initialiseParameter(Multiband::crossover1, 800.0f);
            node->initialiseParameter(Multiband::crossover2, 900.0f);
            node->initialiseParameter(Multiband::crossover3, 15000.0f);
            EXPECT_LT(test::unflatness(*node, rate), 0.05) << rate << ", bands " << bands;
        }
    }
}

double levelOf(Multiband& node, double hz, double amplitude)
{
    NodeHarness harness(node);
    harness.input = {test::sineWave(hz, amplitude, 96000), test::sineWave(hz, amplitude, 96000)};
    return toDb(test::toneAmplitude({harness.render(96000)[0].data() + 48000, 48000}, hz) /
                amplitude);
}

TEST(MultibandCompressor, SoloLeavesOneBandThatFallsByTwentyFourDecibelsAnOctave)
{
    constexpr double inside[] = {40.0, 450.0, 2700.0, 14000.0};
    for (int band = 0; band < 4; ++band) {
        const auto node = idle();
        node->initialiseParameter(Multiband::indexOf(band, Multiband::solo), 1.0f);
        for (int other = 0; other < 4; ++other) {
            const double level = levelOf(*node, inside[other], 0.1);
            if (other == band)
                EXPECT_GT(level, -0.7) << band;
            else
                EXPECT_LT(level, -20.0) << band << " at " << inside[other];
        }
    }
    const auto node = idle();
    node->initialiseParameter(Multiband::indexOf(0, Multiband::solo), 1.0f);
    node->initialiseParameter(Multiband::crossover2, 6000.0f);
    node->initialiseParameter(Multiband::crossover3, 16000.0f);
    EXPECT_NEAR(levelOf(*node, 150.0, 0.1), -6.02, 0.05);
    EXPECT_NEAR(levelOf(*node, 600.0, 0.1) - levelOf(*node, 1200.0, 0.1), 24.0, 0.6);
}

TEST(MultibandCompressor, OneBandIsTurnedDownTheOthersStay)
{
    const auto node = idle();
    node->initialiseParameter(Multiband::indexOf(1, Multiband::ratio), 20.0f);
    node->initialiseParameter(Multiband::indexOf(1, Multiband::threshold), -40.0f);
    EXPECT_LT(levelOf(*node, 450.0, 0.5), -20.0);
    EXPECT_LT(node->takeBandReductionDb(1), -20.0f);
    EXPECT_NEAR(levelOf(*node, 14000.0, 0.5), 0.0, 0.1);
    EXPECT_EQ(node->takeBandReductionDb(3), 0.0f);
    node->initialiseParameter(Multiband::indexOf(1, Multiband::bypass), 1.0f);
    EXPECT_NEAR(levelOf(*node, 450.0, 0.5), 0.0, 0.05);
}

TEST(MultibandCompressor, SoloAndBypassMakeNoClick)
{
    const auto node = idle();
    node->initialiseParameter(Multiband::indexOf(0, Multiband::ratio), 4.0f);
    NodeHarness harness(*node);
    harness.input = {test::sineWave(200.0, 0.3, 96000), test::sineWave(200.0, 0.3, 96000)};
    harness.events = {{40000, test::parameter(Multiband::indexOf(0, Multiband::bypass), 1.0f)},
                      {60000, test::parameter(Multiband::indexOf(1, Multiband::solo), 1.0f)},
                      {80000, test::parameter(Multiband::indexOf(1, Multiband::solo), 0.0f)}};
    const auto out = harness.render(96000);
    const std::span<const float> heard(out[0].data() + 24000, 72000);
    EXPECT_LT(test::largestStep(heard), 0.3 * 0.0262 * 1.6);
}

} // namespace
} // namespace cppmusic
