// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/playback/AudioClipPlayer.h"
#include "audio/playback/DiskStreamer.h"
#include "audio/playback/StreamSource.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <condition_variable>
#include <cstring>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace {

using namespace cppmusic::audio;

/// A disk that tells what it is asked for and answers when it is let.
class TestDisk final : public StreamSource {
public:
    explicit TestDisk(std::int64_t frames, std::function<float(std::int64_t)> sound)
        : frames_(frames), sound_(std::move(sound))
    {
    }
    [[nodiscard]] PcmLayout layout() const noexcept override
    {
        return {PcmEncoding::float32, std::endian::native == std::endian::big, 2};
    }
    [[nodiscard]] std::int64_t numFrames() const noexcept override { return frames_; }
    [[nodiscard]] const std::filesystem::path& path() const noexcept override { return path_; }
    cppmusic::core::Status read(std::int64_t frame, int count, std::byte* into) override
    {
        {
            std::unique_lock lock(mutex_);
            asked_.push_back(frame);
            changed_.notify_all();
            changed_.wait(lock, [this] { return isOpen_; });
        }
        for (int i = 0; i < count; ++i) {
            const float both[2] = {sound_(frame + i), -sound_(frame + i)};
            std::memcpy(into + static_cast<std::size_t>(i) * sizeof both, both, sizeof both);
        }
        if (log) log->push_back(this);
        return {};
    }

    void setOpen(bool isOpen)
    {
        const std::lock_guard lock(mutex_);
        isOpen_ = isOpen;
        changed_.notify_all();
    }
    /// Until somebody waits for frames from `frame` on.
    void waitUntilAsked(std::int64_t frame)
    {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return !asked_.empty() && asked_.back() >= frame; });
    }
    std::vector<const TestDisk*>* log = nullptr;

private:
    std::int64_t frames_;
    std::function<float(std::int64_t)> sound_;
    std::filesystem::path path_ = "test disk";
    std::mutex mutex_;
    std::condition_variable changed_;
    bool isOpen_ = true;
    std::vector<std::int64_t> asked_;
};

float sine440(std::int64_t frame)
{
    return 0.5f * static_cast<float>(std::sin(2.0 * 3.14159265358979 * 440.0 *
                                              static_cast<double>(frame) / 48000.0));
}

constexpr int chunkFrames = 8192; // of 64 KiB

/// Plays on from where it stands, in blocks of 128.
class Listener {
public:
    explicit Listener(SampleStream& stream, std::int64_t frame = 0) : stream_(stream), frame_(frame)
    {
    }
    void play(int frames)
    {
        for (int done = 0; done < frames; done += 128) {
            missed += stream_.read(frame_, left_.data(), right_.data(), 128);
            heard.insert(heard.end(), left_.begin(), left_.end());
            for (std::size_t i = 0; i < 128; ++i) areSidesEqual &= left_[i] == -right_[i];
            frame_ += 128;
        }
    }
    [[nodiscard]] float largestStep() const
    {
        float largest = 0.0f;
        for (std::size_t i = 1; i < heard.size(); ++i)
            largest = std::max(largest, std::abs(heard[i] - heard[i - 1]));
        return largest;
    }
    std::vector<float> heard;
    std::int64_t missed = 0;
    bool areSidesEqual = true;

private:
    SampleStream& stream_;
    std::int64_t frame_;
    std::vector<float> left_ = std::vector<float>(128), right_ = std::vector<float>(128);
};

} // namespace

TEST(SlowDisk, AClipFadesOutAndComesBackAsSoftly)
{
    auto disk = std::make_shared<TestDisk>(1000000, &sine440);
    DiskStreamer streamer;
    auto stream = streamer.openSource(disk);
    streamer.serveAll();
    Listener listener(*stream);
    listener.play(1280);
    streamer.serveAll(); // the window from here on; then the disk is silent for half a second
    const float ownStep = listener.largestStep();
    listener.play(24064 + 24064);
    EXPECT_GT(listener.missed, 0);
    EXPECT_EQ(listener.heard.back(), 0.0f);
    streamer.serveAll();
    const auto missedBefore = listener.missed;
    listener.play(4096);
    EXPECT_EQ(listener.missed, missedBefore);
    EXPECT_LE(listener.largestStep(), ownStep + 0.5f / SampleStream::fadeFrames + 1e-4f)
        << "no click: no step much larger than the sound's own";
    EXPECT_TRUE(listener.areSidesEqual);
    const auto end = static_cast<std::int64_t>(listener.heard.size()) - 1;
    EXPECT_EQ(listener.heard.back(), sine440(end)) << "and then it is the file again, in place";
    EXPECT_EQ(streamer.takeReport().missedFrames, static_cast<std::uint64_t>(listener.missed));
}

TEST(SlowDisk, TheAudioThreadNeverWaitsForIt)
{
    auto disk = std::make_shared<TestDisk>(1000000, [](std::int64_t) { return 0.25f; });
    DiskStreamer streamer;
    auto stream = streamer.openSource(disk);
    streamer.serveAll();
    disk->setOpen(false);
    streamer.start();
    Listener listener(*stream, 500000);
    listener.play(128);
    disk->waitUntilAsked(500000 / chunkFrames * chunkFrames); // the disk thread hangs in there
    listener.play(48000);                                     // and playing goes on
    EXPECT_EQ(listener.missed, 128 + 48000);
    disk->setOpen(true);
    bool isHeard = false;
    while (!isHeard) {
        Listener later(*stream, 600000);
        later.play(128);
        isHeard = later.missed == 0 && later.heard.back() == 0.25f;
        std::this_thread::yield();
    }
    streamer.stop();
    EXPECT_EQ(streamer.takeReport().failedChunks, 0u);
}

