// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/playback/AudioClipPlayer.h"

#include "../files/PlanarAudio.h"
#include "audio/playback/DiskStreamer.h"
#include "core/MathUtils.h"
#include "support/NodeHarness.h"
#include "support/TemporaryFolder.h"

#include <gtest/gtest.h>

#include <random>

namespace {

using namespace cppmusic::audio;
using namespace cppmusic::test;
using cppmusic::core::SampleRate;

constexpr SampleRate rate{48000.0};

AudioFileSpec floatWav(int channels)
{
    AudioFileSpec spec;
    spec.samples = SampleFormat::float32;
    spec.channels = channels;
    return spec;
}

/// A stereo and a mono file, and clips of them that overlap.
class AudioClipPlayerTest : public ::testing::Test {
protected:
    void SetUp() override
    {
        ASSERT_TRUE(writeFile(folder.file("stereo.wav"), stereo, floatWav(2)).ok());
        ASSERT_TRUE(writeFile(folder.file("mono.wav"), mono, floatWav(1)).ok());
    }

    std::shared_ptr<SampleStream> stream(const char* name, std::int64_t head)
    {
        auto made = streamer.open(folder.file(name), rate, head);
        EXPECT_TRUE(made.ok());
        return *made;
    }

    std::shared_ptr<const AudioClipContent> song()
    {
        std::vector<TimedAudioClip> clips(3);
        clips[0] = {20000, 60000, 10000, 3000, 5000, 0.5f, stream("stereo.wav", 10000)};
        clips[1] = {1000, 31000, 0, 0, 0, 1.0f, stream("mono.wav", 0)};
        clips[2] = {55000, 90000, 70001, 64, 64, -2.0f, stream("stereo.wav", 70001)};
        clips[2].fadeShape = FadeShape::linear;
        return makeAudioClipContent(std::move(clips));
    }

    /// What should be heard at a song frame, worked out from the arrays.
    float expected(const AudioClipContent& content, std::size_t side, std::int64_t frame) const
    {
        float sum = 0.0f;
        for (const auto& clip : content.clips) {
            if (frame < clip.startFrame || frame >= clip.endFrame) continue;
            const auto source = clip.sourceFrame + frame - clip.startFrame;
            const bool isMono = clip.stream->numChannels() == 1;
            const auto& channel = isMono ? mono.channels[0] : stereo.channels[side];
            const float value = source < static_cast<std::int64_t>(channel.size())
                                    ? channel[static_cast<std::size_t>(source)]
                                    : 0.0f;
            sum += clip.gainAt(frame) * value;
        }
        return sum;
    }

    /// Renders `frames` from the harness's place, the disk serving before each block.
    Signal renderPrepared(NodeHarness& harness, const AudioClipContent& content, int frames,
                          const std::vector<int>& blocks)
    {
        Signal all(2);
        std::size_t next = 0;
        for (int done = 0; done < frames;) {
            const int size = std::min(frames - done, blocks[next++ % blocks.size()]);
            EXPECT_TRUE(streamer.prepareBlock(content, harness.songFrame, size).ok());
            const Signal part = harness.render(size, {size});
            for (std::size_t c = 0; c < 2; ++c)
                all[c].insert(all[c].end(), part[c].begin(), part[c].end());
            done += size;
        }
        return all;
    }

    TemporaryFolder folder;
    PlanarAudio stereo = noise(100000, 2, 3);
    PlanarAudio mono = noise(25000, 1, 4);
    DiskStreamer streamer;
};

} // namespace

TEST_F(AudioClipPlayerTest, EveryFrameOfOverlappingClipsIsExact)
{
    const auto content = song();
    AudioClipPlayer player;
    NodeHarness harness(player);
    harness.content = content.get();
    const auto heard = renderPrepared(harness, *content, 100000, {512});
    for (std::int64_t frame = 0; frame < 100000; ++frame) {
        for (std::size_t side = 0; side < 2; ++side)
            ASSERT_EQ(heard[side][static_cast<std::size_t>(frame)], expected(*content, side, frame))
                << "frame " << frame;
    }
    EXPECT_EQ(streamer.takeReport().missedFrames, 0u);
}

TEST_F(AudioClipPlayerTest, AnyBlocksGiveTheSameBits)
{
    const auto content = song();
    AudioClipPlayer player;
    const auto renderWith = [&](const std::vector<int>& blocks) {
        NodeHarness harness(player);
        harness.content = content.get();
        harness.songFrame = 45000; // an end, a start, fades and a chunk border
        return renderPrepared(harness, *content, 16000, blocks);
    };
    const auto reference = renderWith({4096});
    EXPECT_EQ(renderWith({1}), reference);
    EXPECT_EQ(renderWith({17, 1, 333, 64, 4000}), reference);
}

