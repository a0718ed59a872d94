// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/files/Resampler.h"

#include "PlanarAudio.h"

#include <gtest/gtest.h>

namespace {

using namespace cppmusic::audio;
using namespace cppmusic::test;

PlanarAudio resample(PlanarAudio& in, double from, double to, std::vector<int> blocks,
                     int outBlock = 1000)
{
    auto resampler = Resampler::create(from, to, static_cast<int>(in.channels.size()));
    EXPECT_TRUE(resampler.ok());
    PlanarAudio out(static_cast<int>(in.channels.size()), 0);
    PlanarAudio piece(static_cast<int>(in.channels.size()), outBlock);
    const auto take = [&](int count) {
        for (std::size_t c = 0; c < out.channels.size(); ++c)
            out.channels[c].insert(out.channels[c].end(), piece.channels[c].begin(),
                                   piece.channels[c].begin() + count);
    };
    std::size_t next = 0;
    for (std::int64_t at = 0; at < in.frames();) {
        const auto count = std::min<std::int64_t>(in.frames() - at, blocks[next++ % blocks.size()]);
        const auto step = resampler->process(in.constView(at, count), piece.all());
        EXPECT_TRUE(step.ok());
        at += step->consumed;
        take(step->produced);
    }
    for (int got = 1; got > 0;) {
        got = *resampler->drain(piece.all());
        take(got);
    }
    return out;
}

} // namespace

TEST(Resampler, TonesKeepTheirLevelWithinAHundredthOfADecibel)
{
    const std::vector<std::pair<double, double>> rates{
        {44100, 48000}, {48000, 44100}, {96000, 48000}, {48000, 96000}, {22050, 48000}};
    for (const auto& [from, to] : rates) {
        for (const double part : {0.01, 0.1, 0.3, 0.5, 0.7, 0.85, 0.9}) {
            const double hz = part * 0.5 * std::min(from, to);
            auto tone = sine(from, hz, 0.5, static_cast<std::int64_t>(from), 1);
            const auto out = resample(tone, from, to, {4096});
            const auto n = out.channels[0].size();
            EXPECT_NEAR(static_cast<double>(n), to, 1.0);
            EXPECT_NEAR(decibels(2.0 * amplitudeAt(out.channels[0], to, hz, n / 4, 3 * n / 4)), 0.0,
                        0.01)
                << from << " to " << to << ", " << hz << " Hz";
        }
    }
}

TEST(Resampler, NoAliasAboveMinusHundredDecibels)
{
    // Tones that the lower rate can't hold must vanish, not fold back.
    for (const double hz : {24100.0, 26000.0, 31000.0, 40000.0, 47000.0}) {
        auto tone = sine(96000, hz, 0.9, 96000, 1);
        const auto out = resample(tone, 96000, 48000, {4096}).channels[0];
        double worst = 0;
        for (std::size_t i = 6000; i + 6000 < out.size(); ++i)
            worst = std::max(worst, static_cast<double>(std::abs(out[i])));
        EXPECT_LT(decibels(worst / 0.9), -100.0) << hz << " Hz";
    }
    // Images of a tone when the rate rises: all that isn't the tone.
    auto tone = sine(44100, 10000, 0.9, 44100, 1);
    const auto out = resample(tone, 44100, 96000, {4096}).channels[0];
    for (const double image : {34100.0, 44100.0 - 1.0, 47000.0, 20000.0, 30000.0})
        EXPECT_LT(decibels(amplitudeAt(out, 96000, image, 24000, 72000) / 0.9), -100.0) << image;
}

TEST(Resampler, SoundStaysWhereItWasInTime)
{
    PlanarAudio click(1, 4410);
    click.channels[0][2205] = 1.0f; // 50 ms
    const auto out = resample(click, 44100, 48000, {512}).channels[0];
    const auto peak = std::max_element(out.begin(), out.end()) - out.begin();
    EXPECT_EQ(peak, 2400);
}

TEST(Resampler, HowTheInputIsCutDoesNotChangeTheBits)
{
    auto sound = noise(30000, 2);
    const auto reference = resample(sound, 44100, 48000, {30000}, 40000);
    EXPECT_EQ(resample(sound, 44100, 48000, {1}, 512).channels, reference.channels);
    EXPECT_EQ(resample(sound, 44100, 48000, {7, 1000, 64}, 33).channels, reference.channels);
}

TEST(Resampler, ImpossibleRatesAreErrors)
{
    EXPECT_FALSE(Resampler::create(0, 48000, 2).ok());
    EXPECT_FALSE(Resampler::create(48000, 1e9, 2).ok());
    EXPECT_FALSE(Resampler::create(48000, 44100, 0).ok());
}
