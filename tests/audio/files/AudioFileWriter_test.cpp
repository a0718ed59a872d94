// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/files/AudioFileWriter.h"

#include "PlanarAudio.h"
#include "audio/files/TpdfDither.h"
#include "audio/files/WavHeader.h"
#include "support/TemporaryFolder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace {

using namespace cppmusic::audio;
using namespace cppmusic::test;
using cppmusic::core::ErrorCode;

AudioFileSpec specOf(AudioFileFormat format, SampleFormat samples, int channels)
{
    AudioFileSpec spec;
    spec.format = format;
    spec.samples = samples;
    spec.channels = channels;
    return spec;
}

constexpr AudioFileFormat allFormats[] = {AudioFileFormat::wav,  AudioFileFormat::aiff,
                                          AudioFileFormat::flac, AudioFileFormat::ogg,
                                          AudioFileFormat::opus, AudioFileFormat::mp3};

} // namespace

TEST(AudioFileWriter, FloatWavKeepsEveryBit)
{
    TemporaryFolder folder;
    auto sound = noise(10007, 2);
    for (const auto format : {AudioFileFormat::wav, AudioFileFormat::aiff}) {
        const auto path = folder.file("a");
        ASSERT_TRUE(writeFile(path, sound, specOf(format, SampleFormat::float32, 2)).ok());
        EXPECT_EQ(readFile(path).channels, sound.channels);
    }
    EXPECT_EQ(folder.entries(), 1) << "no temporary file may be left";
}

TEST(AudioFileWriter, IntegersWithoutDitherRoundToTheNearestStep)
{
    TemporaryFolder folder;
    auto sound = noise(5000, 2);
    for (const auto format : {AudioFileFormat::wav, AudioFileFormat::aiff, AudioFileFormat::flac}) {
        for (const auto samples : {SampleFormat::int16, SampleFormat::int24}) {
            auto spec = specOf(format, samples, 2);
            spec.hasDither = false;
            const auto path = folder.file("a");
            ASSERT_TRUE(writeFile(path, sound, spec).ok());
            const auto read = readFile(path);
            const float half = samples == SampleFormat::int16 ? 0.5f / 32768 : 0.5f / 8388608;
            ASSERT_EQ(read.frames(), sound.frames());
            for (std::size_t c = 0; c < 2; ++c) {
                for (std::size_t i = 0; i < 5000; ++i)
                    ASSERT_LE(std::abs(read.channels[c][i] - sound.channels[c][i]), half * 1.001f);
            }
            // What was read is on the steps, so writing it again changes nothing.
            auto again = read;
            ASSERT_TRUE(writeFile(path, again, spec).ok());
            EXPECT_EQ(readFile(path).channels, read.channels);
        }
    }
}

TEST(AudioFileWriter, DitherErrorHasNoMeanNoToneAndIsWhite)
{
    // A quiet low tone, where plain rounding would give loud harmonics.
    constexpr int frames = 1 << 16;
    constexpr double step = 1.0 / 32768;
    const auto tone = sine(48000, 1000.0, 3.3 * step, frames, 1).channels[0];
    TpdfDither dither(16, true, 1);
    std::vector<double> error(frames);
    double mean = 0, power = 0;
    for (std::size_t i = 0; i < frames; ++i) {
        error[i] = dither.quantise(tone[i]) - static_cast<double>(tone[i]) / step;
        mean += error[i] / frames;
        power += error[i] * error[i] / frames;
    }
    EXPECT_NEAR(mean, 0.0, 4.0 * 0.5 / 256.0) << "in steps; 4 standard errors";
    EXPECT_NEAR(power, 0.25, 0.01) << "1/12 of rounding and 2/12 of the noise";
    for (int lag = 1; lag <= 64; ++lag) {
        double correlation = 0;
        for (std::size_t i = static_cast<std::size_t>(lag); i < frames; ++i)
            correlation += error[i] * error[i - static_cast<std::size_t>(lag)];
        EXPECT_LT(std::abs(correlation / (power * frames)), 5.0 / 256.0) << "lag " << lag;
    }
    // The third harmonic of the tone, which rounding without dither makes.
    const auto thirdHarmonic = [&](bool isOn) {
        TpdfDither quantiser(16, isOn, 7);
        std::vector<float> out(frames);
        for (std::size_t i = 0; i < frames; ++i)
            out[i] = static_cast<float>(quantiser.quantise(tone[i]));
        return amplitudeAt(out, 48000, 3000.0, 0, frames);
    };
    EXPECT_LT(thirdHarmonic(true), 0.015);
    EXPECT_GT(thirdHarmonic(false), 0.05);
}

