// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/files/PcmQuantise.h"

#include "audio/files/TpdfDither.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <vector>

using namespace cppmusic::audio;

TEST(PcmQuantise, GivesWhatTheDitherGivesOneByOne)
{
    std::mt19937 random(3);
    std::uniform_real_distribution<float> level(-1.2f, 1.2f);
    std::vector<float> sound(5003);
    for (float& sample : sound) sample = level(random);
    sound[5] = std::numeric_limits<float>::quiet_NaN();
    sound[6] = -std::numeric_limits<float>::infinity();
    sound[7] = 3.0e38f;
    sound[8] = -0.0f;
    sound[9] = 1.0e-42f;
    for (const int bits : {16, 24}) {
        for (const bool hasDither : {true, false}) {
            TpdfDither oneByOne(bits, hasDither, 99);
            std::vector<std::int32_t> expected, heard(sound.size());
            for (const float sample : sound) expected.push_back(oneByOne.quantise(sample));
            for (std::size_t at = 0; at < sound.size();) {
                const std::size_t count = std::min<std::size_t>(random() % 37, sound.size() - at);
                quantise(sound.data() + at, count, {bits, hasDither, 99}, at, heard.data() + at);
                at += count;
            }
            EXPECT_EQ(heard, expected) << bits << " bits";
        }
    }
}

TEST(PcmQuantise, PacksTheLowBytesLowestFirst)
{
    const std::int32_t values[] = {1, -2, 0x123456, -8388608};
    std::byte bytes[12] = {};
    packLittleEndian(values, 4, 24, bytes);
    const int expected[] = {1, 0, 0, 0xfe, 0xff, 0xff, 0x56, 0x34, 0x12, 0, 0, 0x80};
    for (int i = 0; i < 12; ++i) EXPECT_EQ(std::to_integer<int>(bytes[i]), expected[i]) << i;
    packLittleEndian(values, 2, 16, bytes);
    EXPECT_EQ(std::to_integer<int>(bytes[2]), 0xfe);
    EXPECT_EQ(std::to_integer<int>(bytes[3]), 0xff);
}
