// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/Convolver.h"

#include "support/NodeHarness.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace cppmusic {
namespace {

using audio::Convolver;
using audio::ImpulseResponse;
using test::NodeHarness;

std::vector<float> noise(std::size_t frames, unsigned seed)
{
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> values(-0.5f, 0.5f);
    std::vector<float> wave(frames);
    for (auto& sample : wave) sample = values(random);
    return wave;
}

/// Noise that falls by 60 dB, as a room's.
audio::SampleData room(std::size_t frames, double rate = 48000.0)
{
    audio::SampleData data;
    data.sampleRate = rate;
    for (const unsigned seed : {1u, 2u}) {
        auto wave = noise(frames, seed);
        for (std::size_t i = 0; i < frames; ++i)
            wave[i] *= static_cast<float>(
                std::pow(0.001, static_cast<double>(i) / static_cast<double>(frames)));
        data.channels.push_back(std::move(wave));
    }
    return data;
}

std::shared_ptr<const ImpulseResponse> responseOf(const audio::SampleData& data)
{
    return ImpulseResponse::make(data, 48000.0).value();
}

/// The scale that makes the louder channel's energy 1.
double scaleOf(const audio::SampleData& data)
{
    double most = 0.0;
    for (const auto& channel : data.channels) {
        double sum = 0.0;
        for (const float x : channel) sum += static_cast<double>(x) * static_cast<double>(x);
        most = std::max(most, sum);
    }
    return 1.0 / std::sqrt(most);
}

TEST(Convolver, EqualsDirectConvolutionTo120Decibels)
{
    for (const std::size_t length : {100u, 128u, 1000u, 4096u, 4097u, 20000u}) {
        const auto data = room(length);
        const auto response = responseOf(data);
        Convolver convolver;
        convolver.initialiseParameter(Convolver::mix, 1.0f);
        NodeHarness harness(convolver);
        harness.content = response.get();
        harness.input = {noise(30000, 3), noise(30000, 4)};
        harness.gridFrame = 12345; // anywhere
        const auto input = harness.input;
        const auto output = harness.render(30000, {512, 17, 999});
        const double scale = scaleOf(data);
        double worst = 0.0, loudest = 0.0;
        for (std::size_t c = 0; c < 2; ++c)
            for (std::size_t at = 0; at < 30000; at += 37) {
                double expected = 0.0;
                for (std::size_t k = 0; k < length && k <= at; ++k)
                    expected += static_cast<double>(data.channels[c][k]) *
                                static_cast<double>(input[c][at - k]);
                expected *= scale;
                loudest = std::max(loudest, std::abs(expected));
                worst = std::max(worst, std::abs(expected - static_cast<double>(output[c][at])));
            }
        EXPECT_LT(20.0 * std::log10(worst / loudest), -120.0) << length;
    }
}

TEST(Convolver, AnImpulseGivesTheSoundBackAtOnce)
{
    audio::SampleData impulse;
    impulse.channels = {{0.3f}};
    const auto response = responseOf(impulse);
    Convolver convolver;
    convolver.initialiseParameter(Convolver::mix, 1.0f);
    NodeHarness harness(convolver);
    harness.content = response.get();
    harness.input = {noise(5000, 5), noise(5000, 6)};
    const auto input = harness.input;
    const auto output = harness.render(5000);
    EXPECT_EQ(convolver.latencyFrames(), 0);
    for (std::size_t c = 0; c < 2; ++c)
        for (std::size_t i = 0; i < 5000; ++i)
            ASSERT_NEAR(output[c][i], input[c][i], 1.0e-7) << i; // −140 dB
}

TEST(Convolver, ThePreDelayIsAsLongAsItSays)
{
    audio::SampleData impulse;
    impulse.channels = {{1.0f}};
    const auto response = responseOf(impulse);
    Convolver convolver;
    convolver.initialiseParameter(Convolver::mix, 1.0f);
    convolver.initialiseParameter(Convolver::preDelay, 0.02f);
    NodeHarness harness(convolver);
    harness.content = response.get();
    harness.input = {{1.0f}, {1.0f}};
    const auto output = harness.render(2000);
    EXPECT_NEAR(output[0][960], 1.0f, 1.0e-3f);
}

TEST(Convolver, AResponseOfAnotherRateIsConverted)
{
    const auto response = ImpulseResponse::make(room(44100, 44100.0), 48000.0).value();
    EXPECT_NEAR(static_cast<double>(response->frames), 48000.0, 2.0);
    EXPECT_GT(response->numLong, 20);
}

TEST(Convolver, ALongResponseEndsAfterSixSeconds)
{
    const auto response = responseOf(room(480000));
    EXPECT_EQ(response->frames, 288000);
}

TEST(Convolver, AnotherRoomFadesInWithoutAClick)
{
    const auto first = responseOf(room(20000)), second = responseOf(room(9000));
    Convolver convolver;
    convolver.initialiseParameter(Convolver::mix, 1.0f);
    NodeHarness harness(convolver);
    harness.content = first.get();
    std::vector<float> tone(24000);
    for (std::size_t i = 0; i < tone.size(); ++i)
        tone[i] = 0.5f * static_cast<float>(std::sin(0.01 * static_cast<double>(i)));
    harness.input = {tone, tone};
    const auto before = harness.render(24000);
    harness.content = second.get();
    harness.input = {std::vector<float>(4800), std::vector<float>(4800)}; // only what is left falls
    const auto after = harness.render(4800);
    const double jump = std::abs(static_cast<double>(after[0][0] - before[0].back()));
    double largest = 0.0;
    for (std::size_t i = 1; i < 20000; ++i)
        largest = std::max(largest, std::abs(static_cast<double>(before[0][i] - before[0][i - 1])));
    EXPECT_LT(jump, 2.0 * largest);
    EXPECT_NEAR(after[0][2400], 0.0f, 1.0e-4f);
}

TEST(Convolver, WithoutAResponseOnlyTheDrySoundIsHeard)
{
    Convolver convolver;
    convolver.initialiseParameter(Convolver::mix, 0.5f);
    NodeHarness harness(convolver);
    harness.input = {noise(1000, 7), noise(1000, 8)};
    const auto input = harness.input;
    const auto output = harness.render(1000);
    for (std::size_t i = 0; i < 1000; ++i) ASSERT_FLOAT_EQ(output[0][i], 0.5f * input[0][i]);
}

} // namespace
} // namespace cppmusic
