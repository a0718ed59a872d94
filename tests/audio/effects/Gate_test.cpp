// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/Gate.h"
#include "support/NodeHarness.h"

#include <gtest/gtest.h>

namespace cppmusic {
namespace {

using audio::Gate;
using test::NodeHarness;
using test::toDb;

/// A steady level in dBFS on both channels.
test::Signal steady(double decibels, int frames)
{
    const auto value = static_cast<float>(std::pow(10.0, decibels / 20.0));
    const std::vector<float> channel(static_cast<std::size_t>(frames), value);
    return {channel, channel};
}

double lastGainDb(Gate& gate, double decibels)
{
    NodeHarness harness(gate);
    harness.input = steady(decibels, 96000);
    return toDb(static_cast<double>(harness.render(96000)[0].back())) - decibels;
}

TEST(Gate, PassesWhatIsAboveItsThresholdUntouched)
{
    Gate gate;
    NodeHarness harness(gate);
    harness.input = steady(-20.0, 48000);
    const auto out = harness.render(48000);
    EXPECT_EQ(out[0].back(), harness.input[0].back());
}

TEST(Gate, ExpandsByItsRatioDownToItsRange)
{
    Gate gate;
    gate.initialiseParameter(Gate::threshold, -40.0f);
    gate.initialiseParameter(Gate::ratio, 3.0f);
    gate.initialiseParameter(Gate::range, -30.0f);
    EXPECT_NEAR(lastGainDb(gate, -45.0), -10.0, 0.01);
    EXPECT_NEAR(lastGainDb(gate, -52.0), -24.0, 0.01);
    EXPECT_NEAR(lastGainDb(gate, -70.0), -30.0, 0.01);
}

TEST(Gate, HysteresisKeepsItOpenBelowTheThresholdButDoesNotOpenIt)
{
    Gate gate;
    gate.initialiseParameter(Gate::threshold, -40.0f);
    gate.initialiseParameter(Gate::hysteresis, 6.0f);
    NodeHarness harness(gate);
    harness.input = steady(-44.0, 96000);
    for (std::size_t i = 0; i < 1000; ++i) harness.input[0][i] = 0.1f;
    const auto opened = harness.render(96000);
    EXPECT_EQ(opened[0].back(), harness.input[0].back());
    EXPECT_LT(lastGainDb(gate, -44.0), -60.0) << "nothing had opened it";
}

TEST(Gate, ClosesAfterTheHoldTime)
{
    Gate gate;
    gate.initialiseParameter(Gate::threshold, -40.0f);
    gate.initialiseParameter(Gate::hysteresis, 0.0f);
    gate.initialiseParameter(Gate::hold, 0.5f);
    gate.initialiseParameter(Gate::release, 0.005f);
    NodeHarness harness(gate);
    harness.input = steady(-60.0, 96000);
    for (std::size_t i = 0; i < 4800; ++i) harness.input[0][i] = harness.input[1][i] = 0.1f;
    const auto out = harness.render(96000);
    const float quiet = harness.input[0].back();
    // The level falls from −20 to −40 dB in 20/300 s = 3200 frames, then 24000 frames of hold.
    EXPECT_EQ(out[0][4800 + 3200 + 23900], quiet);
    EXPECT_LT(out[0][4800 + 3200 + 24000 + 1500], 0.1f * quiet);
}

TEST(Gate, ItsKeysLowCutKeepsItShutForTheBass)
{
    const auto levelOf = [](double hz) {
        Gate gate;
        gate.initialiseParameter(Gate::threshold, -30.0f);
        gate.initialiseParameter(Gate::keyLowCut, 1000.0f);
        NodeHarness harness(gate);
        harness.input = {test::sineWave(hz, 0.5, 48000), test::sineWave(hz, 0.5, 48000)};
        return toDb(test::peakOf({harness.render(48000)[0].data() + 38000, 10000}) / 0.5);
    };
    EXPECT_LT(levelOf(80.0), -40.0);
    EXPECT_NEAR(levelOf(5011.0), 0.0, 0.01);
}

TEST(Gate, LookingAheadItIsOpenWhenTheSoundBegins)
{
    const auto firstSample = [](float seconds) {
        Gate gate;
        gate.initialiseParameter(Gate::attack, 0.001f);
        gate.initialiseParameter(Gate::lookAhead, seconds);
        NodeHarness harness(gate);
        std::vector<float> level(9600, 0.0f);
        std::fill(level.begin() + 4800, level.end(), 0.5f);
        harness.input = {level, level};
        const auto out = harness.render(9600);
        EXPECT_EQ(out[0][4799 + static_cast<std::size_t>(gate.latencyFrames())], 0.0f);
        return out[0][4800 + static_cast<std::size_t>(gate.latencyFrames())];
    };
    EXPECT_LT(firstSample(0.0f), 0.01f);
    EXPECT_GT(firstSample(0.01f), 0.49f);
}

TEST(Gate, TellsHowFarItTurnsDown)
{
    Gate gate;
    gate.initialiseParameter(Gate::ratio, 3.0f);
    static_cast<void>(lastGainDb(gate, -45.0));
    NodeHarness harness(gate);
    harness.input = steady(-45.0, 48000);
    harness.render(48000);
    static_cast<void>(gate.takeReductionDb());
    gate.initialiseParameter(Gate::range, -20.0f);
    gate.reset();
    harness.render(48000);
    EXPECT_LT(gate.takeReductionDb(), -9.9f);
}

} // namespace
} // namespace cppmusic
