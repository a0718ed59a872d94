// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/Compressor.h"
#include "audio/effects/Delay.h"
#include "audio/effects/Filter.h"
#include "audio/effects/Limiter.h"
#include "audio/effects/Reverb.h"
#include "audio/effects/Saturator.h"
#include "support/NodeHarness.h"
#include "support/Spectrum.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace cppmusic {
namespace {

using test::NodeHarness;
using test::toDb;

test::Signal noise(int frames, double amplitude, unsigned seed = 5)
{
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> values(static_cast<float>(-amplitude),
                                                 static_cast<float>(amplitude));
    test::Signal signal(2, std::vector<float>(static_cast<std::size_t>(frames)));
    for (auto& channel : signal)
        for (auto& sample : channel) sample = values(random);
    return signal;
}

test::Signal impulse(float left = 1.0f, float right = 1.0f)
{
    return {{left}, {right}};
}

std::vector<std::unique_ptr<audio::AudioNode>> allEffects()
{
    std::vector<std::unique_ptr<audio::AudioNode>> nodes;
    nodes.push_back(std::make_unique<audio::Filter>());
    nodes.push_back(std::make_unique<audio::Delay>());
    nodes.push_back(std::make_unique<audio::Reverb>());
    nodes.push_back(std::make_unique<audio::Compressor>());
    nodes.push_back(std::make_unique<audio::Limiter>());
    nodes.push_back(std::make_unique<audio::Saturator>());
    return nodes;
}

TEST(Effects, GiveTheSameBitsForAnyBlocksAndAgainAfterReset)
{
    for (auto& node : allEffects()) {
        std::vector<test::Signal> results;
        for (const auto& blocks : test::blockCuttings()) {
            NodeHarness harness(*node);
            harness.input = noise(9000, 0.9);
            for (int p = 0; p < static_cast<int>(node->parameters().size()); ++p) {
                const auto& spec = node->parameters()[static_cast<std::size_t>(p)];
                harness.events.push_back(
                    {511 + 777 * p, test::parameter(p, 0.5f * (spec.min + spec.max), 1000)});
            }
            results.push_back(harness.render(12000, blocks));
        }
        for (const auto& result : results)
            EXPECT_EQ(result, results.front()) << node->parameters()[0].id;
    }
}

TEST(Effects, StayFiniteWhateverComesIn)
{
    for (auto& node : allEffects()) {
        NodeHarness harness(*node);
        harness.input = noise(6000, 1.0);
        const float bad[] = {std::numeric_limits<float>::quiet_NaN(),
                             std::numeric_limits<float>::infinity(), -3.0e38f, 1.0e-42f, 9.0e5f};
        for (std::size_t i = 0; i < 500; ++i) harness.input[i % 2][i * 11] = bad[i % 5];
        for (const auto& channel : harness.render(12000))
            for (const float s : channel) ASSERT_TRUE(std::isfinite(s)) << node->parameters()[0].id;
    }
}

TEST(Effects, AreExactlySilentAfterTheirTail)
{
    for (auto& node : allEffects()) {
        NodeHarness harness(*node);
        harness.input = noise(2000, 0.9);
        harness.render(2000);
        harness.input = {};
        auto out = harness.render(static_cast<int>(node->tailFrames()) + 500);
        for (const auto& channel : out)
            EXPECT_EQ(test::peakOf({channel.data() + channel.size() - 500, 500}), 0.0)
                << node->parameters()[0].id;
    }
}

TEST(Filter, IsThreeDecibelsDownAndFallsByItsSlope)
{
    const auto gainAt = [](float slope, float mode, double hz) {
        audio::Filter filter;
        filter.initialiseParameter(audio::Filter::mode, mode);
        filter.initialiseParameter(audio::Filter::slope, slope);
        filter.initialiseParameter(audio::Filter::cutoff, 500.0f);
        NodeHarness harness(filter);
        harness.input = {test::sineWave(hz, 0.5, 72000), {}};
        auto out = harness.render(72000);
        return toDb(test::toneAmplitude({out[0].data() + 24000, 48000}, hz) / 0.5);
    };
    for (const float slope : {0.0f, 1.0f})
        for (const float mode : {0.0f, 1.0f}) EXPECT_NEAR(gainAt(slope, mode, 500.0), -3.01, 0.02);
    EXPECT_NEAR(gainAt(0.0f, 0.0f, 4000.0) - gainAt(0.0f, 0.0f, 2000.0), -12.0, 0.7);
    EXPECT_NEAR(gainAt(1.0f, 0.0f, 4000.0) - gainAt(1.0f, 0.0f, 2000.0), -24.0, 1.3);
}

TEST(Delay, EchoesOnTheExactFrame)
{
    audio::Delay delay;
    delay.initialiseParameter(audio::Delay::sync, 0.0f);
    delay.initialiseParameter(audio::Delay::time, 0.25f);
    delay.initialiseParameter(audio::Delay::feedback, 0.0f);
    delay.initialiseParameter(audio::Delay::mix, 0.5f);
    NodeHarness harness(delay);
    harness.input = impulse(1.0f, 0.5f);
    const auto out = harness.render(24001);
    for (std::size_t i = 0; i < out[0].size(); ++i) {
        ASSERT_EQ(out[0][i], i == 0 || i == 12000 ? 0.5f : 0.0f) << i;
        ASSERT_EQ(out[1][i], i == 0 || i == 12000 ? 0.25f : 0.0f) << i;
    }
}

TEST(Delay, FollowsTheTempoInNoteValuesAndPingPongs)
{
    audio::Delay delay;
    delay.initialiseParameter(audio::Delay::mode, 1.0f);
    delay.initialiseParameter(audio::Delay::note, 6.0f); // a dotted eighth
    delay.initialiseParameter(audio::Delay::feedback, 0.5f);
    delay.initialiseParameter(audio::Delay::mix, 1.0f);
    NodeHarness harness(delay);
    harness.tempo = 90.0; // 0.5 s = 24000 frames
    harness.input = impulse();
    const auto out = harness.render(72000);
    EXPECT_EQ(out[0][24000], 1.0f);
    EXPECT_GT(std::abs(out[1][48000]), 0.1f);
    EXPECT_EQ(test::peakOf({out[1].data(), 47999}), 0.0);
}

TEST(Delay, ChangingTheTimeMakesNoClick)
{
    audio::Delay delay;
    delay.initialiseParameter(audio::Delay::sync, 0.0f);
    delay.initialiseParameter(audio::Delay::mix, 1.0f);
    delay.initialiseParameter(audio::Delay::feedback, 0.0f);
    NodeHarness harness(delay);
    harness.input = {test::sineWave(200.0, 0.5, 96000), test::sineWave(200.0, 0.5, 96000)};
    harness.events = {{40000, test::parameter(audio::Delay::time, 0.123f)}};
    const auto out = harness.render(96000);
    const std::span<const float> settled(out[0].data() + 20000, 70000);
    EXPECT_LT(test::largestStep(settled), 0.5 * 0.0262 * 1.1);
}

TEST(Reverb, DecaysBySixtyDecibelsInItsTime)
{
    for (const float seconds : {0.8f, 2.0f, 5.0f}) {
        audio::Reverb reverb;
        reverb.initialiseParameter(audio::Reverb::decay, seconds);
        reverb.initialiseParameter(audio::Reverb::damping, 20000.0f);
        reverb.initialiseParameter(audio::Reverb::mix, 1.0f);
        NodeHarness harness(reverb);
        const int length = static_cast<int>(seconds * 48000.0f);
        harness.input = noise(4800, 0.5);
        const auto out = harness.render(4800 + length);
        // The fall between 10 % and 60 % of the time, as ISO 3382 takes T30: away from both ends.
        const auto levelAt = [&](double part) {
            const auto middle = static_cast<std::size_t>(4800 + part * length);
            return toDb(test::rmsOf({out[0].data() + middle - 2000, 4000}));
        };
        const double fall = levelAt(0.10) - levelAt(0.60);
        EXPECT_NEAR(60.0 * 0.5 / fall, 1.0, 0.10) << seconds;
    }
}

TEST(Reverb, HasNoSingleRingingTone)
{
    audio::Reverb reverb;
    reverb.initialiseParameter(audio::Reverb::decay, 4.0f);
    reverb.initialiseParameter(audio::Reverb::mix, 1.0f);
    NodeHarness harness(reverb);
    harness.input = noise(24000, 0.5);
    const auto out = harness.render(24000 + 65536 + 24000);
    const auto spectrum = test::amplitudeSpectrum({out[0].data() + 48000, 65536}, 65536);
    // In each third of an octave no bin stands out far above the rest: noise gives about 12 dB.
    for (double hz = 200.0; hz < 6000.0; hz *= 1.26) {
        const auto from = static_cast<std::size_t>(hz / 48000.0 * 65536.0);
        const auto to = static_cast<std::size_t>(hz * 1.26 / 48000.0 * 65536.0);
        double sum = 0.0;
        double peak = 0.0;
        for (std::size_t k = from; k < to; ++k) {
            sum += spectrum[k] * spectrum[k];
            peak = std::max(peak, spectrum[k]);
        }
        EXPECT_LT(toDb(peak / std::sqrt(sum / static_cast<double>(to - from))), 15.0) << hz;
    }
}

TEST(Reverb, ItsTwoSidesDiffer)
{
    audio::Reverb reverb;
    reverb.initialiseParameter(audio::Reverb::mix, 1.0f);
    NodeHarness harness(reverb);
    harness.input = impulse();
    const auto out = harness.render(48000);
    double both = 0.0, left = 0.0, right = 0.0;
    for (std::size_t i = 0; i < out[0].size(); ++i) {
        both += static_cast<double>(out[0][i]) * static_cast<double>(out[1][i]);
        left += static_cast<double>(out[0][i]) * static_cast<double>(out[0][i]);
        right += static_cast<double>(out[1][i]) * static_cast<double>(out[1][i]);
    }
    EXPECT_LT(std::abs(both / std::sqrt(left * right)), 0.3);
    EXPECT_NEAR(toDb(std::sqrt(left / right)), 0.0, 1.5);
}

TEST(Compressor, FollowsItsStaticCurve)
{
    const std::pair<float, double> levels[] = {
        {-40.0f, -40.0}, {-20.0f, -20.0 - 0.0}, {-10.0f, -17.5}, {0.0f, -15.0}};
    for (const auto& [in, expected] : levels) {
        audio::Compressor compressor;
        compressor.initialiseParameter(audio::Compressor::threshold, -20.0f);
        compressor.initialiseParameter(audio::Compressor::ratio, 4.0f);
        compressor.initialiseParameter(audio::Compressor::knee, 0.0f);
        NodeHarness harness(compressor);
        const float level = std::pow(10.0f, in / 20.0f);
        harness.input = {std::vector<float>(48000, level), std::vector<float>(48000, level)};
        const auto out = harness.render(48000);
        EXPECT_NEAR(toDb(static_cast<double>(out[0][47999])), expected, 0.01) << in;
    }
    EXPECT_NEAR(static_cast<double>(audio::CompressorCurve{-20.0f, 4.0f, 12.0f}.gainAt(-20.0f)),
                -0.75 * 36.0 / 24.0, 1e-5);
}

TEST(Compressor, ReachesSixtyThreePercentInItsAttackTime)
{
    audio::Compressor compressor;
    compressor.initialiseParameter(audio::Compressor::threshold, -20.0f);
    compressor.initialiseParameter(audio::Compressor::ratio, 20.0f);
    compressor.initialiseParameter(audio::Compressor::knee, 0.0f);
    compressor.initialiseParameter(audio::Compressor::attack, 0.02f);
    NodeHarness harness(compressor);
    harness.input = {std::vector<float>(48000, 1.0f), std::vector<float>(48000, 1.0f)};
    const auto out = harness.render(48000);
    EXPECT_NEAR(toDb(static_cast<double>(out[0][960])) / -19.0, 0.632, 0.005);
}

TEST(Limiter, NeverExceedsItsCeilingAndSparesWhatIsBelow)
{
    audio::Limiter limiter;
    limiter.initialiseParameter(audio::Limiter::ceiling, -1.0f);
    limiter.initialiseParameter(audio::Limiter::release, 0.02f);
    NodeHarness harness(limiter);
    harness.input = noise(96000, 0.3);
    std::mt19937 random(3);
    for (int i = 0; i < 400; ++i)
        harness.input[random() % 2][random() % 96000] = i % 2 == 0 ? 8.0f : -3.0f;
    const auto out = harness.render(96000);
    const double ceiling = std::pow(10.0, -1.0 / 20.0);
    EXPECT_LE(test::peakOf(out[0]), ceiling * 1.0000001);
    EXPECT_LE(test::peakOf(out[1]), ceiling * 1.0000001);
    EXPECT_GT(test::peakOf(out[0]), ceiling * 0.98);

    NodeHarness quiet(limiter);
    quiet.input = noise(9600, 0.3);
    const auto untouched = quiet.render(9600);
    const auto latency = static_cast<std::size_t>(limiter.latencyFrames());
    for (std::size_t i = latency; i < 9600; ++i)
        ASSERT_EQ(untouched[0][i], quiet.input[0][i - latency]) << i;
}

TEST(Limiter, ItsGainMovesSmoothlyBeforeAPeak)
{
    audio::Limiter limiter;
    NodeHarness harness(limiter);
    harness.input = {std::vector<float>(9600, 0.5f), std::vector<float>(9600, 0.5f)};
    harness.input[0][4800] = harness.input[1][4800] = 4.0f;
    auto out = harness.render(9600);
    const auto peak = static_cast<std::size_t>(4800 + limiter.latencyFrames());
    out[0][peak] = out[0][peak - 1];
    EXPECT_LT(test::largestStep({out[0].data() + 200, 9300}), 0.02);
}

TEST(Saturator, KeepsTheLevelAddsOddHarmonicsAndDoesNotAlias)
{
    audio::Saturator saturator;
    saturator.initialiseParameter(audio::Saturator::drive, 12.0f);
    NodeHarness harness(saturator);
    harness.input = {test::sineWave(1000.0, 0.25, 96000), {}};
    auto out = harness.render(96000);
    const std::span<const float> settled(out[0].data() + 48000, 48000);
    EXPECT_NEAR(toDb(test::toneAmplitude(settled, 1000.0) / 0.25), 0.6, 1.0);
    EXPECT_GT(toDb(test::toneAmplitude(settled, 3000.0) / 0.25), -40.0);
    EXPECT_LT(toDb(test::toneAmplitude(settled, 2000.0) / 0.25), -90.0);

    saturator.initialiseParameter(audio::Saturator::drive, 6.0f);
    NodeHarness high(saturator);
    high.input = {test::sineWave(11000.0, 0.5, 96000),
                  {}}; // its third harmonic, 33 kHz, would fold to 15 kHz
    out = high.render(96000);
    EXPECT_LT(toDb(test::toneAmplitude({out[0].data() + 48000, 48000}, 15000.0)), -75.0);
}

TEST(Effects, ReportTheLatencyThatIsMeasured)
{
    for (auto& node : allEffects()) {
        if (node->latencyFrames() == 0) continue;
        NodeHarness harness(*node);
        harness.input = impulse(0.1f, 0.1f);
        const auto out = harness.render(1000);
        const auto peak = std::max_element(out[0].begin(), out[0].end(), [](float a, float b) {
            return std::abs(a) < std::abs(b);
        });
        EXPECT_EQ(peak - out[0].begin(), node->latencyFrames());
    }
}

} // namespace
} // namespace cppmusic
