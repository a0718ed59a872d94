// SPDX-License-Identifier: GPL-3.0-or-later
// The bit crusher, the utility, the stereo imager and the filter's follower.
#include "audio/effects/BitCrusher.h"
#include "audio/effects/Filter.h"
#include "audio/effects/StereoImager.h"
#include "audio/effects/Utility.h"

#include "support/NodeHarness.h"
#include "support/Spectrum.h"
#include "support/Tones.h"

#include <gtest/gtest.h>

#include <set>

namespace cppmusic {
namespace {

using audio::BitCrusher;
using audio::Filter;
using audio::StereoImager;
using audio::Utility;
using test::NodeHarness;
using test::toDb;

test::Signal rendered(audio::AudioNode& node, const test::Signal& input, int frames)
{
    NodeHarness harness(node);
    harness.input = input;
    return harness.render(frames);
}

TEST(BitCrusher, At24BitsAndTheFullRateSamplesPassUntouched)
{
    BitCrusher crusher;
    crusher.initialiseParameter(BitCrusher::bits, 24.0f);
    const auto in = test::whiteNoise(3000, 0.8);
    EXPECT_EQ(rendered(crusher, in, 3000), in);
}

TEST(BitCrusher, ThreeBitsAreStepsOfAQuarter)
{
    BitCrusher crusher;
    crusher.initialiseParameter(BitCrusher::bits, 3.0f);
    const auto out = rendered(crusher, {test::sineWave(100.0, 1.0, 4800)}, 4800);
    const std::set<float> values(out[0].begin(), out[0].end());
    EXPECT_EQ(values.size(), 9u);
    for (const float v : values) EXPECT_EQ(v, std::round(v * 4.0f) / 4.0f);
}

TEST(BitCrusher, EveryBitIsSixDecibelsOfNoise)
{
    const auto noise = [](float bits, float dither) {
        BitCrusher crusher;
        crusher.initialiseParameter(BitCrusher::bits, bits);
        crusher.initialiseParameter(BitCrusher::dither, dither);
        return test::distortionOf(crusher, 997.0, 0.9, 48000.0);
    };
    EXPECT_NEAR(noise(12.0f, 1.0f).noiseDb - noise(8.0f, 1.0f).noiseDb, -24.1, 0.5);
    // Triangular dither turns the distortion of a small tone into noise of its own.
    BitCrusher crusher;
    crusher.initialiseParameter(BitCrusher::bits, 8.0f);
    const double quiet = 1.5 / 128.0;
    const double without = test::distortionOf(crusher, 997.0, quiet, 48000.0).harmonicDb(3);
    crusher.initialiseParameter(BitCrusher::dither, 1.0f);
    const double with = test::distortionOf(crusher, 997.0, quiet, 48000.0).harmonicDb(3);
    EXPECT_LT(with, without - 10.0);
}

TEST(BitCrusher, HoldsSamplesAtItsRate)
{
    BitCrusher crusher;
    crusher.initialiseParameter(BitCrusher::bits, 24.0f);
    crusher.initialiseParameter(BitCrusher::rate, 6000.0f);
    const auto out = rendered(crusher, test::whiteNoise(4800, 0.8), 4800);
    int changes = 0;
    for (std::size_t i = 1; i < 4800; ++i) changes += out[0][i] != out[0][i - 1] ? 1 : 0;
    EXPECT_NEAR(changes, 600, 1);
}

TEST(BitCrusher, ItsFiltersKeepOutWhatWouldFoldBackAndTheImages)
{
    const auto toneAt = [](float filter, double in, double heard) {
        BitCrusher crusher;
        crusher.initialiseParameter(BitCrusher::bits, 24.0f);
        crusher.initialiseParameter(BitCrusher::rate, 8000.0f);
        crusher.initialiseParameter(BitCrusher::filter, filter);
        const auto out = rendered(crusher, {test::sineWave(in, 0.5, 72000)}, 72000);
        return toDb(test::toneAmplitude({out[0].data() + 24000, 48000}, heard) / 0.5);
    };
    EXPECT_GT(toneAt(0.0f, 7000.0, 1000.0), -6.0) << "7 kHz folds to 1 kHz";
    EXPECT_LT(toneAt(1.0f, 7000.0, 1000.0), -20.0);
    EXPECT_GT(toneAt(1.0f, 1000.0, 7000.0), -20.0) << "an image above";
    EXPECT_LT(toneAt(2.0f, 1000.0, 7000.0), -35.0);
    EXPECT_NEAR(toneAt(2.0f, 1000.0, 1000.0), 0.0, 0.5);
}

TEST(BitCrusher, DitherStopsWithTheSound)
{
    BitCrusher crusher;
    crusher.initialiseParameter(BitCrusher::bits, 4.0f);
    crusher.initialiseParameter(BitCrusher::dither, 1.0f);
    const auto out = rendered(crusher, test::whiteNoise(1000, 0.5), 3000);
    EXPECT_EQ(test::peakOf({out[0].data() + 1001, 1999}), 0.0);
}

TEST(Utility, AtItsDefaultsSamplesPassUntouched)
{
    Utility utility;
    const auto in = test::whiteNoise(3000, 0.8);
    EXPECT_EQ(rendered(utility, in, 3000), in);
}

TEST(Utility, ChannelsAndPolarityAreWhatTheySay)
{
    const auto sample = [](float channels, float left, float right) {
        Utility utility;
        utility.initialiseParameter(Utility::channels, channels);
        utility.initialiseParameter(Utility::phaseLeft, left);
        utility.initialiseParameter(Utility::phaseRight, right);
        const auto out = rendered(utility, {{0.5f}, {0.25f}}, 1);
        return std::pair(out[0][0], out[1][0]);
    };
    EXPECT_EQ(sample(0, 1, 0), std::pair(-0.5f, 0.25f));
    EXPECT_EQ(sample(0, 0, 1), std::pair(0.5f, -0.25f));
    EXPECT_EQ(sample(1, 0, 0), std::pair(0.375f, 0.375f));
    EXPECT_EQ(sample(1, 0, 1), std::pair(0.125f, 0.125f)) << "the difference";
    EXPECT_EQ(sample(2, 0, 0), std::pair(0.5f, 0.5f));
    EXPECT_EQ(sample(3, 0, 0), std::pair(0.25f, 0.25f));
    EXPECT_EQ(sample(4, 0, 0), std::pair(0.25f, 0.5f));
}

TEST(Utility, GainIsExactAndItsBottomIsSilence)
{
    Utility utility;
    utility.initialiseParameter(Utility::gain, -6.0f);
    EXPECT_NEAR(toDb(static_cast<double>(rendered(utility, {{1.0f}, {}}, 1)[0][0])), -6.0, 1e-4);
    utility.initialiseParameter(Utility::gain, -90.0f);
    EXPECT_EQ(rendered(utility, {{1.0f}, {}}, 1)[0][0], 0.0f);
}

TEST(Utility, RemovesTheLevelAtZeroHertzAndKeepsTheBass)
{
    Utility utility;
    utility.initialiseParameter(Utility::blockDc, 1.0f);
    auto in = test::sineWave(40.0, 0.3, 96000);
    for (float& sample : in) sample += 0.2f;
    const auto out = rendered(utility, {in, in}, 96000);
    const std::span<const float> settled(out[0].data() + 48000, 48000);
    double mean = 0.0;
    for (const float s : settled) mean += static_cast<double>(s) / 48000.0;
    EXPECT_LT(std::abs(mean), 1.0e-5);
    EXPECT_NEAR(toDb(test::toneAmplitude(settled, 40.0) / 0.3), 0.0, 0.1);
}

TEST(Utility, SwitchingMakesNoClick)
{
    Utility utility;
    NodeHarness harness(utility);
    harness.input = {test::sineWave(100.0, 0.5, 48000), test::sineWave(100.0, 0.3, 48000)};
    harness.events = {{10000, test::parameter(Utility::phaseLeft, 1.0f)},
                      {20000, test::parameter(Utility::channels, 1.0f)},
                      {30000, test::parameter(Utility::channels, 4.0f)},
                      {40000, test::parameter(Utility::blockDc, 1.0f)}};
    const auto out = harness.render(48000);
    EXPECT_LT(test::largestStep(out[0]), 0.01); // the sine's own is 0.0065
    EXPECT_LT(test::largestStep(out[1]), 0.01);
}

TEST(StereoImager, AtItsDefaultsSamplesPassUntouched)
{
    StereoImager imager;
    const auto in = test::whiteNoise(3000, 0.8);
    EXPECT_EQ(rendered(imager, in, 3000), in);
}

TEST(StereoImager, TheMonoSumStaysWhateverTheWidths)
{
    StereoImager imager;
    imager.initialiseParameter(StereoImager::lowWidth, 0.0f);
    imager.initialiseParameter(StereoImager::midWidth, 1.7f);
    imager.initialiseParameter(StereoImager::highWidth, 2.0f);
    const auto in = test::whiteNoise(20000, 0.5);
    const auto out = rendered(imager, in, 20000);
    for (std::size_t i = 0; i < 20000; ++i)
        ASSERT_NEAR(out[0][i] + out[1][i], in[0][i] + in[1][i], 1.0e-6f) << i;
}

TEST(StereoImager, WidensEachBandByItsOwnWidth)
{
    const auto sideAt = [](double hz) {
        StereoImager imager;
        imager.initialiseParameter(StereoImager::lowWidth, 0.0f);
        imager.initialiseParameter(StereoImager::midWidth, 1.0f);
        imager.initialiseParameter(StereoImager::highWidth, 2.0f);
        auto left = test::sineWave(hz, 0.25, 96000);
        auto right = left;
        for (float& s : right) s = -s; // all difference
        const auto out = rendered(imager, {left, right}, 96000);
        return toDb(test::toneAmplitude({out[0].data() + 48000, 48000}, hz) / 0.25);
    };
    EXPECT_LT(sideAt(20.0), -15.0);
    EXPECT_NEAR(sideAt(900.0), 0.0, 1.5);
    EXPECT_NEAR(sideAt(16000.0), 6.02, 0.6);
}

TEST(Filter, AFollowerOpensItWithTheLevelAndLetsGo)
{
    Filter filter;
    filter.initialiseParameter(Filter::cutoff, 300.0f);
    filter.initialiseParameter(Filter::slope, 1.0f);
    filter.initialiseParameter(Filter::amount, 5.0f);
    const auto trebleAt = [&](double amplitude) {
        const auto out = rendered(filter, {test::sineWave(4000.0, amplitude, 96000)}, 96000);
        return toDb(test::toneAmplitude({out[0].data() + 48000, 48000}, 4000.0) / amplitude);
    };
    EXPECT_LT(trebleAt(0.001), -80.0);
    EXPECT_GT(trebleAt(0.7), -6.0);
    filter.initialiseParameter(Filter::amount, 0.0f);
    EXPECT_LT(trebleAt(0.7), -80.0);
}

TEST(Filter, ItsFollowerTakesItsTimes)
{
    Filter filter;
    filter.initialiseParameter(Filter::cutoff, 100.0f);
    filter.initialiseParameter(Filter::amount, 5.0f);
    filter.initialiseParameter(Filter::attack, 0.1f);
    // 3 kHz, first shut out: heard at half its end level when the follower has gone some of its
    // way.
    const auto out = rendered(filter, {test::sineWave(3000.0, 0.5, 96000)}, 96000);
    const auto levelAt = [&](std::size_t frame) {
        return test::rmsOf({out[0].data() + frame, 320});
    };
    EXPECT_LT(toDb(levelAt(480) / levelAt(90000)), -18.0);
    EXPECT_GT(toDb(levelAt(24000) / levelAt(90000)), -1.0);
}

} // namespace
} // namespace cppmusic