TEST(AudioFileWriter, TheSameSoundGivesTheSameBytesHoweverItIsCut)
{
    TemporaryFolder folder;
    auto sound = noise(48000, 2);
    for (const auto format : allFormats) {
        auto spec = specOf(format, SampleFormat::int16, 2);
        ASSERT_TRUE(writeFile(folder.file("a"), sound, spec, 1).ok());
        const auto expected = readBytes(folder.file("a"));
        for (const std::int64_t block : {64, 1000, 48000}) {
            ASSERT_TRUE(writeFile(folder.file("b"), sound, spec, block).ok());
            EXPECT_TRUE(readBytes(folder.file("b")) == expected)
                << audioFileFormatName(format) << " in blocks of " << block;
        }
        spec.ditherSeed = 2;
        const bool isDithered = format <= AudioFileFormat::flac;
        ASSERT_TRUE(writeFile(folder.file("b"), sound, spec).ok());
        EXPECT_EQ(readBytes(folder.file("b")) != expected, isDithered);
    }
}

TEST(AudioFileWriter, LossyFilesKeepLevelPitchAndLength)
{
    TemporaryFolder folder;
    auto sound = sine(48000, 997.0, 0.5, 96000, 2);
    for (const auto format : {AudioFileFormat::ogg, AudioFileFormat::opus, AudioFileFormat::mp3}) {
        const auto path = folder.file("a");
        ASSERT_TRUE(writeFile(path, sound, specOf(format, SampleFormat::int16, 2)).ok());
        const auto read = readFile(path);
        const auto name = audioFileFormatName(format);
        EXPECT_NEAR(static_cast<double>(read.frames()), 96000.0,
                    format == AudioFileFormat::mp3 ? 2400.0 : 0.0)
            << name;
        EXPECT_NEAR(decibels(amplitudeAt(read.channels[0], 48000, 997.0, 20000, 68000)), -6.02, 0.1)
            << name;
        EXPECT_NEAR(decibels(amplitudeAt(read.channels[1], 48000, 997.0, 20000, 68000)), -12.04,
                    0.1)
            << name;
    }
}

TEST(AudioFileWriter, NotANumberBecomesSilenceAndTooLoudIsClipped)
{
    TemporaryFolder folder;
    PlanarAudio sound(1, 4);
    sound.channels[0] = {std::numeric_limits<float>::quiet_NaN(),
                         std::numeric_limits<float>::infinity(), 3.0f, -3.0f};
    auto spec = specOf(AudioFileFormat::wav, SampleFormat::float32, 1);
    ASSERT_TRUE(writeFile(folder.file("a"), sound, spec).ok());
    EXPECT_EQ(readFile(folder.file("a")).channels[0], (std::vector<float>{0, 0, 3, -3}));
    spec = specOf(AudioFileFormat::wav, SampleFormat::int16, 1);
    spec.hasDither = false;
    ASSERT_TRUE(writeFile(folder.file("a"), sound, spec).ok());
    EXPECT_EQ(readFile(folder.file("a")).channels[0],
              (std::vector<float>{0, 0, 32767.0f / 32768, -1}));
}

TEST(AudioFileWriter, AFullDiskLeavesTheOldFileAndNothingElse)
{
    TemporaryFolder folder;
    auto sound = noise(100000, 2);
    for (const auto format : allFormats) {
        const auto path = folder.file("song");
        writeBytes(path, "the old file");
        auto spec = specOf(format, SampleFormat::int16, 2);
        spec.maxBytes = 5000;
        const auto status = writeFile(path, sound, spec);
        ASSERT_FALSE(status.ok()) << audioFileFormatName(format);
        EXPECT_EQ(status.error().code, ErrorCode::noSpace) << status.error().text();
        EXPECT_EQ(status.error().place, path.string());
        EXPECT_EQ(readBytes(path), "the old file");
        EXPECT_EQ(folder.entries(), 1);
    }
}

TEST(AudioFileWriter, EveryPlaceWhereTheDiskFillsUpIsAnError)
{
    TemporaryFolder folder;
    auto sound = noise(3000, 1);
    for (const auto format : allFormats) {
        auto spec = specOf(format, SampleFormat::int16, 1);
        ASSERT_TRUE(writeFile(folder.file("whole"), sound, spec).ok());
        const auto size = readBytes(folder.file("whole")).size();
        for (std::size_t limit = 0; limit < size; limit += 97) {
            spec.maxBytes = limit;
            const auto status = writeFile(folder.file("cut"), sound, spec);
            ASSERT_FALSE(status.ok()) << audioFileFormatName(format) << " at " << limit;
            EXPECT_EQ(status.error().code, ErrorCode::noSpace);
            EXPECT_EQ(folder.entries(), 1);
        }
    }
}

