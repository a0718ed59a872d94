// SPDX-License-Identifier: GPL-3.0-or-later
#include "PlanarAudio.h"
#include "audio/files/ConformedFile.h"
#include "support/TemporaryFolder.h"
#include "support/TestData.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace {

using namespace cppmusic::audio;
using namespace cppmusic::test;

/// Hz of the strongest tone between 980 and 1020 Hz.
double toneNear1000(const std::vector<float>& samples, double rate, std::size_t begin,
                    std::size_t end)
{
    double best = 0, bestHz = 0;
    for (double hz = 980; hz <= 1020; hz += 1) {
        const double level = amplitudeAt(samples, rate, hz, begin, end);
        if (level > best) {
            best = level;
            bestHz = hz;
        }
    }
    return bestHz;
}

/// dBFS of the tone: LAME lowers what it encodes at a constant bit rate to 0.95.
double expectedLevel(std::string_view name)
{
    return name.find("cbr") != name.npos ? -6.0 + decibels(0.95) : -6.0;
}

/// Reads all of a file in pieces; any outcome but a crash, a hang or a number that is none.
void readAny(const std::filesystem::path& path)
{
    for (const auto mode : {AudioFileReader::CutShort::refuse, AudioFileReader::CutShort::accept}) {
        auto reader = AudioFileReader::open(path, mode);
        if (!reader.ok()) {
            EXPECT_FALSE(reader.error().message.empty());
            EXPECT_EQ(reader.error().place, path.string());
            continue;
        }
        PlanarAudio piece(2, 10000);
        for (std::int64_t at = 0; at < std::min<std::int64_t>(reader->info().frames, 200000);
             at += 10000) {
            const auto got = reader->read(at, piece.all());
            for (const float value : piece.channels[0]) ASSERT_TRUE(std::isfinite(value)) << path;
            if (!got.ok()) break;
        }
    }
}

} // namespace

TEST(AudioFilesOfOthers, ATonesLevelPitchAndLengthAreRight)
{
    int files = 0;
    for (const auto& path : filesBelow(dataFolder() / "audio")) {
        const auto name = path.filename().string();
        if (name.starts_with("damaged")) continue;
        ++files;
        const auto reader = AudioFileReader::open(path);
        ASSERT_TRUE(reader.ok()) << reader.error().text();
        const double rate = reader->info().sampleRate;
        const auto sound = readFile(path);
        ASSERT_GE(static_cast<double>(sound.frames()), 0.21 * rate) << name;
        const bool isMp3 = path.extension() == ".mp3";
        // MP3 without a tag can't say how much of its first and last frame is padding.
        EXPECT_NEAR(static_cast<double>(sound.frames()), 0.25 * rate, isMp3 ? 3000.0 : 1.0) << name;
        const auto begin = static_cast<std::size_t>(0.08 * rate);
        const auto end = static_cast<std::size_t>(0.21 * rate);
        for (const auto& channel : sound.channels) {
            EXPECT_NEAR(toneNear1000(channel, rate, begin, end), 1000.0, 1.0) << name;
            EXPECT_NEAR(decibels(amplitudeAt(channel, rate, 1000, begin, end)), expectedLevel(name),
                        0.15)
                << name;
        }
    }
    EXPECT_GE(files, 10);
}

TEST(AudioFilesOfOthers, DamagedFilesAreRefusedInOneSentence)
{
    int files = 0;
    for (const auto& path : filesBelow(dataFolder() / "audio")) {
        if (!path.filename().string().starts_with("damaged")) continue;
        ++files;
        const auto reader = AudioFileReader::open(path);
        EXPECT_FALSE(reader.ok()) << path.filename();
        readAny(path);
    }
    EXPECT_GE(files, 6);
}

TEST(AudioFilesOfOthers, PackedFilesConformAndPlayFromAnyPlace)
{
    TemporaryFolder folder;
    for (const char* name : {"oggenc.ogg", "ffmpeg.opus", "lame-vbr.mp3", "ffmpeg-cbr-notag.mp3"}) {
        const auto file =
            conformFile(dataFolder() / "audio" / name, "abc", 48000, folder.file(name));
        ASSERT_TRUE(file.ok()) << file.error().text();
        const auto sound = readFile(file->path);
        EXPECT_NEAR(static_cast<double>(sound.frames()), 12000.0, 3300.0) << name;
        EXPECT_NEAR(decibels(amplitudeAt(sound.channels[0], 48000, 1000, 4000, 10000)),
                    expectedLevel(name), 0.15)
            << name;
    }
}

TEST(AudioFilesOfOthers, OtherProgramsReadWhatWeWrite)
{
    if (std::system("sox --version > /dev/null 2>&1") != 0) GTEST_SKIP() << "sox is not installed";
    TemporaryFolder folder;
    auto tone = sine(48000, 1000, 0.5, 48000, 2);
    for (const auto format : {AudioFileFormat::wav, AudioFileFormat::aiff, AudioFileFormat::flac,
                              AudioFileFormat::ogg, AudioFileFormat::mp3}) {
        for (const auto samples : {SampleFormat::int16, SampleFormat::int24}) {
            AudioFileSpec spec;
            spec.format = format;
            spec.samples = samples;
            const auto source = folder.file("ours." + std::string(audioFileFormatName(format)));
            ASSERT_TRUE(writeFile(source, tone, spec).ok());
            const auto copy = folder.file("theirs.wav");
            const auto command =
                "sox " + source.string() + " -e float -b 32 " + copy.string() + " 2> /dev/null";
            if (std::system(command.c_str()) != 0 && format == AudioFileFormat::mp3) continue;
            const auto read = readFile(copy);
            EXPECT_NEAR(decibels(2 * amplitudeAt(read.channels[0], 48000, 1000, 10000, 40000)), 0.0,
                        0.15)
                << audioFileFormatName(format);
        }
    }
}

TEST(AudioFilesOfOthers, HostileFilesNeverCrashOrHang)
{
    if (corporaFolder().empty())
        GTEST_SKIP() << "no hostile files here; name their folder in CPPMUSIC_CORPORA";
    const auto folder = corporaFolder() / "badinput";
    int files = 0;
    for (const char* kind : {"generated/wav", "generated/aiff", "generated/flac", "generated/ogg",
                             "generated/opus", "generated/mp3", "generated/m4a", "fetched/hound",
                             "fetched/scipy-debian", "fetched/audioread"}) {
        for (const auto& path : filesBelow(folder / kind)) {
            readAny(path);
            ++files;
        }
    }
    EXPECT_GE(files, 50);
    for (const char* name :
         {"wav/empty.wav", "wav/riff-only.wav", "wav/no-fmt.wav", "wav/ch-0.wav", "aiff/sr-nan.aif",
          "aiff/sr-inf.aif", "aiff/sr-zero.aif", "aiff/ch-neg.aif"})
        EXPECT_FALSE(AudioFileReader::open(folder / "generated" / name).ok()) << name;
    for (const char* name :
         {"wav/bext-short.wav", "wav/list-info-loop.wav", "wav/valid.wav", "aiff/valid.aif",
          "flac/valid.flac", "ogg/valid.ogg", "opus/valid.opus", "mp3/valid.mp3"}) {
        const auto reader = AudioFileReader::open(folder / "generated" / name);
        EXPECT_TRUE(reader.ok()) << (reader.ok() ? "" : reader.error().text());
    }
}
