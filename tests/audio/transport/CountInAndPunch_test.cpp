// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/transport/Metronome.h"
#include "audio/transport/Transport.h"
#include "support/EngineRig.h"
#include "support/TestNodes.h"

#include <gtest/gtest.h>

#include <cmath>

namespace cppmusic::audio {
namespace {

using core::Beats;
using core::Bpm;
using core::Frames;
using test::pull;

constexpr core::SampleRate rate{48000.0};

core::TempoMap waltz(double bpm, int numerator = 3, int denominator = 4)
{
    return core::TempoMap::make({{Beats{0.0}, Bpm{bpm}, false}},
                                {{Beats{0.0}, {numerator, denominator}}})
        .value();
}

AudioGraph silentSong(std::shared_ptr<const core::TempoMap> map)
{
    AudioGraph graph;
    graph.add(NodeId(1), std::make_shared<test::LevelNode>(), "Silence");
    graph.setOutput(NodeId(1));
    graph.setParameter({NodeId(1), 0}, 0.0f);
    graph.setTempoMap(std::move(map));
    return graph;
}

/// The frames at which clicks begin: the first sound after at least 60 ms of silence.
std::vector<std::pair<int, float>> clicksIn(const std::vector<float>& sound)
{
    std::vector<std::pair<int, float>> clicks;
    int quiet = 1 << 20;
    for (int i = 0; i < static_cast<int>(sound.size()); ++i) {
        const float level = std::abs(sound[static_cast<std::size_t>(i)]);
        if (level > 1e-7f && quiet > 480) clicks.emplace_back(i, 0.0f);
        quiet = level > 1e-7f ? 0 : quiet + 1;
        if (!clicks.empty()) clicks.back().second = std::max(clicks.back().second, level);
    }
    return clicks;
}

TEST(CountIn, TwoBarsOfClicksInTheSongsMetreThenTheSongStarts)
{
    EngineContext context({rate, 512});
    ASSERT_TRUE(context.setGraph(silentSong(std::make_shared<core::TempoMap>(waltz(120.0)))).ok());
    context.command(TransportCommand::locate(Frames(72000)));
    context.command(TransportCommand::play(2));
    const auto sound = pull(context, 200000, 300, false)[0];
    const auto clicks = clicksIn(sound);
    ASSERT_EQ(clicks.size(), 6u) << "and none after, because the metronome is off";
    for (std::size_t i = 0; i < clicks.size(); ++i) {
        EXPECT_NEAR(clicks[i].first, static_cast<int>(i) * 24000, 2);
        EXPECT_NEAR(clicks[i].second, i % 3 == 0 ? 0.45f : 0.25f, 0.12f);
    }
    // Counted in for 144000 frames, then played 56000 from where it stood.
    EXPECT_EQ(context.transport().position.value, 72000 + 56000);
    EXPECT_FALSE(context.transport().isCountingIn);
}

TEST(CountIn, NothingPlaysBeforeAndStoppingEndsIt)
{
    EngineContext context({rate, 512});
    ASSERT_TRUE(context.setGraph(silentSong(std::make_shared<core::TempoMap>(waltz(60.0)))).ok());
    context.command(TransportCommand::play(1));
    pull(context, 48000, 480, false);
    EXPECT_TRUE(context.transport().isCountingIn);
    EXPECT_FALSE(context.transport().isPlaying);
    EXPECT_EQ(context.transport().countInLeft.value, 2 * 48000);
    EXPECT_EQ(context.transport().position.value, 0);
    context.command(TransportCommand::stop());
    pull(context, 480 * 400, 480, false);
    EXPECT_FALSE(context.transport().isCountingIn);
    EXPECT_FALSE(context.transport().isPlaying);
    EXPECT_EQ(context.transport().position.value, 0);
}

TEST(CountIn, TheSongStartsAtTheSameFrameInBlocksOfAnySize)
{
    for (const int blockFrames : {1, 77, 512, 4096}) {
        const auto map = waltz(137.0);
        Transport transport;
        transport.apply(TransportCommand::play(1));
        std::int64_t waited = 0;
        for (bool isPlaying = false; !isPlaying;) {
            int frames = blockFrames;
            const auto block = transport.advance(frames, map, rate);
            isPlaying = block.isPlaying;
            if (isPlaying) {
                EXPECT_TRUE(block.hasJumped);
                EXPECT_EQ(block.gridFrame, 0);
            } else {
                waited += frames;
            }
        }
        EXPECT_EQ(waited, std::llround(3.0 * 60.0 / 137.0 * 48000.0)) << blockFrames;
    }
}

TEST(Metronome, InSixEightTheSecondGroupIsMarkedAndLevelsCanBeSet)
{
    EngineContext context({rate, 512});
    ASSERT_TRUE(
        context.setGraph(silentSong(std::make_shared<core::TempoMap>(waltz(60.0, 6, 8)))).ok());
    context.command(TransportCommand::metronome(true));
    context.command(TransportCommand::metronomeLevels(1.0f, 0.5f));
    context.command(TransportCommand::play());
    const auto clicks = clicksIn(pull(context, 24000 * 6, 512, false)[0]);
    ASSERT_EQ(clicks.size(), 6u);
    for (std::size_t i = 0; i < clicks.size(); ++i) {
        EXPECT_NEAR(clicks[i].first, static_cast<int>(i) * 24000, 2);
        if (i > 0) {
            EXPECT_LT(clicks[i].second, 0.4f * clicks[0].second) << "half a beat's level";
        }
    }
    EXPECT_NE(clicks[3].second, clicks[2].second) << "the fourth eighth has the high click";
}

TEST(Punch, RecordingIsOnExactlyInsideTheRange)
{
    const core::TempoMap map;
    for (const int blockFrames : {1, 64, 100, 512}) {
        Transport transport;
        transport.apply(TransportCommand::record(true));
        transport.apply(TransportCommand::punch(Frames(1000), Frames(1777), true));
        transport.apply(TransportCommand::play());
        std::int64_t first = -1, end = -1, recorded = 0;
        for (std::int64_t at = 0; at < 3000;) {
            int frames = blockFrames;
            const auto block = transport.advance(frames, map, rate);
            if (block.isRecording) {
                if (first < 0) first = block.startFrame;
                end = block.startFrame + frames;
                recorded += frames;
            }
            at += frames;
        }
        EXPECT_EQ(first, 1000) << blockFrames;
        EXPECT_EQ(end, 1777) << blockFrames;
        EXPECT_EQ(recorded, 777) << blockFrames;
    }
}

TEST(Punch, LoopingOverTheRangeRecordsItInEveryPassAndWithoutItEverything)
{
    const core::TempoMap map;
    const auto record = [&](bool isPunchOn) {
        Transport transport;
        transport.apply(TransportCommand::record(true));
        transport.apply(TransportCommand::loop(Frames(0), Frames(2000), true));
        transport.apply(TransportCommand::punch(Frames(500), Frames(700), isPunchOn));
        transport.apply(TransportCommand::play());
        std::int64_t recorded = 0;
        for (std::int64_t at = 0; at < 6000;) {
            int frames = static_cast<int>(std::min<std::int64_t>(512, 6000 - at));
            recorded += transport.advance(frames, map, rate).isRecording ? frames : 0;
            at += frames;
        }
        return recorded;
    };
    EXPECT_EQ(record(true), 3 * 200);
    EXPECT_EQ(record(false), 6000);
}

} // namespace
} // namespace cppmusic::audio
