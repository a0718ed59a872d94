// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/playback/AudioClipPlayer.h"

#include "../files/PlanarAudio.h"
#include "audio/playback/DiskStreamer.h"
#include "core/MathUtils.h"
#include "support/NodeHarness.h"
#include "support/TemporaryFolder.h"

#include <gtest/gtest.h>

#include <array>
#include <bit>
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

TEST_F(AudioClipPlayerTest, AloneOrOverOthersTheZeroesHaveTheSameSign)
{
    // −0 of a float file stays −0 when copied and becomes +0 when added to silence.
    auto zeroes = PlanarAudio(2, 20000);
    for (auto& channel : zeroes.channels) std::fill(channel.begin(), channel.end(), -0.0f);
    ASSERT_TRUE(writeFile(folder.file("zeroes.wav"), zeroes, floatWav(2)).ok());
    for (const float gain : {1.0f, 0.5f, -1.0f}) {
        std::vector<TimedAudioClip> clips(2);
        clips[0] = {0, 900, 0, 0, 0, gain, stream("zeroes.wav", 0)};
        clips[1] = {900, 1900, 0, 0, 10, gain, stream("zeroes.wav", 0)};
        const auto content = makeAudioClipContent(std::move(clips));
        AudioClipPlayer player;
        const auto bits = [&](const std::vector<int>& blocks) {
            NodeHarness harness(player);
            harness.content = content.get();
            std::vector<std::uint32_t> all;
            const Signal heard = renderPrepared(harness, *content, 1900, blocks);
            for (const float value : heard[0]) all.push_back(std::bit_cast<std::uint32_t>(value));
            return all;
        };
        const auto reference = bits({1900});
        EXPECT_EQ(bits({450}), reference) << "gain " << gain;
        EXPECT_EQ(bits({7}), reference) << "gain " << gain;
    }
}

TEST_F(AudioClipPlayerTest, SaysWhenItIsSilentAndUntilWhen)
{
    const auto content = song(); // 1000 … 31000, 20000 … 60000, 55000 … 90000
    AudioClipPlayer player;
    player.prepare({rate, 512});
    std::vector<float> left(512, 9.0f), right(512, 9.0f);
    const std::array<float*, 2> channels{left.data(), right.data()};
    const std::array<AudioBlock, 1> outputs{AudioBlock{channels.data(), 2, 512}};
    TransportBlock transport;
    transport.isPlaying = true;
    ProcessContext context;
    context.numFrames = 512;
    context.outputs = outputs;
    context.content = content.get();
    context.transport = &transport;
    bool wasMissed = false;
    context.wasStreamMissed = &wasMissed;
    const auto isSilentAt = [&](std::int64_t frame) {
        std::uint32_t silent = 0;
        context.silentOutputs = &silent;
        transport.startFrame = frame;
        player.process(context);
        return silent == 1u;
    };
    const auto sleepsAt = [&](std::int64_t frame) {
        transport.startFrame = frame;
        return player.sleepsUntil(context);
    };
    EXPECT_TRUE(isSilentAt(0));
    EXPECT_EQ(left[0], 9.0f) << "nothing is written then";
    EXPECT_TRUE(isSilentAt(488));
    EXPECT_FALSE(isSilentAt(489)) << "the clip's first frame is the last of the block";
    EXPECT_FALSE(isSilentAt(89999));
    EXPECT_TRUE(isSilentAt(90000));
    EXPECT_EQ(sleepsAt(0), 0) << "the first clip is near and its file is announced";
    EXPECT_EQ(sleepsAt(50000), 50000);
    EXPECT_EQ(sleepsAt(90000), TransportBlock::never);
    transport.isPlaying = false;
    EXPECT_EQ(sleepsAt(0), TransportBlock::never);
    EXPECT_TRUE(isSilentAt(50000));

    std::vector<TimedAudioClip> late(1);
    late[0] = {200000, 210000, 0, 0, 0, 1.0f, stream("stereo.wav", 0)};
    const auto lateContent = makeAudioClipContent(std::move(late));
    context.content = lateContent.get();
    transport.isPlaying = true;
    EXPECT_EQ(sleepsAt(0), 200000 - 24000) << "half a second before";
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
