// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/playback/DiskStreamer.h"

#include "../files/PlanarAudio.h"
#include "support/TemporaryFolder.h"

#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <thread>

namespace {

using namespace cppmusic::audio;
using namespace cppmusic::test;
using cppmusic::core::ErrorCode;
using cppmusic::core::SampleRate;

constexpr SampleRate rate{48000.0};

AudioFileSpec int16Wav(int channels)
{
    AudioFileSpec spec;
    spec.samples = SampleFormat::int16;
    spec.channels = channels;
    return spec;
}

} // namespace

TEST(DiskStreamer, TenMinutesPlayWithinHalfAMegabyte)
{
    TemporaryFolder folder;
    const auto path = folder.file("long.wav");
    constexpr std::int64_t frames = 10 * 60 * 48000;
    {
        auto spec = int16Wav(2);
        spec.hasDither = false;
        auto writer = AudioFileWriter::create(path, spec);
        ASSERT_TRUE(writer.ok());
        auto piece = noise(48000, 2);
        for (int i = 0; i < 600; ++i) ASSERT_TRUE(writer->write(piece.constAll()).ok());
        ASSERT_TRUE(writer->finish().ok());
    }
    const StreamSize size;
    DiskStreamer streamer(size);
    auto stream = streamer.open(path, rate);
    ASSERT_TRUE(stream.ok()) << stream.error().text();
    ASSERT_EQ((*stream)->numFrames(), frames);
    std::vector<float> left(4096), right(4096);
    std::size_t most = 0;
    streamer.serveAll();
    for (std::int64_t frame = 0; frame < frames; frame += 4096) {
        ASSERT_EQ((*stream)->read(frame, left.data(), right.data(), 4096), 0);
        streamer.serveAll();
        most = std::max(most, streamer.bytesInMemory());
    }
    EXPECT_LE(most, static_cast<std::size_t>(size.slots() * size.chunkBytes));
    EXPECT_LE(most, 512u * 1024u);
    EXPECT_EQ(streamer.takeReport().missedFrames, 0u);
}

TEST(DiskStreamer, AnIdleStreamGivesItsMemoryBack)
{
    TemporaryFolder folder;
    auto sound = noise(200000, 2);
    ASSERT_TRUE(writeFile(folder.file("a.wav"), sound, int16Wav(2)).ok());
    DiskStreamer streamer;
    auto stream = *streamer.open(folder.file("a.wav"), rate);
    std::vector<float> left(512), right(512);
    stream->read(100000, left.data(), right.data(), 512);
    streamer.serveAll();
    const auto busy = streamer.bytesInMemory();
    for (int i = 0; i < 1000; ++i) streamer.serveAll();
    EXPECT_LT(streamer.bytesInMemory(), busy);
    EXPECT_EQ(streamer.bytesInMemory(), 2u * 65536) << "only the clip's start";
    EXPECT_EQ(stream->read(0, left.data(), right.data(), 512), 0) << "which is still there";
}

TEST(DiskStreamer, WhatWasNotReadInTimeIsSilentAndCounted)
{
    TemporaryFolder folder;
    auto sound = noise(100000, 1);
    ASSERT_TRUE(writeFile(folder.file("a.wav"), sound, int16Wav(1)).ok());
    DiskStreamer streamer;
    auto stream = *streamer.open(folder.file("a.wav"), rate);
    std::vector<float> left(512, 9.0f), right(512, 9.0f);
    EXPECT_EQ(stream->read(50000, left.data(), right.data(), 512), 512);
    EXPECT_EQ(left, std::vector<float>(512, 0.0f));
    EXPECT_EQ(streamer.takeReport().missedFrames, 512u);
    EXPECT_EQ(streamer.takeReport().missedFrames, 0u) << "told once";
    streamer.serveAll();
    EXPECT_EQ(stream->read(50000, left.data(), right.data(), 512), 0);
    EXPECT_EQ(left, right) << "mono is heard on both sides";
    EXPECT_EQ(stream->read(-100, left.data(), right.data(), 50), 0) << "before the file: silence";
    EXPECT_EQ(left[10], 0.0f);
    EXPECT_EQ(stream->read(100000, left.data(), right.data(), 512), 0) << "after it too";
}

TEST(DiskStreamer, AFileThatVanishesIsSilentLiveAndAnErrorOffline)
{
    TemporaryFolder folder;
    auto sound = noise(300000, 2);
    ASSERT_TRUE(writeFile(folder.file("a.wav"), sound, int16Wav(2)).ok());
    DiskStreamer streamer;
    auto stream = *streamer.open(folder.file("a.wav"), rate);
    streamer.serveAll();
    // Cut behind the reader's back, as a failing disk or another program would.
    std::filesystem::resize_file(folder.file("a.wav"), 1000);
    std::vector<float> left(512, 9.0f), right(512, 9.0f);
    stream->read(200000, left.data(), right.data(), 512);
    streamer.serveAll();
    EXPECT_EQ(stream->read(200000, left.data(), right.data(), 512), 0);
    EXPECT_EQ(left, std::vector<float>(512, 0.0f));
    EXPECT_GT(streamer.takeReport().failedChunks, 0u);
    std::vector<TimedAudioClip> clips{{0, 300000, 0, 0, 0, 1.0f, stream}};
    const auto status = streamer.prepareBlock(*makeAudioClipContent(clips), 200000, 512);
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().place, folder.file("a.wav").string());
}

