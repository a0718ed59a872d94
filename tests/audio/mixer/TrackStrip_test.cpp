// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/mixer/TrackStrip.h"

#include "audio/dsp/PanLaw.h"
#include "audio/mixer/SendNode.h"
#include "audio/mixer/SumNode.h"
#include "support/NodeHarness.h"

#include <gtest/gtest.h>

#include <tuple>

namespace cppmusic {
namespace {

using audio::PanLaw;
using audio::TrackStrip;
using test::NodeHarness;
using test::toDb;

test::Signal steady(float left, float right, int frames)
{
    return {std::vector<float>(static_cast<std::size_t>(frames), left),
            std::vector<float>(static_cast<std::size_t>(frames), right)};
}

TEST(PanLaw, TheCentreLiesBelowASideByTheLawsDecibels)
{
    const std::pair<PanLaw, double> laws[] = {{PanLaw::zeroDb, 0.0},
                                              {PanLaw::minusThreeDb, -3.0103},
                                              {PanLaw::minusFourHalfDb, -4.5154},
                                              {PanLaw::minusSixDb, -6.0206}};
    for (const auto& [law, decibels] : laws) {
        const auto centre = audio::panMono(0.0f, law);
        EXPECT_NEAR(toDb(static_cast<double>(centre.left)), decibels, 0.001);
        EXPECT_EQ(centre.left, centre.right);
        const auto left = audio::panMono(-1.0f, law);
        EXPECT_EQ(left.left, 1.0f);
        EXPECT_EQ(left.right, 0.0f);
        const auto right = audio::panMono(1.0f, law);
        EXPECT_EQ(right.right, 1.0f);
        EXPECT_EQ(right.left, 0.0f);
    }
}

TEST(PanLaw, MinusThreeKeepsThePowerAllTheWay)
{
    for (int i = -10; i <= 10; ++i) {
        const auto gains = audio::panMono(static_cast<float>(i) * 0.1f, PanLaw::minusThreeDb);
        EXPECT_NEAR(static_cast<double>(gains.left * gains.left + gains.right * gains.right), 1.0,
                    1e-6);
    }
}

TEST(TrackStrip, TheFaderSetsTheLevelAndItsBottomIsSilence)
{
    TrackStrip strip;
    for (const float gain : {6.0f, 0.0f, -6.0f, -40.0f}) {
        strip.initialiseParameter(TrackStrip::gain, gain);
        NodeHarness harness(strip);
        harness.input = steady(0.25f, -0.25f, 1000);
        const auto out = harness.render(1000);
        EXPECT_NEAR(toDb(static_cast<double>(out[0][999]) / 0.25), static_cast<double>(gain), 1e-4);
        EXPECT_EQ(out[1][999], -out[0][999]);
    }
    strip.initialiseParameter(TrackStrip::gain, -90.0f);
    NodeHarness harness(strip);
    harness.input = steady(1.0f, 1.0f, 100);
    EXPECT_EQ(test::peakOf(harness.render(100)[0]), 0.0);
}

TEST(TrackStrip, AtUnityItPassesTheSamplesUntouched)
{
    TrackStrip strip;
    NodeHarness harness(strip);
    harness.input = {test::sineWave(997.0, 0.7, 4800), test::sineWave(331.0, 0.3, 4800)};
    EXPECT_EQ(harness.render(4800), harness.input);
}

TEST(TrackStrip, AMonoStripPansByItsLaw)
{
    TrackStrip strip(1);
    strip.initialiseParameter(TrackStrip::panLaw, 1.0f);
    NodeHarness harness(strip);
    harness.input = {std::vector<float>(100, 0.5f)};
    const auto out = harness.render(100);
    EXPECT_NEAR(toDb(static_cast<double>(out[0][99]) / 0.5), -3.0103, 0.001);
    EXPECT_EQ(out[0][99], out[1][99]);
}

TEST(TrackStrip, MutingFadesWithoutAClickAndEndsInSilence)
{
    TrackStrip strip;
    NodeHarness harness(strip);
    harness.input = steady(1.0f, 1.0f, 9600);
    harness.events = {{1000, test::parameter(TrackStrip::mute, 1.0f)},
                      {5000, test::parameter(TrackStrip::mute, 0.0f)}};
    const auto out = harness.render(9600);
    EXPECT_LT(test::largestStep(out[0]), 0.006);
    EXPECT_EQ(out[0][999], 1.0f);
    EXPECT_EQ(out[0][1000 + 245], 0.0f);
    EXPECT_EQ(out[0][9599], 1.0f);
}

TEST(TrackStrip, AFaderJumpIsSmoothedToo)
{
    TrackStrip strip;
    NodeHarness harness(strip);
    harness.input = steady(1.0f, 1.0f, 2000);
    harness.events = {{100, test::parameter(TrackStrip::gain, -90.0f, 960)}};
    const auto out = harness.render(2000);
    EXPECT_LT(test::largestStep(out[0]), 0.012);
    EXPECT_EQ(out[0][1999], 0.0f);
}

TEST(TrackStrip, AJumpThatAutomationDrawsIsAJumpAtItsFrame)
{
    TrackStrip strip;
    NodeHarness harness(strip);
    harness.input = steady(1.0f, 1.0f, 1000);
    harness.events = {{777, test::parameter(TrackStrip::gain, -20.0f)}};
    const auto out = harness.render(1000, {100});
    EXPECT_EQ(out[0][776], 1.0f);
    EXPECT_NEAR(out[0][777], 0.1f, 1e-6f);
}

TEST(TrackStrip, AVcaAddsItsDecibelsToTheFader)
{
    for (const auto& [own, vca, heard] :
         {std::tuple{-6.0, -4.0, -10.0}, {6.0, 12.0, 18.0}, {-80.0, -20.0, -240.0}}) {
        TrackStrip strip;
        strip.initialiseParameter(TrackStrip::gain, static_cast<float>(own));
        strip.initialiseParameter(TrackStrip::vca, static_cast<float>(vca));
        NodeHarness harness(strip);
        harness.input = steady(0.1f, 0.1f, 100);
        EXPECT_NEAR(toDb(static_cast<double>(harness.render(100)[0][99]) / 0.1 + 1e-12), heard,
                    1e-4);
    }
    TrackStrip strip;
    strip.initialiseParameter(TrackStrip::vca, -90.0f);
    NodeHarness harness(strip);
    harness.input = steady(1.0f, 1.0f, 100);
    EXPECT_EQ(test::peakOf(harness.render(100)[0]), 0.0) << "the bottom of a VCA is silence too";
}

TEST(TrackStrip, TheMeterReadsPeakAndRmsBehindTheFader)
{
    TrackStrip strip;
    strip.initialiseParameter(TrackStrip::gain, -6.0206f);
    NodeHarness harness(strip);
    harness.input = {test::sineWave(1000.0, 0.8, 48000), test::sineWave(1000.0, 0.4, 48000)};
    harness.render(48000);
    audio::MeterReading reading;
    ASSERT_TRUE(strip.takeMeter(reading));
    EXPECT_NEAR(static_cast<double>(reading.peakLeft), 0.4, 1e-4);
    EXPECT_NEAR(static_cast<double>(reading.peakRight), 0.2, 1e-4);
    EXPECT_NEAR(toDb(static_cast<double>(reading.rmsLeft)), toDb(0.4) - 3.0103, 0.01);
    EXPECT_NEAR(toDb(static_cast<double>(reading.rmsRight)), toDb(0.2) - 3.0103, 0.01);
    ASSERT_TRUE(strip.takeMeter(reading));
    EXPECT_EQ(reading.peakLeft, 0.0f);
    EXPECT_EQ(reading.rmsLeft, 0.0f);
}

TEST(TrackStrip, GivesTheSameBitsForAnyBlocks)
{
    std::vector<test::Signal> results;
    for (const auto& blocks : test::blockCuttings()) {
        TrackStrip strip;
        NodeHarness harness(strip);
        harness.input = {test::sineWave(440.0, 0.5, 8000), test::sineWave(550.0, 0.5, 8000)};
        harness.events = {{77, test::parameter(TrackStrip::gain, -12.0f, 960)},
                          {500, test::parameter(TrackStrip::pan, -0.7f, 100)},
                          {3001, test::parameter(TrackStrip::soloSilence, 1.0f)},
                          {6002, test::parameter(TrackStrip::soloSilence, 0.0f)}};
        results.push_back(harness.render(8000, blocks));
    }
    for (const auto& result : results) EXPECT_EQ(result, results.front());
}

TEST(TrackStrip, TheMeterReadsTheSameForAnyBlocks)
{
    std::vector<audio::MeterReading> readings;
    for (const auto& blocks : test::blockCuttings()) {
        TrackStrip strip;
        NodeHarness harness(strip);
        harness.input = {test::sineWave(440.0, 0.5, 8001), test::sineWave(5510.0, 0.2, 8001)};
        harness.events = {{77, test::parameter(TrackStrip::gain, -12.0f, 960)},
                          {3001, test::parameter(TrackStrip::polarity, 1.0f)}};
        harness.render(8001, blocks);
        ASSERT_TRUE(strip.takeMeter(readings.emplace_back()));
    }
    for (const auto& reading : readings) {
        EXPECT_EQ(reading.peakLeft, readings[0].peakLeft);
        EXPECT_EQ(reading.peakRight, readings[0].peakRight);
        EXPECT_EQ(reading.rmsLeft, readings[0].rmsLeft);
        EXPECT_EQ(reading.rmsRight, readings[0].rmsRight);
    }
}

TEST(TrackStrip, AClosedStripSaysThatItIsSilent)
{
    TrackStrip strip;
    strip.initialiseParameter(TrackStrip::mute, 1.0f);
    NodeHarness harness(strip);
    harness.input = steady(1.0f, 1.0f, 1000);
    EXPECT_EQ(test::peakOf(harness.render(1000)[0]), 0.0);
    EXPECT_TRUE(strip.isAsleep());
    harness.events = {{10, test::parameter(TrackStrip::mute, 0.0f)}};
    harness.render(100);
    EXPECT_FALSE(strip.isAsleep()) << "its fade is on";
    harness.render(1000);
    EXPECT_TRUE(strip.isAsleep());
}

TEST(TrackStrip, BadSamplesComeOutFinite)
{
    TrackStrip strip;
    NodeHarness harness(strip);
    harness.input = steady(0.5f, 0.5f, 64);
    harness.input[0][3] = std::numeric_limits<float>::quiet_NaN();
    harness.input[1][4] = -std::numeric_limits<float>::infinity();
    harness.input[1][5] = 3.0e38f;
    const auto out = harness.render(64);
    for (const auto& channel : out)
        for (const float s : channel) EXPECT_TRUE(std::isfinite(s));
}

TEST(SendNode, ItsLevelIsInDecibels)
{
    audio::SendNode send;
    send.initialiseParameter(audio::SendNode::level, -20.0f);
    NodeHarness harness(send);
    harness.input = steady(1.0f, 0.5f, 64);
    const auto out = harness.render(64);
    EXPECT_NEAR(static_cast<double>(out[0][63]), 0.1, 1e-6);
    EXPECT_NEAR(static_cast<double>(out[1][63]), 0.05, 1e-6);
}

TEST(SumNode, PassesAndMeasures)
{
    audio::SumNode sum;
    NodeHarness harness(sum);
    harness.input = steady(0.5f, -0.25f, 64);
    EXPECT_EQ(harness.render(64), harness.input);
    audio::MeterReading reading;
    ASSERT_TRUE(sum.takeMeter(reading));
    EXPECT_EQ(reading.peakRight, 0.25f);
    EXPECT_NEAR(static_cast<double>(reading.rmsLeft), 0.5, 1e-6);
}

} // namespace
} // namespace cppmusic
