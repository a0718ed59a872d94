// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/EngineSync.h"

#include "TestSong.h"
#include "audio/engine/EngineContext.h"
#include "project/ProjectModel.h"
#include "session/Session.h"
#include "session/compile/NodeIds.h"
#include "session/controllers/ArrangementController.h"
#include "session/controllers/DeviceController.h"
#include "session/controllers/HistoryController.h"
#include "session/controllers/MixerController.h"
#include "session/controllers/PatternController.h"
#include "session/controllers/TransportController.h"
#include "support/EngineRig.h"

#include <gtest/gtest.h>

using namespace cppmusic;
using core::Beats;

namespace {

struct OpenSong {
    session::Session session;
    model::TrackId track;

    OpenSong()
    {
        auto added = session.arrangement().addTrack(model::TrackKind::instrument, "Bass");
        track = added.ok() ? added.value() : model::TrackId{};
        session.poll();
    }
};

} // namespace

TEST(EngineSync, AFaderDragIsOneUndoEntryAndNoNewPlan)
{
    OpenSong song;
    auto& session = song.session;
    const auto plans = session.engine().plansPublished();
    const auto entries = session.model().undoStack().entries().size();
    session.mixer().beginGesture(song.track, session::StripParameter::gain);
    for (int tick = 1; tick <= 100; ++tick) {
        ASSERT_TRUE(session.mixer().setGain(song.track, -0.1f * static_cast<float>(tick)).ok());
        session.poll();
    }
    session.mixer().endGesture();
    session.poll();
    test::pull(session.engine(), 512, 128);
    EXPECT_EQ(session.engine().plansPublished(), plans);
    EXPECT_EQ(session.model().undoStack().entries().size(), entries + 1);
    EXPECT_FLOAT_EQ(session.mixer().displayedGain(song.track), -10.0f);
    ASSERT_TRUE(session.history().undo());
    session.poll();
    test::pull(session.engine(), 512, 128);
    EXPECT_FLOAT_EQ(session.mixer().displayedGain(song.track), 0.0f);
    EXPECT_EQ(session.engine().plansPublished(), plans);
}

TEST(EngineSync, OversamplingMakesAnotherNodeWithAnotherLatencyAndUndoBringsTheOldOne)
{
    OpenSong song;
    auto& session = song.session;
    const auto device = session.devices().addInsert(song.track, "cppmusic.eq");
    ASSERT_TRUE(device.ok());
    session.poll();
    const auto nodeNow = [&] {
        const auto id = session::nodeIdOf(device.value(), session::NodeRole::insert);
        const auto& nodes = session.engine().graph().nodes();
        return nodes.find(id)->second.node;
    };
    const auto plain = nodeNow();
    EXPECT_EQ(session.engine().latencyFrames(), 0);
    ASSERT_TRUE(session.devices().setParameter(device.value(), "gain3", 6.0f).ok());
    session.poll();
    EXPECT_EQ(nodeNow(), plain) << "a value that moves";
    ASSERT_TRUE(session.devices().setParameter(device.value(), "oversampling", 3.0f).ok());
    session.poll();
    EXPECT_NE(nodeNow(), plain);
    EXPECT_EQ(session.engine().latencyFrames(), 58);
    test::pull(session.engine(), 512, 128);
    ASSERT_TRUE(session.history().undo());
    session.poll();
    EXPECT_EQ(session.engine().latencyFrames(), 0);
}

TEST(EngineSync, AnEditOfNotesIsOnePlan)
{
    OpenSong song;
    auto clip = song.session.arrangement().addPatternClip(song.track, Beats{0}, Beats{4});
    ASSERT_TRUE(clip.ok());
    const auto pattern = song.session.model().snapshot()->patterns.begin()->first;
    const auto plans = song.session.engine().plansPublished();
    ASSERT_TRUE(song.session.patterns().addNote(pattern, {}, test::note(0, 1, 60)).ok());
    song.session.poll();
    EXPECT_EQ(song.session.engine().plansPublished(), plans + 1);
}

TEST(EngineSync, ChangingTheTempoKeepsTheBarUnderThePlayhead)
{
    OpenSong song;
    auto& transport = song.session.transport();
    transport.locate(5, 1);
    song.session.poll();
    test::pull(song.session.engine(), 64, 64);
    EXPECT_EQ(transport.barsText(), "005.1.000");
    ASSERT_TRUE(transport.setTempo(core::Bpm{60.0}).ok());
    song.session.poll();
    test::pull(song.session.engine(), 64, 64);
    EXPECT_EQ(transport.barsText(), "005.1.000");
    EXPECT_EQ(transport.timeText(), "00:16.000");
}

TEST(EngineSync, PlayingMovesThePlayheadAndTheLoopBringsItBack)
{
    OpenSong song;
    auto& transport = song.session.transport();
    ASSERT_TRUE(transport.setLoop(Beats{0}, Beats{1}, true).ok());
    transport.play();
    song.session.poll();
    test::pull(song.session.engine(), 12000, 480); // half a beat
    EXPECT_TRUE(transport.isPlaying());
    EXPECT_NEAR(transport.position().value, 0.5, 1e-9);
    test::pull(song.session.engine(), 24000, 480); // one beat on: round once
    EXPECT_NEAR(transport.position().value, 0.5, 1e-9);
    transport.stopAndReturn();
    song.session.poll();
    test::pull(song.session.engine(), 480, 480);
    EXPECT_FALSE(transport.isPlaying());
    EXPECT_EQ(transport.barsText(), "001.1.000");
}

TEST(EngineSync, AudibleNotesShowOnTheMeters)
{
    OpenSong song;
    song.session.auditionNote(song.track, 69, 0.9f, true);
    song.session.poll();
    test::pull(song.session.engine(), 9600, 480);
    const auto levels = song.session.mixer().takeLevels(song.track);
    EXPECT_GT(levels.peakLeft, 0.01f);
    EXPECT_GT(levels.rmsRight, 0.001f);
}
