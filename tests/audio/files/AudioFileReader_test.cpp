// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/files/AudioFileReader.h"

#include "PlanarAudio.h"
#include "support/TemporaryFolder.h"

#include <gtest/gtest.h>

#include <bit>
#include <limits>
#include <random>

namespace {

using namespace cppmusic::audio;
using namespace cppmusic::test;
using cppmusic::core::ErrorCode;
using namespace std::string_literals;

std::string little(std::uint32_t value, int count)
{
    std::string out;
    for (int i = 0; i < count; ++i) out.push_back(static_cast<char>((value >> (8 * i)) & 255));
    return out;
}

/// A WAV written by hand; `dataLength` is what its header says.
std::string wav(std::uint32_t channels, std::uint32_t rate, const std::string& data,
                std::uint32_t dataLength, std::uint32_t tag = 1, std::uint32_t bits = 16)
{
    const auto align = channels * bits / 8;
    return "RIFF" + little(36 + dataLength, 4) + "WAVEfmt " + little(16, 4) + little(tag, 2) +
           little(channels, 2) + little(rate, 4) + little(rate * align, 4) + little(align, 2) +
           little(bits, 2) + "data" + little(dataLength, 4) + data;
}

cppmusic::core::Error errorOf(const std::filesystem::path& path)
{
    auto reader = AudioFileReader::open(path);
    EXPECT_FALSE(reader.ok()) << path;
    return reader.ok() ? cppmusic::core::Error{} : reader.error();
}

} // namespace

TEST(AudioFileReader, ReadsAnyPlaceOfAFileAsTheWholeWouldBeRead)
{
    TemporaryFolder folder;
    auto sound = noise(30000, 2);
    std::mt19937 random(7);
    for (const auto format : {AudioFileFormat::wav, AudioFileFormat::aiff, AudioFileFormat::flac}) {
        AudioFileSpec spec;
        spec.format = format;
        ASSERT_TRUE(writeFile(folder.file("a"), sound, spec).ok());
        const auto whole = readFile(folder.file("a"));
        auto reader = AudioFileReader::open(folder.file("a"));
        ASSERT_TRUE(reader.ok());
        EXPECT_TRUE(reader->info().canSeekExactly);
        for (int i = 0; i < 200; ++i) {
            const auto start = static_cast<std::int64_t>(random() % 32000) - 1000;
            const auto count = static_cast<std::int64_t>(1 + random() % 9000);
            PlanarAudio part(2, count);
            part.channels[0].assign(part.channels[0].size(), 9.0f);
            const auto got = reader->read(start, part.all());
            ASSERT_TRUE(got.ok()) << got.error().text();
            EXPECT_EQ(*got, std::max<std::int64_t>(0, std::min<std::int64_t>(start + count, 30000) -
                                                          std::max<std::int64_t>(start, 0)));
            for (std::int64_t k = 0; k < count; ++k) {
                const auto frame = start + k;
                const bool isInside = frame >= 0 && frame < 30000;
                const auto index = static_cast<std::size_t>(frame);
                ASSERT_EQ(part.channels[0][static_cast<std::size_t>(k)],
                          isInside ? whole.channels[0][index] : 0.0f);
            }
        }
    }
}

TEST(AudioFileReader, NotANumberAndInfinityAreSilence)
{
    TemporaryFolder folder;
    std::string data;
    for (const float value : {0.5f, std::numeric_limits<float>::quiet_NaN(),
                              std::numeric_limits<float>::infinity(), -0.25f})
        data += little(std::bit_cast<std::uint32_t>(value), 4);
    writeBytes(folder.file("a.wav"), wav(1, 48000, data, 16, 3, 32));
    EXPECT_EQ(readFile(folder.file("a.wav")).channels[0], (std::vector<float>{0.5f, 0, 0, -0.25f}));
}

TEST(AudioFileReader, MissingChannelsAreSilentAndSpareOnesLeftOut)
{
    TemporaryFolder folder;
    auto sound = noise(100, 3);
    AudioFileSpec spec;
    spec.channels = 3;
    spec.samples = SampleFormat::float32;
    ASSERT_TRUE(writeFile(folder.file("a"), sound, spec).ok());
    auto reader = AudioFileReader::open(folder.file("a"));
    ASSERT_TRUE(reader.ok());
    PlanarAudio wide(5, 100), narrow(1, 100);
    wide.channels[4].assign(100, 1.0f);
    ASSERT_TRUE(reader->read(0, wide.all()).ok());
    ASSERT_TRUE(reader->read(0, narrow.all()).ok());
    EXPECT_EQ(wide.channels[2], sound.channels[2]);
    EXPECT_EQ(wide.channels[4], std::vector<float>(100, 0.0f));
    EXPECT_EQ(narrow.channels[0], sound.channels[0]);
}

