// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/compile/ClipUnroller.h"
#include "session/compile/NoteSequences.h"

#include "TestSong.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace cppmusic;
using core::Beats;
using test::note;
using testing::ElementsAre;

namespace {

model::PatternLane laneOf(const std::vector<core::NoteEvent>& events)
{
    model::PatternLane lane;
    for (const auto& event : events) {
        model::Note each;
        each.id = model::NoteId{lane.notes.size() + 1};
        each.event = event;
        lane.notes.push_back(each);
    }
    return lane;
}

std::vector<double> onsets(const session::UnrolledLane& unrolled)
{
    std::vector<double> beats;
    for (const auto& each : unrolled.notes) beats.push_back(each.on.value);
    return beats;
}

session::PatternPlacement place(double start, double length, double offset, double patternLength,
                                bool isLooped)
{
    return {Beats{start}, Beats{length}, Beats{offset}, Beats{patternLength}, isLooped};
}

} // namespace

TEST(ClipUnroller, ALoopedClipRepeatsItsPatternUntilItsEnd)
{
    const auto lane = laneOf({note(1.0, 0.5, 60)});
    EXPECT_THAT(onsets(session::unrollClip(place(4, 5, 0, 2, true), lane)), ElementsAre(5.0, 7.0));
}

TEST(ClipUnroller, AClipThatIsNotLoopedPlaysItsPatternOnce)
{
    const auto lane = laneOf({note(1.0, 0.5, 60)});
    EXPECT_THAT(onsets(session::unrollClip(place(4, 8, 0, 2, false), lane)), ElementsAre(5.0));
}

TEST(ClipUnroller, AnOffsetStartsInsideThePatternAndLoopsOn)
{
    const auto lane = laneOf({note(0.0, 0.5, 60), note(1.0, 0.5, 62)});
    EXPECT_THAT(onsets(session::unrollClip(place(8, 4, 1, 2, true), lane)),
                ElementsAre(8.0, 9.0, 10.0, 11.0));
    EXPECT_THAT(onsets(session::unrollClip(place(8, 4, 7, 2, true), lane)),
                ElementsAre(8.0, 9.0, 10.0, 11.0));
}

TEST(ClipUnroller, NotesAreCutAtTheEndOfTheClip)
{
    const auto lane = laneOf({note(3.0, 10.0, 60)});
    const auto unrolled = session::unrollClip(place(0, 4, 0, 4, true), lane);
    ASSERT_EQ(unrolled.notes.size(), 1u);
    EXPECT_EQ(unrolled.notes[0].off, Beats{4.0});
}

TEST(ClipUnroller, MutedNotesAndNotesBehindThePatternsEndAreNotPlayed)
{
    auto lane = laneOf({note(0.0, 1.0, 60), note(1.0, 1.0, 62), note(5.0, 1.0, 64)});
    lane.notes[0].isMuted = true;
    EXPECT_THAT(onsets(session::unrollClip(place(0, 8, 0, 4, false), lane)), ElementsAre(1.0));
}

TEST(ClipUnroller, TheLastValueOfAControllerBeforeTheClipIsSentAtItsStart)
{
    model::PatternLane lane;
    using Kind = model::ControlEvent::Kind;
    lane.controls = {{Beats{0.0}, Kind::controlChange, 0, 7, 0.25f},
                     {Beats{0.5}, Kind::controlChange, 0, 7, 0.5f},
                     {Beats{0.5}, Kind::controlChange, 0, 10, 0.75f},
                     {Beats{3.0}, Kind::controlChange, 0, 7, 1.0f}};
    const auto unrolled = session::unrollClip(place(16, 4, 2, 4, false), lane);
    ASSERT_EQ(unrolled.controls.size(), 3u);
    EXPECT_EQ(unrolled.controls[0].at, Beats{16.0});
    EXPECT_EQ(unrolled.controls[0].control->value, 0.5f);
    EXPECT_EQ(unrolled.controls[1].control->value, 0.75f);
    EXPECT_EQ(unrolled.controls[2].at, Beats{17.0});
}

TEST(NoteSequences, BeatsBecomeFramesAtTheTempo)
{
    const auto lane = laneOf({note(1.0, 0.5, 69, 0.5f)});
    const auto sequence = session::buildNoteSequence(place(2, 4, 0, 4, true), lane,
                                                     core::TempoMap(), core::SampleRate{48000.0});
    ASSERT_EQ(sequence->notes.size(), 1u);
    EXPECT_EQ(sequence->notes[0].onFrame, 72000); // beat 3 at 120 bpm is 1.5 s
    EXPECT_EQ(sequence->notes[0].offFrame, 84000);
    EXPECT_EQ(sequence->notes[0].velocity, 0.5f);
    EXPECT_EQ(sequence->startFrame, 48000);
    EXPECT_EQ(sequence->endFrame, 144000);
    EXPECT_EQ(sequence->longestNote, 12000);
}
