// SPDX-License-Identifier: GPL-3.0-or-later
// Somebody plays along to the song: what came in lies where it was heard.
#include "TakeStudio.h"

#include <gmock/gmock.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#ifdef __linux__
#include <csignal>
#include <sys/resource.h>
#endif

using namespace cppmusic;
using core::Beats;
using test::framesPerBeat;
using test::played;
using test::rate;
using testing::HasSubstr;

using TakeRecorder = test::TakeStudio;

TEST_F(TakeRecorder, WhatCameInIsAClipWhereItWasPlayed)
{
    const auto track = addTrack();
    session.transport().locate(Beats{2.0});
    session.poll();
    block(480);
    record(rate);
    ASSERT_EQ(session.takes().lastClips().size(), 1u);
    const auto& take = clip();
    model::TrackId on;
    (void)model::findClip(*project, take.id, &on);
    EXPECT_EQ(on, track);
    EXPECT_EQ(startFrame(take), 2 * framesPerBeat);
    EXPECT_EQ(endFrame(take) - startFrame(take), rate);
    EXPECT_EQ(assetOf(take).frames, rate);
    EXPECT_TRUE(session.takes().lastStatus().ok());
    expectInPlace(take);
}

TEST_F(TakeRecorder, ATakeIsOneStepInTheHistory)
{
    addTrack();
    addTrack();
    const auto before = session.model().snapshot();
    const auto steps = session.model().undoStack().entries().size();
    record(rate / 4);
    EXPECT_EQ(session.takes().lastClips().size(), 2u);
    EXPECT_EQ(session.model().undoStack().entries().size(), steps + 1);
    EXPECT_EQ(session.model().undoLabel(), "Record");
    ASSERT_TRUE(session.model().undo());
    EXPECT_EQ(*session.model().snapshot(), *before);
    ASSERT_TRUE(session.model().redo());
    expectInPlace(clip(0));
    expectInPlace(clip(1));
}

TEST_F(TakeRecorder, TheWayThroughTheDeviceIsTakenOff)
{
    addTrack();
    late = 700 + 333;
    session.takes().setDeviceLatency(core::Frames{700}, core::Frames{333});
    session.transport().locate(Beats{1.0});
    session.poll();
    block(480);
    record(rate / 2);
    EXPECT_EQ(startFrame(clip()), framesPerBeat - late);
    expectInPlace(clip());
}

TEST_F(TakeRecorder, ALateDeviceOnAnotherTrackMakesThePlayerHearEverythingLater)
{
    addTrack();
    const auto other = addTrack(model::TrackKind::audio, false);
    ASSERT_TRUE(session.devices().addInsert(other, "cppmusic.limiter").ok());
    session.poll();
    const int compensation = session.engine().latencyFrames();
    ASSERT_GT(compensation, 0);
    late = 200 + compensation;
    session.takes().setDeviceLatency(core::Frames{200}, core::Frames{0});
    session.transport().locate(Beats{1.0});
    session.poll();
    block(480);
    record(rate / 2);
    EXPECT_EQ(startFrame(clip()), framesPerBeat - late);
    expectInPlace(clip());
}

TEST_F(TakeRecorder, ATrackThatIsNotArmedRecordsNothing)
{
    addTrack(model::TrackKind::audio, false);
    const auto before = session.model().snapshot();
    record(rate / 4);
    EXPECT_TRUE(session.takes().lastClips().empty());
    EXPECT_EQ(session.model().snapshot(), before);
}

TEST_F(TakeRecorder, WithoutTheRecordButtonAnArmedTrackRecordsNothing)
{
    addTrack();
    session.transport().play();
    play(rate / 4);
    session.transport().stop();
    finish();
    EXPECT_TRUE(session.takes().lastClips().empty());
}