TEST(SlowDisk, WhatIsHeardFirstIsReadFirst)
{
    std::vector<const TestDisk*> log;
    StreamSize size;
    size.isStaggered = false;
    DiskStreamer streamer(size);
    std::vector<std::shared_ptr<TestDisk>> disks;
    std::vector<std::shared_ptr<SampleStream>> streams;
    for (int i = 0; i < 3; ++i) {
        disks.push_back(std::make_shared<TestDisk>(1000000, &sine440));
        streams.push_back(streamer.openSource(disks.back()));
    }
    streamer.serveAll();
    // Every one has four chunks from its place on; so much is left of its first one.
    const int left[] = {5000, 200, 3000};
    std::vector<float> unused(128);
    for (std::size_t i = 0; i < 3; ++i)
        streams[i]->read(10 * chunkFrames - left[i], unused.data(), unused.data(), 128);
    streamer.serveAll();
    for (auto& disk : disks) disk->log = &log;
    for (std::size_t i = 0; i < 3; ++i)
        streams[i]->read(10 * chunkFrames, unused.data(), unused.data(), 128);
    for (std::size_t i = 0; i < 3; ++i)
        streams[i]->read(11 * chunkFrames - left[i], unused.data(), unused.data(), 128);
    streamer.serveAll();
    const std::vector<const TestDisk*> expected{disks[1].get(), disks[2].get(), disks[0].get()};
    EXPECT_EQ(log, expected);
}

TEST(SlowDisk, StreamsThatPlayTogetherAreReadInTurns)
{
    std::vector<const TestDisk*> log;
    DiskStreamer streamer;
    std::vector<std::shared_ptr<TestDisk>> disks;
    std::vector<std::shared_ptr<SampleStream>> streams;
    for (int i = 0; i < 64; ++i) {
        disks.push_back(std::make_shared<TestDisk>(1000000, &sine440));
        streams.push_back(streamer.openSource(disks.back()));
    }
    streamer.serveAll();
    for (auto& disk : disks) disk->log = &log;
    std::vector<Listener> listeners;
    for (auto& stream : streams) listeners.emplace_back(*stream);
    std::size_t most = 0;
    for (int block = 0; block < 2 * chunkFrames / 128; ++block) {
        log.clear();
        for (auto& listener : listeners) listener.play(128);
        streamer.serveAll();
        if (block > 0) most = std::max(most, log.size()); // the first one asks for the window
    }
    EXPECT_LE(most, 4u) << "of 64, in 64 blocks";
    for (auto& listener : listeners) {
        ASSERT_EQ(listener.missed, 0);
        for (std::size_t i = 0; i < listener.heard.size(); ++i)
            ASSERT_EQ(listener.heard[i], sine440(static_cast<std::int64_t>(i))) << "frame " << i;
    }
}

TEST(SlowDisk, AThousandClipsShareOnePool)
{
    StreamSize size;
    size.poolBytes = std::size_t{192} << 20;
    DiskStreamer streamer(size);
    auto disk = std::make_shared<TestDisk>(1000000, [](std::int64_t) { return 0.25f; });
    std::vector<std::shared_ptr<SampleStream>> streams;
    for (int i = 0; i < 1024; ++i) streams.push_back(streamer.openSource(disk, i * 100));
    streamer.serveAll();
    EXPECT_LE(streamer.bytesInMemory(), size.poolBytes / 2) << "starts that may never be heard";
    EXPECT_GT(streamer.bytesInMemory(), size.poolBytes / 4);
    std::vector<float> left(512), right(512);
    int missed = 0;
    for (std::int64_t frame = 200000; frame < 200000 + 3 * chunkFrames; frame += 512) {
        for (auto& stream : streams) missed += stream->read(frame, left.data(), right.data(), 512);
        if (frame == 200000) missed = 0; // a jump to a place that nobody announced
        streamer.serveAll();
        ASSERT_LE(streamer.bytesInMemory(), size.poolBytes + (std::size_t{128} << 20))
            << "beyond the budget: two chunks of each that is heard";
    }
    EXPECT_EQ(missed, 0);
    streams.clear();
    streamer.serveAll();
    EXPECT_EQ(streamer.bytesInMemory(), 0u);
}

TEST(SlowDisk, ARenderForgetsTheClipsItHasPassed)
{
    StreamSize size;
    size.keepsStarts = false;
    DiskStreamer streamer(size);
    auto disk = std::make_shared<TestDisk>(1000000, &sine440);
    std::vector<TimedAudioClip> clips(400);
    for (std::size_t i = 0; i < clips.size(); ++i) {
        clips[i].startFrame = static_cast<std::int64_t>(i) * 4096;
        clips[i].endFrame = clips[i].startFrame + 4096;
        clips[i].stream = streamer.openSource(disk);
    }
    AudioGraph graph;
    const auto length = clips.back().endFrame;
    graph.add(NodeId{1}, std::make_shared<AudioClipPlayer>(), "Clips",
              makeAudioClipContent(std::move(clips)));
    std::size_t most = 0;
    for (std::int64_t at = 0; at < length; at += 512) {
        ASSERT_TRUE(streamer.prepareBlock(graph, at, 512).ok());
        most = std::max(most, streamer.bytesInMemory());
    }
    EXPECT_LE(most, 120u * 65536) << "of four hundred that lie in one chunk or two";
}
