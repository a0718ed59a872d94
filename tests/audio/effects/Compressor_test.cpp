// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/Compressor.h"
#include "support/NodeHarness.h"
#include "support/Tones.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace cppmusic {
namespace {

using audio::Compressor;
using audio::CompressorCurve;
using test::NodeHarness;
using test::Signal;
using test::toDb;
using Settings = std::map<int, float>;

std::unique_ptr<Compressor> compressor(const Settings& settings)
{
    auto node = std::make_unique<Compressor>();
    for (const auto& [parameter, value] : settings) node->initialiseParameter(parameter, value);
    return node;
}

double gainOf(double decibels)
{
    return std::pow(10.0, decibels / 20.0);
}

/// A steady level on both channels: what comes out in the end, in dB.
double steadyOutput(Compressor& node, double levelDb)
{
    NodeHarness harness(node);
    const std::vector<float> level(48000, static_cast<float>(gainOf(levelDb)));
    harness.input = {level, level};
    return toDb(static_cast<double>(harness.render(48000)[0].back()));
}

TEST(Compressor, SettlesOnTheDrawnCurveWhateverItListensTo)
{
    for (const float topology : {0.0f, 1.0f}) {
        for (const float knee : {0.0f, 6.0f, 24.0f}) {
            for (const float ratio : {1.0f, 1.5f, 4.0f, 20.0f}) {
                const auto node = compressor({{Compressor::threshold, -24.0f},
                                              {Compressor::ratio, ratio},
                                              {Compressor::knee, knee},
                                              {Compressor::topology, topology},
                                              {Compressor::attack, 0.0001f},
                                              {Compressor::release, 0.05f}});
                const CompressorCurve drawn{-24.0f, ratio, knee};
                for (float level = -48.0f; level <= 0.0f; level += 3.0f) {
                    EXPECT_NEAR(steadyOutput(*node, static_cast<double>(level)),
                                static_cast<double>(drawn.outputAt(level)), 0.05)
                        << "topology " << topology << " knee " << knee << " ratio " << ratio
                        << " level " << level;
                }
            }
        }
    }
}

TEST(Compressor, ByRmsATonesCurveIsThatOfItsRms)
{
    for (const double hz : {110.0, 1000.0, 9000.0}) {
        const auto node = compressor({{Compressor::threshold, -24.0f},
                                      {Compressor::ratio, 4.0f},
                                      {Compressor::detector, 1.0f},
                                      {Compressor::rmsTime, 0.1f}});
        const CompressorCurve drawn{-24.0f, 4.0f, 6.0f};
        for (const double level : {-40.0, -24.0, -12.0, -4.0}) {
            NodeHarness harness(*node);
            harness.input = {test::sineWave(hz, gainOf(level) * std::sqrt(2.0), 96000), {}};
            harness.input[1] = harness.input[0];
            const auto out = harness.render(96000);
            const double found = toDb(test::rmsOf({out[0].data() + 72000, 24000}));
            EXPECT_NEAR(found, static_cast<double>(drawn.outputAt(static_cast<float>(level))), 0.05)
                << hz << " Hz at " << level;
        }
    }
}

/// Seconds from a step of the level until the gain in dB has gone 63.2 % of its way.
double stepTime(Compressor& node, double fromDb, double toDbLevel, double rate)
{
    NodeHarness harness(node, rate);
    const int half = static_cast<int>(2.5 * rate);
    std::vector<float> level(static_cast<std::size_t>(2 * half),
                             static_cast<float>(gainOf(fromDb)));
    std::fill(level.begin() + half, level.end(), static_cast<float>(gainOf(toDbLevel)));
    harness.input = {level, level};
    const auto out = harness.render(2 * half)[0];
    const auto gainAt = [&](std::size_t i) {
        return toDb(static_cast<double>(out[i])) - toDb(static_cast<double>(level[i]));
    };
    const auto start = static_cast<std::size_t>(half);
    const double before = gainAt(start - 1);
    const double goal = before + (1.0 - std::exp(-1.0)) * (gainAt(out.size() - 1) - before);
    std::size_t i = start;
    while (i + 1 < out.size() && (gainAt(i) < goal) == (before < goal)) ++i;
    const double last = i == start ? before : gainAt(i - 1);
    const double part = (goal - last) / (gainAt(i) - last);
    return (static_cast<double>(i - start) + part) / rate;
}

TEST(Compressor, AttackAndReleaseTakeTheirTimes)
{
    for (const double rate : {44100.0, 96000.0}) {
        for (const float topology : {0.0f, 1.0f}) {
            for (const float seconds : {0.001f, 0.02f, 0.2f}) {
                const auto node = compressor({{Compressor::threshold, -30.0f},
                                              {Compressor::ratio, 4.0f},
                                              {Compressor::knee, 0.0f},
                                              {Compressor::topology, topology},
                                              {Compressor::attack, seconds},
                                              {Compressor::release, std::max(0.005f, seconds)}});
                const auto expected = static_cast<double>(seconds);
                EXPECT_NEAR(stepTime(*node, -30.0, 0.0, rate) / expected, 1.0, 0.05)
                    << "attack " << seconds << " topology " << topology;
                if (seconds < 0.005f) continue;
                EXPECT_NEAR(stepTime(*node, 0.0, -60.0, rate) / expected, 1.0, 0.05)
                    << "release " << seconds << " topology " << topology;
            }
        }
    }
}

TEST(Compressor, AutoReleaseIsQuickAfterAClickAndSlowAfterALoudPassage)
{
    const auto releaseAfter = [](double loudSeconds, float isAutomatic) {
        const auto node = compressor({{Compressor::threshold, -30.0f},
                                      {Compressor::attack, 0.0001f},
                                      {Compressor::release, 0.1f},
                                      {Compressor::autoRelease, isAutomatic}});
        NodeHarness harness(*node);
        const auto loud = static_cast<std::size_t>(48000.0 * loudSeconds);
        std::vector<float> level(loud + 96000, 0.001f);
        std::fill_n(level.begin(), loud, 0.9f);
        harness.input = {level, level};
        const auto out = harness.render(static_cast<int>(level.size()))[0];
        const double goal = 0.5 * toDb(static_cast<double>(out[loud] / level[loud]));
        std::size_t i = loud;
        while (toDb(static_cast<double>(out[i] / level[i])) < goal) ++i;
        return static_cast<double>(i - loud) / 48000.0;
    };
    EXPECT_NEAR(releaseAfter(0.003, 1.0f), releaseAfter(0.003, 0.0f), 0.01);
    EXPECT_NEAR(releaseAfter(1.0, 0.0f), 0.0693, 0.005);
    EXPECT_GT(releaseAfter(1.0, 1.0f), 0.4);
}

TEST(Compressor, AutoMakeUpGivesBackHalfOfWhatFullScaleLoses)
{
    const CompressorCurve drawn{-24.0f, 4.0f, 6.0f};
    const auto node = compressor({{Compressor::threshold, -24.0f},
                                  {Compressor::ratio, 4.0f},
                                  {Compressor::autoMakeUp, 1.0f}});
    EXPECT_NEAR(steadyOutput(*node, 0.0), static_cast<double>(drawn.outputAt(0.0f)) + 9.0, 0.05);
    EXPECT_NEAR(steadyOutput(*node, -50.0), -41.0, 0.05);
}

TEST(Compressor, TheKeysLowCutLetsItIgnoreTheBass)
{
    const auto reductionAt = [](double hz, float lowCut, float highCut) {
        const auto node = compressor({{Compressor::threshold, -30.0f},
                                      {Compressor::ratio, 4.0f},
                                      {Compressor::keyLowCut, lowCut},
                                      {Compressor::keyHighCut, highCut}});
        NodeHarness harness(*node);
        harness.input = {test::sineWave(hz, 0.5, 48000), test::sineWave(hz, 0.5, 48000)};
        const auto out = harness.render(48000);
        return toDb(test::peakOf({out[0].data() + 38000, 10000}) / 0.5);
    };
    EXPECT_LT(reductionAt(50.0, 20.0f, 20000.0f), -12.0);
    EXPECT_GT(reductionAt(50.0, 500.0f, 20000.0f), -0.1);
    EXPECT_LT(reductionAt(5011.0, 500.0f, 20000.0f), -12.0);
    EXPECT_GT(reductionAt(7919.0, 20.0f, 300.0f), -0.1);
}

TEST(Compressor, ListeningPlaysTheFilteredKeyAndComesWithoutAClick)
{
    const auto node =
        compressor({{Compressor::threshold, -40.0f}, {Compressor::keyLowCut, 1000.0f}});
    NodeHarness harness(*node);
    harness.input = {test::sineWave(100.0, 0.5, 96000), test::sineWave(100.0, 0.5, 96000)};
    harness.events = {{48000, test::parameter(Compressor::listen, 1.0f)}};
    const auto out = harness.render(96000);
    // A Butterworth of second order, a decade above: −40 dB.
    EXPECT_NEAR(toDb(test::peakOf({out[0].data() + 80000, 16000}) / 0.5), -40.0, 0.1);
    EXPECT_LT(test::largestStep({out[0].data() + 40000, 56000}), 0.5 * 0.0131 * 1.2);
}

TEST(Compressor, LookingAheadDelaysByThatAndCatchesTheOnset)
{
    const auto overshoot = [](float seconds, int& latency) {
        const auto node = compressor({{Compressor::threshold, -20.0f},
                                      {Compressor::ratio, 20.0f},
                                      {Compressor::attack, 0.002f},
                                      {Compressor::lookAhead, seconds}});
        NodeHarness harness(*node);
        std::vector<float> level(9600, 0.0f);
        std::fill(level.begin() + 4800, level.end(), 1.0f);
        harness.input = {level, level};
        const auto out = harness.render(9600);
        latency = node->latencyFrames();
        const auto first =
            std::find_if(out[0].begin(), out[0].end(), [](float s) { return s != 0.0f; });
        EXPECT_EQ(first - out[0].begin(), 4800 + latency);
        return toDb(test::peakOf(out[0]));
    };
    int latency = 0;
    EXPECT_NEAR(overshoot(0.0f, latency), 0.0, 0.3);
    EXPECT_EQ(latency, 0);
    EXPECT_LT(overshoot(0.01f, latency), -18.0);
    EXPECT_EQ(latency, 480);
}

TEST(Compressor, WithoutMixTheSoundIsUntouched)
{
    const auto node = compressor({{Compressor::threshold, -60.0f},
                                  {Compressor::mix, 0.0f},
                                  {Compressor::topology, 1.0f},
                                  {Compressor::lookAhead, 0.005f}});
    NodeHarness harness(*node);
    harness.input = test::whiteNoise(9600, 0.5);
    const auto out = harness.render(9600);
    for (std::size_t i = 240; i < 9600; ++i) ASSERT_EQ(out[1][i], harness.input[1][i - 240]) << i;
}

TEST(Compressor, ChangingHowItListensMakesNoClick)
{
    for (const int parameter : {Compressor::topology, Compressor::detector, Compressor::autoRelease,
                                Compressor::autoMakeUp}) {
        const auto node = compressor({{Compressor::threshold, -30.0f}});
        NodeHarness harness(*node);
        harness.input = {test::sineWave(200.0, 0.5, 96000), test::sineWave(200.0, 0.5, 96000)};
        harness.events = {{40000, test::parameter(parameter, 1.0f)},
                          {70000, test::parameter(parameter, 0.0f)}};
        const auto out = harness.render(96000);
        const std::span<const float> heard(out[0].data() + 24000, 72000);
        // What a sine of that height does by itself, and a little more.
        EXPECT_LT(test::largestStep(heard), test::peakOf(heard) * 0.0262 * 1.5) << parameter;
    }
}

TEST(Compressor, TellsHowFarItTurnsDown)
{
    const auto node = compressor({{Compressor::threshold, -20.0f}, {Compressor::ratio, 2.0f}});
    static_cast<void>(steadyOutput(*node, 0.0));
    EXPECT_NEAR(node->takeReductionDb(), -10.0f, 0.01f);
    EXPECT_EQ(node->takeReductionDb(), 0.0f);
}

TEST(Compressor, EveryWayOfListeningGivesTheSameBitsForAnyBlocks)
{
    std::vector<Signal> results;
    for (const auto& blocks : test::blockCuttings()) {
        const auto node = compressor({{Compressor::topology, 1.0f},
                                      {Compressor::detector, 1.0f},
                                      {Compressor::autoRelease, 1.0f},
                                      {Compressor::keyLowCut, 100.0f},
                                      {Compressor::lookAhead, 0.003f}});
        NodeHarness harness(*node);
        harness.input = test::whiteNoise(12000, 0.8);
        harness.events = {{1000, test::parameter(Compressor::threshold, -40.0f, 3000)},
                          {3111, test::parameter(Compressor::keyLowCut, 900.0f, 777)},
                          {5000, test::parameter(Compressor::listen, 1.0f)},
                          {7100, test::parameter(Compressor::listen, 0.0f)},
                          {8000, test::parameter(Compressor::keyLowCut, 20.0f, 500)},
                          {9000, test::parameter(Compressor::topology, 0.0f)}};
        results.push_back(harness.render(14000, blocks));
    }
    for (const auto& result : results) EXPECT_EQ(result, results.front());
}

} // namespace
} // namespace cppmusic