TEST(AudioFileReader, WhatCannotBeReadIsOneSentenceWithThePath)
{
    TemporaryFolder folder;
    const auto path = folder.file("a.wav");
    const auto codeFor = [&](const std::string& bytes) {
        writeBytes(path, bytes);
        const auto error = errorOf(path);
        EXPECT_EQ(error.place, path.string());
        EXPECT_FALSE(error.message.empty());
        EXPECT_EQ(error.message.find('\n'), std::string::npos);
        return error.code;
    };
    const std::string data(4000, '\1');
    EXPECT_EQ(errorOf(folder.file("none.wav")).code, ErrorCode::notFound);
    EXPECT_EQ(errorOf(folder.path()).code, ErrorCode::invalidArgument);
    EXPECT_EQ(errorOf("/dev/zero").code, ErrorCode::invalidArgument);
    EXPECT_EQ(codeFor(""), ErrorCode::corrupt);
    EXPECT_EQ(codeFor("this is a text"), ErrorCode::corrupt);
    EXPECT_EQ(codeFor(wav(0, 48000, data, 4000)), ErrorCode::corrupt);
    EXPECT_EQ(codeFor(wav(257, 48000, std::string(514 * 4, '\1'), 514 * 4)), ErrorCode::corrupt);
    EXPECT_EQ(codeFor(wav(1, 999, data, 4000)), ErrorCode::corrupt);
    EXPECT_EQ(codeFor(wav(1, 768001, data, 4000)), ErrorCode::corrupt);
    EXPECT_EQ(codeFor(wav(1, 48000, data, 4001)), ErrorCode::corrupt);
    EXPECT_EQ(codeFor(wav(1, 48000, data, 400000000)), ErrorCode::corrupt);
}

TEST(AudioFileReader, ARecordingCutShortCanBeRescued)
{
    TemporaryFolder folder;
    auto sound = noise(48000, 2);
    for (const auto format : {AudioFileFormat::wav, AudioFileFormat::aiff, AudioFileFormat::flac}) {
        AudioFileSpec spec;
        spec.format = format;
        ASSERT_TRUE(writeFile(folder.file("whole"), sound, spec).ok());
        const auto bytes = readBytes(folder.file("whole"));
        writeBytes(folder.file("cut"), bytes.substr(0, bytes.size() / 2));
        const auto error = errorOf(folder.file("cut"));
        EXPECT_EQ(error.code, ErrorCode::corrupt);
        EXPECT_NE(error.message.find("cut short"), std::string::npos) << error.message;

        auto reader = AudioFileReader::open(folder.file("cut"), AudioFileReader::CutShort::accept);
        ASSERT_TRUE(reader.ok()) << reader.error().text();
        EXPECT_NEAR(static_cast<double>(reader->info().frames), 24000.0, 4200.0);
        EXPECT_NEAR(static_cast<double>(reader->info().frames + reader->info().missingFrames),
                    48000.0, 100.0);
        PlanarAudio part(2, reader->info().frames);
        EXPECT_TRUE(reader->read(0, part.all()).ok());
        auto whole = readFile(folder.file("whole"));
        whole.channels[1].resize(static_cast<std::size_t>(part.frames()));
        EXPECT_EQ(part.channels[1], whole.channels[1]);
    }
}

TEST(AudioFileReader, AWavOfUnknownLengthFromAPipeIsWhole)
{
    TemporaryFolder folder;
    writeBytes(folder.file("a.wav"), wav(1, 48000, std::string(4000, '\1'), 0xFFFFFFFF));
    EXPECT_EQ(readFile(folder.file("a.wav")).frames(), 2000);
}

TEST(AudioFileReader, NoCutAndNoDamageOfAnyFormatCrashes)
{
    TemporaryFolder folder;
    auto sound = noise(6000, 2);
    std::mt19937 random(99);
    for (const auto format : {AudioFileFormat::wav, AudioFileFormat::aiff, AudioFileFormat::flac,
                              AudioFileFormat::ogg, AudioFileFormat::opus, AudioFileFormat::mp3}) {
        AudioFileSpec spec;
        spec.format = format;
        ASSERT_TRUE(writeFile(folder.file("whole"), sound, spec).ok());
        const auto bytes = readBytes(folder.file("whole"));
        for (int i = 0; i < 150; ++i) {
            auto damaged = bytes;
            if (i % 3 == 0) {
                damaged.resize(random() % bytes.size());
            } else {
                for (int k = 0; k < 3; ++k)
                    damaged[random() % (i % 3 == 1 ? 60 : bytes.size())] =
                        static_cast<char>(random());
            }
            writeBytes(folder.file("a"), damaged);
            auto reader = AudioFileReader::open(folder.file("a"),
                                                i % 2 == 0 ? AudioFileReader::CutShort::accept
                                                           : AudioFileReader::CutShort::refuse);
            if (!reader.ok()) {
                EXPECT_FALSE(reader.error().message.empty());
                continue;
            }
            PlanarAudio part(2, 5000);
            for (std::int64_t at = 0; at < 20000; at += 5000) {
                const auto got = reader->read(at, part.all());
                for (const auto& channel : part.channels) {
                    for (const float value : channel) ASSERT_TRUE(std::isfinite(value));
                }
                if (!got.ok()) break;
            }
        }
    }
}
