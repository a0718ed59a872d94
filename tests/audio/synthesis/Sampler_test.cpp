// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/synthesis/Sampler.h"

#include "support/NodeHarness.h"
#include "support/Spectrum.h"

#include <gtest/gtest.h>

namespace cppmusic {
namespace {

using audio::SampleContent;
using audio::SampleData;
using audio::Sampler;
using test::NodeHarness;
using test::toDb;

std::unique_ptr<SampleContent> contentOf(std::vector<float> wave, double sampleRate = 48000.0)
{
    auto data = std::make_shared<SampleData>();
    data->sampleRate = sampleRate;
    data->channels = {std::move(wave)};
    auto content = std::make_unique<SampleContent>();
    content->zones = {{data, 0, 127, 60, 1.0f}};
    return content;
}

TEST(Sampler, AtItsRootAndRateASampleComesOutBitForBit)
{
    Sampler sampler;
    const auto content = contentOf(test::sineWave(777.0, 0.5, 6000));
    NodeHarness harness(sampler);
    harness.content = content.get();
    harness.events = {{100, test::noteOn(60)}};
    const auto out = harness.render(8192);
    const auto& wave = content->zones[0].data->channels[0];
    for (std::size_t i = 1; i < 5900; ++i) ASSERT_EQ(out[0][100 + i], wave[i]) << i;
    EXPECT_EQ(out[0], out[1]);
    EXPECT_EQ(test::peakOf({out[0].data() + 6200, 1900}), 0.0);
}

TEST(Sampler, KeysAndPitchTransposeExactly)
{
    const auto content = contentOf(test::sineWave(441.0, 0.5, 88200, 44100.0), 44100.0);
    const std::pair<int, float> cases[] = {{60, 0.0f}, {67, 0.0f}, {55, 0.0f}, {60, 7.0f}};
    for (const auto& [key, semitones] : cases) {
        Sampler sampler;
        sampler.initialiseParameter(Sampler::pitch, semitones);
        NodeHarness harness(sampler);
        harness.content = content.get();
        harness.events = {{0, test::noteOn(key)}};
        const auto out = harness.render(48000);
        const double hz = 441.0 * std::exp2((key - 60 + static_cast<double>(semitones)) / 12.0);
        const std::span<const float> part(out[0].data() + 1000, 40000);
        EXPECT_LT(std::abs(1200.0 * std::log2(test::measuredFrequency(part, hz) / hz)), 0.1) << key;
        const auto spectrum = test::amplitudeSpectrum(part, 32768);
        double noise = 0.0; // whatever is no part of the tone
        for (std::size_t k = 4; k < spectrum.size(); ++k)
            if (std::abs(static_cast<double>(k) * 48000.0 / 32768.0 - hz) > 12.0)
                noise = std::max(noise, spectrum[k] / 0.5);
        EXPECT_LT(toDb(noise), -80.0) << key;
    }
}

TEST(Sampler, OneShotsPlayOnAndGatedNotesStop)
{
    const auto content = contentOf(std::vector<float>(40000, 0.5f));
    for (const bool isGated : {false, true}) {
        Sampler sampler;
        sampler.initialiseParameter(Sampler::mode, isGated ? 1.0f : 0.0f);
        NodeHarness harness(sampler);
        harness.content = content.get();
        harness.events = {{0, test::noteOn(60, 1.0f, 4)}, {5000, test::noteOff(60, 4)}};
        const auto out = harness.render(48000);
        EXPECT_EQ(test::peakOf({out[0].data() + 20000, 10000}), isGated ? 0.0 : 0.5);
    }
}

TEST(Sampler, AChokedNoteFadesWithoutAClick)
{
    const auto content = contentOf(std::vector<float>(40000, 0.5f));
    Sampler sampler;
    sampler.initialiseParameter(Sampler::choke, 1.0f);
    sampler.initialiseParameter(Sampler::attack, 0.01f);
    NodeHarness harness(sampler);
    harness.content = content.get();
    harness.events = {{0, test::noteOn(60)}, {10000, test::noteOn(60)}};
    const auto out = harness.render(20000);
    EXPECT_LT(test::largestStep(out[0]), 0.008);
    EXPECT_NEAR(static_cast<double>(out[0][19999]), 0.5, 1e-6);
}

TEST(Sampler, WhenItsSampleIsTakenAwayTheSoundFades)
{
    auto content = contentOf(std::vector<float>(40000, 0.5f));
    Sampler sampler;
    sampler.initialiseParameter(Sampler::attack, 0.01f);
    NodeHarness harness(sampler);
    harness.content = content.get();
    harness.events = {{0, test::noteOn(60)}};
    auto out = harness.render(4096);
    content.reset();
    harness.content = nullptr;
    const auto rest = harness.render(4096);
    out[0].insert(out[0].end(), rest[0].begin(), rest[0].end());
    EXPECT_LT(test::largestStep(out[0]), 0.02);
    EXPECT_EQ(out[0].back(), 0.0f);
}

TEST(Sampler, GivesTheSameBitsForAnyBlocks)
{
    const auto content = contentOf(test::sineWave(1234.0, 0.5, 9000));
    std::vector<test::Signal> results;
    Sampler sampler;
    sampler.initialiseParameter(Sampler::cutoff, 3000.0f);
    for (const auto& blocks : test::blockCuttings()) {
        NodeHarness harness(sampler);
        harness.content = content.get();
        for (int i = 0; i < 90; ++i)
            harness.events.push_back({i * 97, test::noteOn(50 + i % 24, 0.7f, i)});
        harness.events.push_back({4001, test::parameter(Sampler::pan, 0.6f, 700)});
        harness.events.push_back({2500, test::parameter(Sampler::cutoff, 500.0f, 5000)});
        results.push_back(harness.render(16000, blocks));
    }
    for (const auto& result : results) EXPECT_EQ(result, results.front());
    EXPECT_GT(test::rmsOf(results.front()[0]), 0.01);
}

} // namespace
} // namespace cppmusic
