// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestSong.h"
#include "model/Queries.h"
#include "project/ProjectModel.h"
#include "project/SelectionModel.h"
#include "session/controllers/ArrangementController.h"
#include "session/controllers/HistoryController.h"
#include "session/controllers/PatternController.h"
#include "session/controllers/TransportController.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace cppmusic;
using core::Beats;

namespace {

struct Desk {
    project::ProjectModel model;
    project::SelectionModel selection{model};
    session::ArrangementController arrangement{model, selection};
    session::PatternController patterns{model};
    session::HistoryController history{model};
    model::TrackId upper = arrangement.addTrack(model::TrackKind::instrument, "Upper").value();
    model::TrackId lower = arrangement.addTrack(model::TrackKind::instrument, "Lower").value();

    model::ClipId addClip(model::TrackId track, double start, double length)
    {
        return arrangement.addPatternClip(track, Beats{start}, Beats{length}).value();
    }
    [[nodiscard]] const model::Clip& clip(model::ClipId id) const
    {
        return **model::findClip(*model.snapshot(), id);
    }
    [[nodiscard]] model::TrackId trackOf(model::ClipId id) const
    {
        model::TrackId track;
        (void)model::findClip(*model.snapshot(), id, &track);
        return track;
    }
    [[nodiscard]] std::size_t entries() const { return model.undoStack().entries().size(); }
};

} // namespace

TEST(ArrangementController, ADragOfClipsIsOneUndoEntryAndCountsFromWhereItBegan)
{
    Desk desk;
    const auto a = desk.addClip(desk.upper, 4, 4), b = desk.addClip(desk.upper, 12, 4);
    const auto before = *desk.model.snapshot();
    const auto entries = desk.entries();
    desk.arrangement.beginGesture();
    for (const double by : {0.5, 1.0, -8.0, 2.0})
        ASSERT_TRUE(desk.arrangement.moveClips({a, b}, Beats{by}, 1).ok());
    desk.arrangement.endGesture();
    EXPECT_EQ(desk.clip(a).start, Beats{6.0});
    EXPECT_EQ(desk.clip(b).start, Beats{14.0});
    EXPECT_EQ(desk.trackOf(a), desk.lower);
    EXPECT_EQ(desk.entries(), entries + 1);
    ASSERT_TRUE(desk.history.undo());
    EXPECT_EQ(desk.model.snapshot()->tracks, before.tracks);
    EXPECT_EQ(desk.history.redoText(), "Redo Move clips");
}

TEST(ArrangementController, ClipsStopTogetherAtTheStartOfTheSongAndAtTheLastTrack)
{
    Desk desk;
    const auto a = desk.addClip(desk.upper, 2, 4), b = desk.addClip(desk.lower, 8, 4);
    ASSERT_TRUE(desk.arrangement.moveClips({a, b}, Beats{-5.0}, 3).ok());
    EXPECT_EQ(desk.clip(a).start, Beats{0.0});
    EXPECT_EQ(desk.clip(b).start, Beats{6.0});
    EXPECT_EQ(desk.trackOf(a), desk.upper);
    EXPECT_EQ(desk.trackOf(b), desk.lower);
}

TEST(ArrangementController, DraggingTheStartKeepsTheMusicWhereItSounds)
{
    Desk desk;
    const auto id = desk.addClip(desk.upper, 4, 8);
    ASSERT_TRUE(desk.arrangement.resizeClip(id, session::ClipEdge::start, Beats{5.0}).ok());
    EXPECT_EQ(desk.clip(id).start, Beats{5.0});
    EXPECT_EQ(desk.clip(id).length, Beats{7.0});
    EXPECT_EQ(std::get<model::PatternClip>(desk.clip(id).content).offset, Beats{1.0});
    ASSERT_TRUE(desk.arrangement.resizeClip(id, session::ClipEdge::start, Beats{2.0}).ok());
    EXPECT_EQ(std::get<model::PatternClip>(desk.clip(id).content).offset, Beats{6.0});
    ASSERT_TRUE(desk.arrangement.resizeClip(id, session::ClipEdge::end, Beats{-1.0}).ok());
    EXPECT_GT(desk.clip(id).length, Beats{0.0});
}

