// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/files/ConformedFile.h"

#include "PlanarAudio.h"
#include "support/TemporaryFolder.h"

#include <gtest/gtest.h>

namespace {

using namespace cppmusic::audio;
using namespace cppmusic::test;
using cppmusic::core::CancellationToken;
using cppmusic::core::ErrorCode;

AudioFileSpec specOf(AudioFileFormat format, int rate)
{
    AudioFileSpec spec;
    spec.format = format;
    spec.samples = SampleFormat::int16;
    spec.sampleRate = rate;
    return spec;
}

} // namespace

TEST(ConformedFile, AFileThatFitsIsUsedAsItIs)
{
    TemporaryFolder folder;
    auto sound = noise(1000, 2);
    for (const auto format : {AudioFileFormat::wav, AudioFileFormat::aiff, AudioFileFormat::flac}) {
        ASSERT_TRUE(writeFile(folder.file("a"), sound, specOf(format, 48000)).ok());
        const auto file = conformFile(folder.file("a"), "abc", 48000, folder.file("cache"));
        ASSERT_TRUE(file.ok());
        EXPECT_TRUE(file->isOriginal);
        EXPECT_EQ(file->path, folder.file("a"));
        EXPECT_EQ(file->frames, 1000);
        EXPECT_FALSE(std::filesystem::exists(folder.file("cache")));
    }
}

TEST(ConformedFile, OtherRatesKeepPitchLevelAndPlace)
{
    TemporaryFolder folder;
    auto tone = sine(44100, 1000.0, 0.5, 88200, 2);
    ASSERT_TRUE(writeFile(folder.file("a.wav"), tone, specOf(AudioFileFormat::wav, 44100)).ok());
    double lastProgress = 0;
    const auto file =
        conformFile(folder.file("a.wav"), "abc", 48000, folder.file("cache"), {}, [&](double p) {
            EXPECT_GE(p, lastProgress);
            lastProgress = p;
        });
    ASSERT_TRUE(file.ok()) << file.error().text();
    EXPECT_EQ(lastProgress, 1.0);
    EXPECT_EQ(file->frames, 96000);
    const auto out = readFile(file->path);
    ASSERT_EQ(out.frames(), 96000);
    EXPECT_NEAR(decibels(2 * amplitudeAt(out.channels[0], 48000, 1000, 24000, 72000)), 0.0, 0.01);
    EXPECT_NEAR(out.channels[0][48000 + 12], 0.5f * 1.0f, 0.001f) << "a quarter period after 1 s";
}

TEST(ConformedFile, PackedFilesBecomeExactToSeek)
{
    TemporaryFolder folder;
    auto tone = sine(48000, 1000.0, 0.5, 96000, 2);
    for (const auto format : {AudioFileFormat::ogg, AudioFileFormat::opus, AudioFileFormat::mp3}) {
        ASSERT_TRUE(writeFile(folder.file("a"), tone, specOf(format, 48000)).ok());
        const auto name = audioFileFormatName(format);
        const auto file = conformFile(folder.file("a"), name, 48000, folder.file("cache"));
        ASSERT_TRUE(file.ok()) << file.error().text();
        EXPECT_FALSE(file->isOriginal);
        const auto reader = AudioFileReader::open(file->path);
        ASSERT_TRUE(reader.ok());
        EXPECT_FALSE(needsConforming(reader->info(), 48000));
        EXPECT_EQ(reader->info().frames, file->frames);
        EXPECT_NEAR(static_cast<double>(file->frames), 96000.0, 2400.0) << name;
    }
}

TEST(ConformedFile, MadeOnceWithTheSameBytesEveryTimeAndAnewIfDamaged)
{
    TemporaryFolder folder;
    auto sound = noise(44100, 1);
    auto spec = specOf(AudioFileFormat::flac, 44100);
    spec.channels = 1;
    ASSERT_TRUE(writeFile(folder.file("a"), sound, spec).ok());
    const auto make = [&](const char* cache) {
        const auto file = conformFile(folder.file("a"), "abc", 48000, folder.file(cache));
        EXPECT_TRUE(file.ok());
        return file->path;
    };
    const auto first = make("cache");
    const auto bytes = readBytes(first);
    EXPECT_EQ(readBytes(make("other")), bytes);
    const auto time = std::filesystem::last_write_time(first);
    EXPECT_EQ(make("cache"), first);
    EXPECT_EQ(std::filesystem::last_write_time(first), time) << "used, not made again";
    writeBytes(first, bytes.substr(0, bytes.size() / 2));
    EXPECT_EQ(readBytes(make("cache")), bytes);
}

TEST(ConformedFile, StoppedOrFailedLeavesNothing)
{
    TemporaryFolder folder;
    auto sound = noise(44100, 2);
    ASSERT_TRUE(writeFile(folder.file("a.wav"), sound, specOf(AudioFileFormat::wav, 44100)).ok());
    CancellationToken token;
    const auto stopped = conformFile(folder.file("a.wav"), "abc", 48000, folder.file("cache"),
                                     token, [&](double) { token.cancel(); });
    ASSERT_FALSE(stopped.ok());
    EXPECT_EQ(stopped.error().code, ErrorCode::cancelled);
    EXPECT_TRUE(std::filesystem::is_empty(folder.file("cache")));
    EXPECT_FALSE(conformFile(folder.file("a.wav"), "../abc", 48000, folder.file("cache")).ok());
    EXPECT_FALSE(conformFile(folder.file("a.wav"), "abc", 48000, folder.file("a.wav")).ok());
}

TEST(ConformedFile, LengthsAreRoundedToTheNearestFrame)
{
    EXPECT_EQ(conformedFrames(44100, 44100, 48000), 48000);
    EXPECT_EQ(conformedFrames(1, 44100, 48000), 1);
    EXPECT_EQ(conformedFrames(147 * 3 + 1, 44100, 48000), 481);
    EXPECT_EQ(conformedFrames(0, 44100, 48000), 0);
}