TEST_F(AudioClipPlayerTest, SeeksAndLoopsStayExact)
{
    const auto content = song();
    AudioClipPlayer player;
    NodeHarness harness(player);
    harness.content = content.get();
    std::mt19937 random(5);
    for (int i = 0; i < 100; ++i) {
        const auto start = static_cast<std::int64_t>(random() % 95000);
        harness.songFrame = start;
        harness.isJumpNext = true;
        const auto heard = renderPrepared(harness, *content, 700, {256});
        for (std::int64_t k = 0; k < 700; ++k)
            ASSERT_EQ(heard[1][static_cast<std::size_t>(k)], expected(*content, 1, start + k))
                << "after a jump to " << start;
    }
}

TEST_F(AudioClipPlayerTest, AStoppedTransportIsSilent)
{
    const auto content = song();
    streamer.serveAll();
    AudioClipPlayer player;
    NodeHarness harness(player);
    harness.content = content.get();
    harness.isPlaying = false;
    harness.songFrame = 25000;
    EXPECT_EQ(harness.render(1000)[0], std::vector<float>(1000, 0.0f));
}

TEST_F(AudioClipPlayerTest, AClipStartsInTimeWithoutItsNeighboursBeingRead)
{
    // Only the heads were read, as after loading a song: play from the start of each clip.
    const auto content = song();
    streamer.serveAll();
    AudioClipPlayer player;
    for (const auto& clip : content->clips) {
        NodeHarness harness(player);
        harness.content = content.get();
        harness.songFrame = clip.startFrame;
        const auto heard = harness.render(512);
        if (clip.startFrame == 1000) { // the others sound over clips that are further on
            for (std::size_t k = 0; k < 512; ++k)
                ASSERT_EQ(heard[0][k],
                          expected(*content, 0, clip.startFrame + static_cast<std::int64_t>(k)));
        }
        EXPECT_EQ(clip.stream->missedFrames(), 0u);
    }
}

TEST_F(AudioClipPlayerTest, ALoopStartThatWasCuedIsThereAtOnce)
{
    const auto content = song();
    streamer.cue(*content, 45678);
    streamer.serveAll();
    AudioClipPlayer player;
    NodeHarness harness(player);
    harness.content = content.get();
    harness.songFrame = 45678;
    const auto heard = harness.render(4096);
    for (std::size_t k = 0; k < 4096; ++k)
        ASSERT_EQ(heard[0][k], expected(*content, 0, 45678 + static_cast<std::int64_t>(k)));
    EXPECT_EQ(streamer.takeReport().missedFrames, 0u);
}

TEST_F(AudioClipPlayerTest, EqualPowerFadesKeepThePowerAndLinearOnesTheLevel)
{
    TimedAudioClip out{0, 1000, 0, 0, 400, 1.0f, nullptr};
    TimedAudioClip in{600, 2000, 0, 400, 0, 1.0f, nullptr};
    for (std::int64_t frame = 600; frame < 1000; ++frame) {
        const double a = static_cast<double>(out.gainAt(frame));
        const double b = static_cast<double>(in.gainAt(frame));
        EXPECT_NEAR(a * a + b * b, 1.0, 1e-6);
    }
    out.fadeShape = in.fadeShape = FadeShape::linear;
    for (std::int64_t frame = 600; frame < 1000; ++frame)
        EXPECT_NEAR(out.gainAt(frame) + in.gainAt(frame), 1.0f, 1e-6f);
    EXPECT_EQ(in.gainAt(600), 0.0f);
    EXPECT_EQ(out.gainAt(600), 1.0f);
    EXPECT_EQ(out.gainAt(599), 1.0f);
}

TEST(AudioClipContent, TheSearchFindsLongClipsUnderShortOnes)
{
    std::vector<TimedAudioClip> clips;
    clips.push_back({0, 100000, 0, 0, 0, 1.0f, nullptr});
    for (std::int64_t i = 0; i < 100; ++i) clips.push_back({i * 10, i * 10 + 5, 0, 0, 0, 1.0f, {}});
    const auto content = makeAudioClipContent(std::move(clips));
    EXPECT_EQ(content->firstAfter(50000), 0u);
    EXPECT_EQ(content->firstAfter(100000), content->clips.size());
}