TEST_F(TakeRecorder, PunchInAndOutAreTheEdgesOfTheTake)
{
    addTrack();
    late = 1000;
    session.takes().setDeviceLatency(core::Frames{600}, core::Frames{400});
    ASSERT_TRUE(session.transport().setPunch(Beats{0.5}, Beats{1.0}, true).ok());
    record(rate);
    ASSERT_EQ(session.takes().lastClips().size(), 1u);
    EXPECT_EQ(startFrame(clip()), framesPerBeat / 2);
    EXPECT_EQ(endFrame(clip()), framesPerBeat);
    expectInPlace(clip());
}

TEST_F(TakeRecorder, EveryPassOfALoopIsATakeAndTheLastIsHeard)
{
    addTrack();
    ASSERT_TRUE(session.transport().setLoop(Beats{0.0}, Beats{1.0}, true).ok());
    record(3 * framesPerBeat);
    ASSERT_EQ(session.takes().lastClips().size(), 3u);
    EXPECT_TRUE(clip(0).isMuted);
    EXPECT_TRUE(clip(1).isMuted);
    EXPECT_FALSE(clip(2).isMuted);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(startFrame(clip(i)), 0);
}

TEST_F(TakeRecorder, AFlacTakeHoldsTheSameSamples)
{
    addTrack();
    session.takes().setFormat(session::TakeRecorder::Format::flac);
    record(rate / 2);
    const auto& take = clip();
    EXPECT_THAT(assetOf(take).file, testing::EndsWith(".flac"));
    expectInPlace(take);
}

TEST_F(TakeRecorder, EditsWhileRecordingDontInterruptTheTake)
{
    addTrack();
    session.transport().setRecordArmed(true);
    session.transport().play();
    for (int i = 0; i < 10; ++i) {
        play(2400);
        if (i % 3 == 0) addTrack(model::TrackKind::audio, false);
        if (i % 3 == 1) session.model().undo();
    }
    session.transport().stop();
    finish();
    ASSERT_EQ(session.takes().lastClips().size(), 1u);
    EXPECT_EQ(assetOf(clip()).frames, 24000);
    expectInPlace(clip());
}

TEST_F(TakeRecorder, ATrackThatIsRemovedWhileItRecordsLeavesNoClip)
{
    const auto track = addTrack();
    session.transport().setRecordArmed(true);
    session.transport().play();
    play(4800);
    ASSERT_TRUE(session.model().execute(project::RemoveTrack{track}).ok());
    play(4800);
    session.transport().stop();
    finish();
    EXPECT_TRUE(session.takes().lastClips().empty());
}

TEST_F(TakeRecorder, ABusCanNotBeArmed)
{
    const auto bus = addTrack(model::TrackKind::group, false);
    const auto armed = session.mixer().setArmed(bus, true);
    ASSERT_FALSE(armed.ok());
    EXPECT_THAT(armed.error().message, HasSubstr("can't be armed"));
    EXPECT_FALSE(session.mixer().setInput(addTrack(), {true, 64, 1}).ok());
}

#ifdef __linux__
TEST_F(TakeRecorder, WhenTheDiskIsFullWhatWasRecordedIsKeptAndOneErrorSaysSo)
{
    addTrack();
    session.transport().setRecordArmed(true);
    session.transport().play();
    play(4800);
    // No file may grow beyond 128 KiB from here: 16,000 frames.
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    rlimit small = before;
    small.rlim_cur = 128 * 1024;
    setrlimit(RLIMIT_FSIZE, &small);
    play(48000);
    session.transport().stop();
    finish();
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    ASSERT_FALSE(session.takes().lastStatus().ok());
    EXPECT_EQ(session.takes().lastStatus().error().code, core::ErrorCode::noSpace);
    EXPECT_THAT(session.takes().lastStatus().error().message, HasSubstr("the disk is full"));
    ASSERT_EQ(session.takes().lastClips().size(), 1u);
    EXPECT_GE(assetOf(clip()).frames, 4800);
    EXPECT_LE(assetOf(clip()).frames, 16384);
    expectInPlace(clip());
}
#endif