TEST(ArrangementController, CopiesComeRightBehindAndAreSelected)
{
    Desk desk;
    const auto a = desk.addClip(desk.upper, 0, 4), b = desk.addClip(desk.lower, 2, 4);
    const auto copies = desk.arrangement.duplicateClips({a, b});
    ASSERT_TRUE(copies.ok());
    EXPECT_EQ(desk.clip((*copies)[0]).start, Beats{6.0});
    EXPECT_EQ(desk.clip((*copies)[1]).start, Beats{8.0});
    EXPECT_THAT(desk.selection.current().clips,
                testing::UnorderedElementsAre((*copies)[0], (*copies)[1]));
    ASSERT_TRUE(desk.arrangement.deleteSelection().ok());
    EXPECT_EQ(desk.history.undoText(), "Undo Delete clips");
    EXPECT_TRUE(desk.selection.current().isEmpty());
}

TEST(ArrangementController, NewTracksLieAboveTheMaster)
{
    Desk desk;
    EXPECT_EQ(desk.model.snapshot()->tracks.back()->kind, model::TrackKind::master);
    const auto between = desk.arrangement.addTrack(model::TrackKind::aux, "", desk.upper);
    ASSERT_TRUE(between.ok());
    EXPECT_EQ(desk.model.snapshot()->tracks[1]->id, *between);
    EXPECT_EQ(desk.model.snapshot()->tracks[1]->name, "Aux 1");
}

TEST(PatternController, NotesMoveTogetherAndStopAtTheKeyboardsEnds)
{
    Desk desk;
    const auto pattern = desk.patterns.addPattern("Riff", Beats{4}).value();
    const auto ids =
        desk.patterns.addNotes(pattern, {}, {test::note(1, 1, 120), test::note(2, 1, 124)}).value();
    desk.patterns.beginGesture();
    ASSERT_TRUE(desk.patterns.moveNotes(pattern, {}, ids, Beats{-3.0}, 12).ok());
    ASSERT_TRUE(desk.patterns.moveNotes(pattern, {}, ids, Beats{-2.0}, 7).ok());
    desk.patterns.endGesture();
    const auto snapshot = desk.model.snapshot();
    const auto& notes = (*model::findPattern(*snapshot, pattern))->lanes.at({})->notes;
    EXPECT_EQ(notes[0].event.start, Beats{0.0});
    EXPECT_EQ(notes[1].event.start, Beats{1.0});
    EXPECT_EQ(notes[0].event.pitch, 123);
    EXPECT_EQ(notes[1].event.pitch, 127);
    ASSERT_TRUE(desk.history.undo());
    EXPECT_EQ((*model::findPattern(*desk.model.snapshot(), pattern))->lanes.at({})->notes[0].event,
              test::note(1, 1, 120));
}

TEST(PatternController, AnUnknownNoteIsAnErrorAndChangesNothing)
{
    Desk desk;
    const auto pattern = desk.patterns.addPattern("Riff", Beats{4}).value();
    const auto before = desk.model.snapshot();
    const auto status = desk.patterns.moveNotes(pattern, {}, {model::NoteId{999}}, Beats{1}, 0);
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().code, core::ErrorCode::notFound);
    EXPECT_EQ(desk.model.snapshot(), before);
}

TEST(TransportController, PositionsReadAsBarsAndAsTime)
{
    const core::TempoMap tempo;
    EXPECT_EQ(session::formatBars(tempo, Beats{66.25}), "017.3.240");
    EXPECT_EQ(session::formatBars(tempo, Beats{0.0}), "001.1.000");
    EXPECT_EQ(session::formatTime(core::Seconds{42.118}), "00:42.118");
    EXPECT_EQ(session::formatTime(core::Seconds{3723.5}), "1:02:03.500");
}
