// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/playback/SampleLoader.h"

#include "../files/PlanarAudio.h"
#include "support/TemporaryFolder.h"

#include <gtest/gtest.h>

namespace {

using namespace cppmusic::audio;
using namespace cppmusic::test;
using cppmusic::core::ErrorCode;

} // namespace

TEST(SampleLoader, AShortFileIsThereWholeAtItsOwnRate)
{
    TemporaryFolder folder;
    auto sound = noise(5000, 3);
    AudioFileSpec spec;
    spec.samples = SampleFormat::float32;
    spec.channels = 3;
    spec.sampleRate = 22050;
    ASSERT_TRUE(writeFile(folder.file("a.wav"), sound, spec).ok());
    const auto sample = loadSample(folder.file("a.wav"));
    ASSERT_TRUE(sample.ok()) << sample.error().text();
    EXPECT_EQ((*sample)->sampleRate, 22050.0);
    ASSERT_EQ((*sample)->channels.size(), 2u) << "of three channels the first two";
    EXPECT_EQ((*sample)->channels[0], sound.channels[0]);
    EXPECT_EQ((*sample)->channels[1], sound.channels[1]);
}

TEST(SampleLoader, TooLongEmptyAndMissingAreErrors)
{
    TemporaryFolder folder;
    AudioFileSpec spec;
    spec.channels = 1;
    spec.sampleRate = 1000;
    auto sound = noise(60001, 1);
    ASSERT_TRUE(writeFile(folder.file("long.wav"), sound, spec).ok());
    const auto tooLong = loadSample(folder.file("long.wav"));
    ASSERT_FALSE(tooLong.ok());
    EXPECT_NE(tooLong.error().message.find("60 seconds"), std::string::npos);
    PlanarAudio nothing(1, 0);
    ASSERT_TRUE(writeFile(folder.file("empty.wav"), nothing, spec).ok());
    EXPECT_FALSE(loadSample(folder.file("empty.wav")).ok());
    EXPECT_EQ(loadSample(folder.file("none.wav")).error().code, ErrorCode::notFound);
}
