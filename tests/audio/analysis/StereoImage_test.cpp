// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/analysis/StereoImage.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

namespace cppmusic {
namespace {

using audio::StereoImage;

std::vector<float> noise(std::uint64_t seed)
{
    std::vector<float> wave(48000);
    std::uint64_t state = seed;
    for (auto& sample : wave) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        sample = static_cast<float>(static_cast<double>(state >> 11) * 0x1p-53 - 0.5);
    }
    return wave;
}

StereoImage imageOf(const std::vector<float>& left, const std::vector<float>& right)
{
    StereoImage image(48000.0);
    image.add(left.data(), right.data(), static_cast<int>(left.size()));
    return image;
}

TEST(StereoImage, CorrelationTellsMonoOppositeAndUnrelated)
{
    const auto one = noise(1), other = noise(2);
    auto opposite = one, quiet = one;
    for (auto& sample : opposite) sample = -sample;
    for (auto& sample : quiet) sample *= 0.01f;
    EXPECT_NEAR(imageOf(one, one).correlation(), 1.0, 1e-9);
    EXPECT_NEAR(imageOf(one, quiet).correlation(), 1.0, 1e-6) << "levels don't matter";
    EXPECT_NEAR(imageOf(one, opposite).correlation(), -1.0, 1e-9);
    EXPECT_NEAR(imageOf(one, other).correlation(), 0.0, 0.05);
}

TEST(StereoImage, CorrelationIsTheCosineOfThePhaseBetweenTwoTones)
{
    for (const double degrees : {30.0, 60.0, 90.0, 135.0}) {
        std::vector<float> left(96000), right(96000);
        for (std::size_t i = 0; i < left.size(); ++i) {
            const double angle = 2.0 * 3.14159265358979 * 1000.0 * static_cast<double>(i) / 48000.0;
            left[i] = static_cast<float>(std::sin(angle));
            right[i] = static_cast<float>(std::sin(angle + degrees * 3.14159265358979 / 180.0));
        }
        EXPECT_NEAR(imageOf(left, right).correlation(),
                    std::cos(degrees * 3.14159265358979 / 180.0), 0.01);
    }
}

TEST(StereoImage, SilenceAndOneSilentChannelAreUnrelated)
{
    const auto sound = noise(3);
    const std::vector<float> silent(sound.size());
    EXPECT_EQ(imageOf(silent, silent).correlation(), 0.0);
    EXPECT_EQ(imageOf(silent, silent).balance(), 0.0);
    EXPECT_EQ(imageOf(sound, silent).correlation(), 0.0);
    EXPECT_NEAR(imageOf(sound, silent).balance(), -1.0, 1e-9);
    EXPECT_NEAR(imageOf(silent, sound).balance(), 1.0, 1e-9);
    EXPECT_NEAR(imageOf(sound, sound).balance(), 0.0, 1e-9);
}

TEST(StereoImage, AMonoSoundIsAVerticalLineAndOnlyTheLastPointsAreKept)
{
    const auto sound = noise(4);
    StereoImage image(48000.0, 100);
    image.add(sound.data(), sound.data(), 1000);
    std::array<StereoImage::Point, 200> points{};
    ASSERT_EQ(image.points(points), 100u);
    for (std::size_t i = 0; i < 100; ++i) {
        EXPECT_EQ(points[i].x, 0.0f);
        EXPECT_NEAR(points[i].y, sound[900 + i] * std::sqrt(2.0f), 1e-6);
    }
}

TEST(StereoImage, BlocksDoNotMatterAndDamageIsSilence)
{
    auto left = noise(5);
    const auto right = noise(6);
    left[100] = std::nanf("");
    left[200] = HUGE_VALF;
    const auto whole = imageOf(left, right);
    StereoImage cut(48000.0);
    for (int from = 0; from < 48000; from += 48)
        cut.add(left.data() + from, right.data() + from, 48);
    EXPECT_EQ(whole.correlation(), cut.correlation());
    EXPECT_TRUE(std::isfinite(whole.correlation()));
}

} // namespace
} // namespace cppmusic