TEST(DiskStreamer, OnlyFilesOfTheEnginesRateThatSeekExactlyAreStreamed)
{
    TemporaryFolder folder;
    auto sound = noise(20000, 1);
    ASSERT_TRUE(writeFile(folder.file("a.wav"), sound, int16Wav(1)).ok());
    auto ogg = int16Wav(1);
    ogg.format = AudioFileFormat::ogg;
    ASSERT_TRUE(writeFile(folder.file("a.ogg"), sound, ogg).ok());
    DiskStreamer streamer;
    EXPECT_EQ(streamer.open(folder.file("a.wav"), SampleRate(44100)).error().code,
              ErrorCode::invalidArgument);
    EXPECT_EQ(streamer.open(folder.file("a.ogg"), rate).error().code, ErrorCode::invalidArgument);
    EXPECT_EQ(streamer.open(folder.file("none.wav"), rate).error().code, ErrorCode::notFound);
}

TEST(DiskStreamer, MoreFilesThanTheSystemLetsOpen)
{
    TemporaryFolder folder;
    auto sound = noise(20000, 1);
    DiskStreamer streamer;
    std::vector<std::shared_ptr<SampleStream>> streams;
    ASSERT_TRUE(writeFile(folder.file("a.wav"), sound, int16Wav(1)).ok());
    const auto whole = readFile(folder.file("a.wav"));
    for (int i = 0; i < 1500; ++i) {
        const auto path = folder.file(std::to_string(i) + ".wav");
        std::filesystem::create_hard_link(folder.file("a.wav"), path);
        auto stream = streamer.open(path, rate);
        ASSERT_TRUE(stream.ok()) << stream.error().text();
        streams.push_back(*stream);
    }
    std::vector<float> left(512), right(512);
    for (auto& stream : streams) {
        ASSERT_TRUE(stream->fillNow(10000, 512).ok());
        ASSERT_EQ(stream->read(10000, left.data(), right.data(), 512), 0);
        ASSERT_EQ(left[3], whole.channels[0][10003]);
        stream.reset();
    }
}

TEST(DiskStreamer, KindsOfFilesAreHeardAsTheyAreReadWhole)
{
    TemporaryFolder folder;
    auto sound = noise(60000, 6);
    AudioFileSpec spec;
    spec.channels = 6;
    DiskStreamer streamer;
    for (const auto samples : {SampleFormat::int16, SampleFormat::int24, SampleFormat::float32}) {
        for (const auto format :
             {AudioFileFormat::wav, AudioFileFormat::aiff, AudioFileFormat::flac}) {
            spec.samples = samples;
            spec.format = format;
            if (!checkAudioFileSpec(spec)) continue;
            ASSERT_TRUE(writeFile(folder.file("a"), sound, spec).ok());
            const auto whole = readFile(folder.file("a"));
            auto stream = *streamer.open(folder.file("a"), rate);
            std::vector<float> left(1000), right(1000);
            for (const std::int64_t from : {0, 10000, 59500}) {
                ASSERT_TRUE(stream->fillNow(from, 1000).ok());
                ASSERT_EQ(stream->read(from, left.data(), right.data(), 1000), 0);
                for (std::size_t i = 0; i < 500; ++i) {
                    ASSERT_EQ(left[i], whole.channels[0][static_cast<std::size_t>(from) + i]);
                    ASSERT_EQ(right[i], whole.channels[1][static_cast<std::size_t>(from) + i]);
                }
            }
            stream.reset();
            streamer.serveAll(); // forgets the file, which is written again
        }
    }
}

TEST(DiskStreamer, AnAudioThreadAndADiskThreadNeverDisagree)
{
    TemporaryFolder folder;
    auto sound = noise(400000, 2);
    AudioFileSpec spec;
    spec.samples = SampleFormat::float32;
    ASSERT_TRUE(writeFile(folder.file("a.wav"), sound, spec).ok());
    StreamSize size;
    size.chunkBytes = 1024 * 2 * sizeof(float);
    DiskStreamer streamer(size);
    std::vector<std::shared_ptr<SampleStream>> streams;
    for (int i = 0; i < 4; ++i) streams.push_back(*streamer.open(folder.file("a.wav"), rate, i));
    streamer.start();

    std::atomic<bool> isDone{false};
    std::atomic<std::int64_t> heard{0}, wrong{0};
    std::thread audio([&] {
        std::vector<float> left(512), right(512);
        std::mt19937 random(11);
        std::int64_t frame = 0;
        std::vector<int> fading(streams.size(), 0); // frames until a fade-in after a gap is over
        for (int block = 0; block < 30000; ++block) {
            if (block % 500 == 0) frame = static_cast<std::int64_t>(random() % 390000);
            const int count = 1 + static_cast<int>(random() % 512);
            for (std::size_t s = 0; s < streams.size(); ++s) {
                const int missing = streams[s]->read(frame, left.data(), right.data(), count);
                const int ignored = missing > 0 ? count : std::min(count, fading[s]);
                fading[s] = missing > 0 ? SampleStream::fadeFrames : fading[s] - ignored;
                for (int i = ignored; i < count; ++i) {
                    const auto index = static_cast<std::size_t>(frame + i);
                    const auto k = static_cast<std::size_t>(i);
                    const bool isRight =
                        left[k] == sound.channels[0][index] && right[k] == sound.channels[1][index];
                    (isRight ? heard : wrong).fetch_add(1, std::memory_order_relaxed);
                }
            }
            frame = (frame + count) % 390000;
        }
        isDone.store(true);
    });
    std::mt19937 random(12);
    while (!isDone.load()) { // the main thread meanwhile edits
        for (auto& stream : streams) {
            stream->setHead(static_cast<std::int64_t>(random() % 390000));
            stream->setCue(static_cast<std::int64_t>(random() % 390000));
        }
        (void)streamer.takeReport();
        auto passing = streamer.open(folder.file("a.wav"), rate, 5);
        std::this_thread::yield();
    }
    audio.join();
    streamer.stop();
    EXPECT_EQ(wrong.load(), 0);
    EXPECT_GT(heard.load(), 0);
}
