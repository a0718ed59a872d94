// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/dsp/CompressorCurve.h"
#include "audio/effects/DeEsser.h"
#include "support/Flatness.h"
#include "support/Spectrum.h"

#include <gtest/gtest.h>

namespace cppmusic {
namespace {

using audio::DeEsser;
using test::NodeHarness;
using test::toDb;

/// A vowel of 300 Hz with a sibilant of 9 kHz.
struct Voice {
    double vowelDb, sibilantDb; // what came out against what went in
};

Voice through(DeEsser& node, double sibilant)
{
    NodeHarness harness(node);
    auto sum = test::sineWave(300.0, 0.5, 96000);
    const auto ess = test::sineWave(9000.0, sibilant, 96000);
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += ess[i];
    harness.input = {sum, sum};
    const auto out = harness.render(96000);
    const std::span<const float> settled(out[0].data() + 48000, 48000);
    return {toDb(test::toneAmplitude(settled, 300.0) / 0.5),
            toDb(test::toneAmplitude(settled, 9000.0) / sibilant)};
}

TEST(DeEsser, IsFlatWhileNothingHisses)
{
    for (const float hz : {2000.0f, 6500.0f, 16000.0f}) {
        DeEsser node;
        node.initialiseParameter(DeEsser::frequency, hz);
        EXPECT_LT(test::unflatness(node), 0.05) << hz;
        EXPECT_LT(test::unflatness(node, 96000.0), 0.05) << hz;
    }
}

TEST(DeEsser, SplitTurnsTheSibilantDownAlone)
{
    DeEsser node;
    const auto soft = through(node, 0.01);
    EXPECT_NEAR(soft.vowelDb, 0.0, 0.05);
    EXPECT_NEAR(soft.sibilantDb, 0.0, 0.05);
    const auto loud = through(node, 0.25);
    EXPECT_NEAR(loud.vowelDb, 0.0, 0.1);
    EXPECT_LT(loud.sibilantDb, -8.0);
    EXPECT_LT(node.takeReductionDb(), -8.0f);
}

TEST(DeEsser, WideTurnsEverythingDown)
{
    DeEsser node;
    node.initialiseParameter(DeEsser::mode, 1.0f);
    const auto loud = through(node, 0.25);
    EXPECT_LT(loud.vowelDb, -8.0);
    EXPECT_NEAR(loud.vowelDb, loud.sibilantDb, 0.1);
}

TEST(DeEsser, NeverGoesBeyondItsRangeAndFollowsItsCurve)
{
    DeEsser node;
    node.initialiseParameter(DeEsser::frequency, 2000.0f); // 9 kHz is all in the highs
    node.initialiseParameter(DeEsser::range, -6.0f);
    node.initialiseParameter(DeEsser::threshold, -60.0f);
    node.initialiseParameter(DeEsser::ratio, 20.0f);
    EXPECT_NEAR(through(node, 0.25).sibilantDb, -6.0, 0.05);
    node.initialiseParameter(DeEsser::range, -36.0f);
    for (const float threshold : {-30.0f, -13.0f}) {
        node.initialiseParameter(DeEsser::threshold, threshold);
        node.initialiseParameter(DeEsser::ratio, 3.0f);
        const audio::CompressorCurve drawn{threshold, 3.0f, DeEsser::kneeDb};
        NodeHarness harness(node);
        const auto ess = test::sineWave(9011.0, 0.25, 96000);
        harness.input = {ess, ess};
        const auto out = harness.render(96000);
        const double gain =
            toDb(test::toneAmplitude({out[0].data() + 48000, 48000}, 9011.0) / 0.25);
        EXPECT_NEAR(gain, static_cast<double>(drawn.gainAt(-12.0412f)), 0.15) << threshold;
    }
}

TEST(DeEsser, ListeningAndModesComeWithoutAClick)
{
    DeEsser node;
    NodeHarness harness(node);
    harness.input = {test::sineWave(200.0, 0.5, 96000), test::sineWave(200.0, 0.5, 96000)};
    harness.events = {{30000, test::parameter(DeEsser::mode, 1.0f)},
                      {50000, test::parameter(DeEsser::listen, 1.0f)},
                      {80000, test::parameter(DeEsser::listen, 0.0f)}};
    const auto out = harness.render(96000);
    EXPECT_LT(test::largestStep({out[0].data() + 24000, 72000}), 0.5 * 0.0262 * 1.3);
    EXPECT_LT(toDb(test::peakOf({out[0].data() + 60000, 19000}) / 0.5), -100.0);
}

} // namespace
} // namespace cppmusic
