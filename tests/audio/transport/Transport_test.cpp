// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/transport/Transport.h"

#include <gtest/gtest.h>

#include <limits>

namespace cppmusic::audio {
namespace {

using core::Frames;
constexpr core::SampleRate rate(48000.0);

struct Rig {
    TransportBlock next(int frames)
    {
        asked = frames;
        return transport.advance(asked, map, rate);
    }
    Transport transport;
    core::TempoMap map;
    int asked = 0;
};

TEST(Transport, StandsStillUntilPlayIsPressedButTheGridRunsOn)
{
    Rig rig;
    EXPECT_EQ(rig.next(100).startFrame, 0);
    const auto block = rig.next(100);
    EXPECT_EQ(block.startFrame, 0);
    EXPECT_EQ(block.gridFrame, 100);
    EXPECT_FALSE(block.isPlaying);
    EXPECT_FALSE(block.hasJumped);
    EXPECT_EQ(block.startBeat, block.endBeat);
}

TEST(Transport, PlayingStartsTheGridAnewAndMovesOn)
{
    Rig rig;
    (void)rig.next(77);
    rig.transport.apply(TransportCommand::locate(Frames(1000)));
    rig.transport.apply(TransportCommand::play());
    auto block = rig.next(24000);
    EXPECT_EQ(block.startFrame, 1000);
    EXPECT_EQ(block.gridFrame, 0);
    EXPECT_TRUE(block.hasJumped);
    EXPECT_NEAR((block.endBeat - block.startBeat).value, 1.0, 1e-9); // 120 bpm: half a second
    block = rig.next(10);
    EXPECT_EQ(block.startFrame, 25000);
    EXPECT_EQ(block.gridFrame, 24000);
    EXPECT_FALSE(block.hasJumped);
}

TEST(Transport, StopStaysWhereItIsAndTheGridRunsOn)
{
    Rig rig;
    rig.transport.apply(TransportCommand::play());
    (void)rig.next(500);
    rig.transport.apply(TransportCommand::stop());
    const auto block = rig.next(100);
    EXPECT_EQ(block.startFrame, 500);
    EXPECT_EQ(block.gridFrame, 500);
    EXPECT_TRUE(block.hasJumped);
    EXPECT_FALSE(block.isPlaying);
    EXPECT_FALSE(rig.next(100).hasJumped);
}

TEST(Transport, PlayWhilePlayingChangesNothing)
{
    Rig rig;
    rig.transport.apply(TransportCommand::play());
    (void)rig.next(500);
    rig.transport.apply(TransportCommand::play());
    const auto block = rig.next(100);
    EXPECT_FALSE(block.hasJumped);
    EXPECT_EQ(block.gridFrame, 500);
}

TEST(Transport, ALocateWhilePlayingStartsTheGridAnew)
{
    Rig rig;
    rig.transport.apply(TransportCommand::play());
    (void)rig.next(333);
    rig.transport.apply(TransportCommand::locate(Frames(9000)));
    const auto block = rig.next(10);
    EXPECT_EQ(block.startFrame, 9000);
    EXPECT_EQ(block.gridFrame, 0);
    EXPECT_TRUE(block.hasJumped);
}

TEST(Transport, ABlockNeverCrossesTheEndOfTheLoopAndTheGridRunsOnOverIt)
{
    Rig rig;
    rig.transport.apply(TransportCommand::loop(Frames(100), Frames(300), true));
    rig.transport.apply(TransportCommand::play());
    auto block = rig.next(256);
    EXPECT_EQ(rig.asked, 256);
    EXPECT_EQ(block.nextJumpFrame, 300);
    block = rig.next(256);
    EXPECT_EQ(rig.asked, 44);
    block = rig.next(256);
    EXPECT_EQ(block.startFrame, 100);
    EXPECT_EQ(block.gridFrame, 300);
    EXPECT_TRUE(block.hasJumped);
    EXPECT_EQ(rig.asked, 200);
}

TEST(Transport, WhoStartsBehindTheLoopPlaysOnToTheRight)
{
    Rig rig;
    rig.transport.apply(TransportCommand::loop(Frames(100), Frames(300), true));
    rig.transport.apply(TransportCommand::locate(Frames(300)));
    rig.transport.apply(TransportCommand::play());
    const auto block = rig.next(1000);
    EXPECT_EQ(rig.asked, 1000);
    EXPECT_EQ(block.startFrame, 300);
    EXPECT_EQ(block.nextJumpFrame, std::numeric_limits<std::int64_t>::max());
}

TEST(Transport, ALoopTooShortToPlayIsNotPlayed)
{
    Rig rig;
    rig.transport.apply(TransportCommand::loop(Frames(0), Frames(1), true));
    rig.transport.apply(TransportCommand::play());
    (void)rig.next(1000);
    EXPECT_EQ(rig.asked, 1000);
    rig.transport.apply(TransportCommand::loop(Frames(5000), Frames(10), true));
    (void)rig.next(1000);
    EXPECT_EQ(rig.asked, 1000);
}

TEST(Transport, RecordingIsOnlyWhilePlaying)
{
    Rig rig;
    TransportCommand arm;
    arm.kind = TransportCommand::Kind::record;
    arm.isOn = true;
    rig.transport.apply(arm);
    EXPECT_FALSE(rig.next(10).isRecording);
    rig.transport.apply(TransportCommand::play());
    EXPECT_TRUE(rig.next(10).isRecording);
    EXPECT_TRUE(rig.transport.snapshot(rig.map, rate).isRecording);
}

TEST(Transport, AnotherSampleRateKeepsThePlaceInSeconds)
{
    Rig rig;
    rig.transport.apply(TransportCommand::locate(Frames(48000)));
    rig.transport.changeRate(core::SampleRate(48000.0), core::SampleRate(96000.0));
    EXPECT_EQ(rig.transport.position(), Frames(96000));
}

} // namespace
} // namespace cppmusic::audio