TEST(AudioFileWriter, AnUnfinishedFileIsNeverSeen)
{
    TemporaryFolder folder;
    auto sound = noise(10000, 2);
    {
        auto writer = AudioFileWriter::create(folder.file("a.wav"), {});
        ASSERT_TRUE(writer.ok());
        ASSERT_TRUE(writer->write(sound.constAll()).ok());
        EXPECT_FALSE(std::filesystem::exists(folder.file("a.wav")));
        EXPECT_EQ(writer->framesWritten(), 10000);
        writer->abandon();
        EXPECT_FALSE(writer->finish().ok());
        auto other = AudioFileWriter::create(folder.file("b.wav"), {});
        ASSERT_TRUE(other.ok());
        ASSERT_TRUE(other->write(sound.constAll()).ok());
    }
    EXPECT_EQ(folder.entries(), 0);
}

TEST(AudioFileWriter, ImpossibleTargetsAreErrorsWithThePath)
{
    TemporaryFolder folder;
    const auto codeOf = [](const std::filesystem::path& path, const AudioFileSpec& spec) {
        const auto writer = AudioFileWriter::create(path, spec);
        EXPECT_FALSE(writer.ok()) << path;
        return writer.ok() ? ErrorCode::internal : writer.error().code;
    };
    EXPECT_EQ(codeOf(folder.file("none/a.wav"), {}), ErrorCode::notFound);
    EXPECT_EQ(codeOf(folder.path(), {}), ErrorCode::invalidArgument);
    EXPECT_EQ(codeOf("/dev/null", {}), ErrorCode::invalidArgument);
    const auto path = folder.file("a");
    EXPECT_EQ(codeOf(path, specOf(AudioFileFormat::flac, SampleFormat::float32, 2)),
              ErrorCode::invalidArgument);
    EXPECT_EQ(codeOf(path, specOf(AudioFileFormat::mp3, SampleFormat::int16, 3)),
              ErrorCode::invalidArgument);
    auto opus = specOf(AudioFileFormat::opus, SampleFormat::int16, 2);
    opus.sampleRate = 44100;
    EXPECT_EQ(codeOf(path, opus), ErrorCode::invalidArgument);
    EXPECT_EQ(folder.entries(), 0);
}

TEST(AudioFileWriter, HeadersCarryNoTimeAndNoPeakChunk)
{
    TemporaryFolder folder;
    auto sound = noise(1000, 2);
    auto spec = specOf(AudioFileFormat::wav, SampleFormat::float32, 2);
    for (const std::int64_t expectedFrames : {0, 1000}) {
        spec.expectedFrames = expectedFrames;
        ASSERT_TRUE(writeFile(folder.file("a"), sound, spec).ok());
        const auto bytes = readBytes(folder.file("a"));
        EXPECT_EQ(bytes.substr(0, 4), "RIFF");
        EXPECT_EQ(bytes.find("PEAK"), std::string::npos);
        EXPECT_EQ(bytes.find("bext"), std::string::npos);
    }
    EXPECT_LT(readBytes(folder.file("a")).size(), 8000u + 100u);
    // Known to be longer than 4 GB: RF64 from the start, and RIFF if it turns out shorter.
    spec.expectedFrames = std::int64_t{1} << 30;
    ASSERT_TRUE(writeFile(folder.file("a"), sound, spec).ok());
    EXPECT_EQ(readFile(folder.file("a")).channels, sound.channels);
}

TEST(AudioFileWriter, BeyondFourGigabytesAWavBecomesRf64AndIsReadBack)
{
    TemporaryFolder folder;
    AudioFileSpec spec;
    for (const std::int64_t frames : {std::int64_t{700'000'000}, std::int64_t{900'000'000}}) {
        const auto header = wavHeader(spec, frames);
        const auto bytes = wavSoundBytes(spec, frames);
        EXPECT_EQ(header.size(), wavHeader(spec, 0).size());
        EXPECT_EQ(header.substr(0, 4), bytes > 0xFFFFFFFFull ? "RF64" : "RIFF");
        writeBytes(folder.file("a.wav"), header);
        // The samples are a hole in the file, which takes no room on the disk.
        std::filesystem::resize_file(folder.file("a.wav"), header.size() + bytes);
        auto reader = AudioFileReader::open(folder.file("a.wav"));
        ASSERT_TRUE(reader.ok()) << reader.error().text();
        EXPECT_EQ(reader->info().frames, frames);
        std::filesystem::resize_file(folder.file("a.wav"), header.size() + bytes - 6);
        EXPECT_FALSE(AudioFileReader::open(folder.file("a.wav")).ok()) << "one frame short";
    }
}
