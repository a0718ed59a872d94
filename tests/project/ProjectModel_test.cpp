// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/Queries.h"
#include "project/ApplyCommand.h"
#include "project/ProjectModel.h"
#include "project/SelectionModel.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace cppmusic;
using namespace cppmusic::project;
using core::Beats;
using model::TrackId;
using testing::ElementsAre;
using testing::HasSubstr;

TrackId addTrack(ProjectModel& model, const char* name,
                 model::TrackKind kind = model::TrackKind::instrument)
{
    model::Track track;
    track.id = model.newId<TrackId>();
    track.name = name;
    track.kind = kind;
    EXPECT_TRUE(model.execute(AddTrack{track}));
    return track.id;
}

TEST(ProjectModel, AFaderDragIsOneEntryBackToTheValueBefore)
{
    ProjectModel model;
    const auto bass = addTrack(model, "Bass");
    ASSERT_TRUE(model.execute(SetTrackGain{bass, -3.0f}));
    const auto entries = model.undoStack().entries().size();
    const auto drag = model.newGesture();
    for (int tick = 0; tick < 100; ++tick)
        ASSERT_TRUE(
            model.execute(SetTrackGain{bass, -3.0f - 0.25f * static_cast<float>(tick)}, drag));
    EXPECT_EQ(model.undoStack().entries().size(), entries + 1);
    EXPECT_EQ(model.undoLabel(), "Change gain");
    EXPECT_TRUE(model.undoStack().nextUndo()->forward.getIf<SetTrackGain>() != nullptr)
        << "the ticks between leave nothing behind";
    ASSERT_TRUE(model.undo());
    EXPECT_EQ((*model::findTrack(*model.snapshot(), bass))->strip.gainDb, -3.0f);
    ASSERT_TRUE(model.redo());
    EXPECT_EQ((*model::findTrack(*model.snapshot(), bass))->strip.gainDb, -27.75f);
}

TEST(ProjectModel, TwoGesturesAndAPlainEditAreThreeEntries)
{
    ProjectModel model;
    const auto first = model.newGesture();
    const auto second = model.newGesture();
    ASSERT_TRUE(model.execute(RenameProject{"a"}, first));
    ASSERT_TRUE(model.execute(RenameProject{"b"}, second));
    ASSERT_TRUE(model.execute(RenameProject{"c"}));
    ASSERT_TRUE(model.execute(RenameProject{"d"}));
    EXPECT_EQ(model.undoStack().entries().size(), 4u);
    ASSERT_TRUE(model.undo());
    ASSERT_TRUE(model.execute(RenameProject{"e"}, second));
    EXPECT_EQ(model.undoStack().entries().size(), 4u) << "undo ends a gesture";
    EXPECT_FALSE(model.canRedo()) << "a new action clears what could be redone";
}

TEST(ProjectModel, PaintingNotesInOneGestureIsOneEntry)
{
    ProjectModel model;
    model::Pattern pattern;
    pattern.id = model.newId<model::PatternId>();
    ASSERT_TRUE(model.execute(AddPattern{pattern}));
    const auto before = model.snapshot();
    const auto brush = model.newGesture();
    for (int index = 0; index < 200; ++index) {
        model::Note note;
        note.id = model.newId<model::NoteId>();
        note.event.start = Beats{index / 4.0};
        ASSERT_TRUE(model.execute(InsertNotes{pattern.id, {}, {note}}, brush));
    }
    const auto after = model.snapshot();
    EXPECT_EQ(model.undoStack().entries().size(), 2u);
    ASSERT_TRUE(model.undo());
    EXPECT_TRUE(*model.snapshot() == *before);
    ASSERT_TRUE(model.redo());
    EXPECT_TRUE(*model.snapshot() == *after);
}

TEST(ProjectModel, UndoBringsTheSameIdsBackAndNewOnesStayDistinct)
{
    ProjectModel model;
    const auto bass = addTrack(model, "Bass");
    const auto counter = model.snapshot()->nextId;
    ASSERT_TRUE(model.undo());
    EXPECT_LT(model.snapshot()->nextId, counter);
    EXPECT_NE(model.newId<TrackId>(), bass) << "redo could still bring it";
    ASSERT_TRUE(model.redo());
    EXPECT_NE(model::findTrack(*model.snapshot(), bass), nullptr);
    EXPECT_EQ(model.snapshot()->nextId, counter);
}

TEST(ProjectModel, ItIsModifiedUntilSavedOrUndoneBack)
{
    ProjectModel model;
    EXPECT_FALSE(model.isModified());
    ASSERT_TRUE(model.execute(RenameProject{"Song"}));
    EXPECT_TRUE(model.isModified());
    const auto saving = model.snapshot();
    ASSERT_TRUE(model.execute(RenameProject{"Song 2"}));
    model.markSaved(saving);
    EXPECT_TRUE(model.isModified()) << "edited while it was being saved";
    ASSERT_TRUE(model.undo());
    EXPECT_FALSE(model.isModified());
}

TEST(ProjectModel, ObserversHearEveryChangeInOrderEvenTheirOwn)
{
    ProjectModel model;
    std::vector<std::string> heard;
    auto chatty = model.observe([&](const Change& change) {
        if (change.after->name == "one") { EXPECT_TRUE(model.execute(RenameProject{"two"})); }
    });
    auto quiet = model.observe([&](const Change& change) {
        heard.push_back(change.before->name + ">" + change.after->name);
    });
    ASSERT_TRUE(model.execute(RenameProject{"one"}));
    EXPECT_THAT(heard, ElementsAre("Untitled>one", "one>two"));
    quiet.reset();
    ASSERT_TRUE(model.undo());
    EXPECT_EQ(heard.size(), 2u);
    auto orphan = [] {
        ProjectModel shortLived;
        return shortLived.observe([](const Change&) {});
    }();
    EXPECT_TRUE(orphan.isActive());
}

TEST(ProjectModel, ARefusedCommandChangesNothingAndSaysWhy)
{
    ProjectModel model;
    const auto group = addTrack(model, "Drum bus", model::TrackKind::group);
    const auto sub = addTrack(model, "Sub", model::TrackKind::group);
    ASSERT_TRUE(model.execute(SetTrackOutput{sub, group}));
    const auto before = model.snapshot();
    const auto entries = model.undoStack();
    const auto refuse = [&](Command command) {
        const auto status = model.execute(std::move(command));
        EXPECT_FALSE(status);
        EXPECT_EQ(model.snapshot(), before);
        EXPECT_TRUE(model.undoStack() == entries);
        return status.error();
    };
    const auto cycle = refuse(SetTrackOutput{group, sub});
    EXPECT_EQ(cycle.code, core::ErrorCode::cycle);
    EXPECT_THAT(cycle.message, HasSubstr("Drum bus → Sub → Drum bus"));
    EXPECT_EQ(refuse(SetTrackGain{TrackId{99}, 0}).text(), "track 99: There is no such track.");
    EXPECT_EQ(refuse(SetTrackGain{sub, 7}).code, core::ErrorCode::invalidArgument);
    EXPECT_EQ(refuse(RemoveTrack{model::masterTrack(*before).id}).code,
              core::ErrorCode::invalidArgument);
    refuse(Batch{"Two things", {RenameTrack{sub, "Other"}, SetTrackPan{sub, 2}}});
    refuse(SetTempo{Beats{0}, core::Bpm{5}});
}

TEST(ProjectModel, RemovingAGroupLeavesItsTracksOnTheMasterAndUndoRoutesThemBack)
{
    ProjectModel model;
    const auto bus = addTrack(model, "Bus", model::TrackKind::group);
    const auto room = addTrack(model, "Room", model::TrackKind::aux);
    const auto bass = addTrack(model, "Bass");
    ASSERT_TRUE(model.execute(SetTrackOutput{bass, bus}));
    ASSERT_TRUE(model.execute(AddSend{bass, {room, -6.0f}}));
    const auto before = model.snapshot();
    ASSERT_TRUE(model.execute(RemoveTrack{bus}));
    ASSERT_TRUE(model.execute(RemoveTrack{room}));
    const auto& track = **model::findTrack(*model.snapshot(), bass);
    EXPECT_FALSE(track.output.isValid());
    EXPECT_TRUE(track.strip.sends.empty());
    ASSERT_TRUE(model.undo());
    ASSERT_TRUE(model.undo());
    EXPECT_TRUE(*model.snapshot() == *before);
}

TEST(ProjectModel, SplittingAClipPlaysTheSameBeatsInTwoClips)
{
    ProjectModel model;
    const auto bass = addTrack(model, "Bass");
    model::Pattern pattern;
    pattern.id = model.newId<model::PatternId>();
    ASSERT_TRUE(model.execute(AddPattern{pattern}));
    model::Clip clip;
    clip.id = model.newId<model::ClipId>();
    clip.start = Beats{8};
    clip.length = Beats{16};
    clip.content = model::PatternClip{pattern.id, Beats{1}, true};
    ASSERT_TRUE(model.execute(InsertClip{bass, clip}));
    const auto right = model.newId<model::ClipId>();
    EXPECT_FALSE(model.execute(SplitClip{clip.id, Beats{8}, right}));
    ASSERT_TRUE(model.execute(SplitClip{clip.id, Beats{13}, right}));
    EXPECT_EQ(model.undoLabel(), "Split clip");
    const auto song = model.snapshot();
    const auto& left = **model::findClip(*song, clip.id);
    const auto& rest = **model::findClip(*song, right);
    EXPECT_EQ(left.length, Beats{5});
    EXPECT_EQ(rest.start, Beats{13});
    EXPECT_EQ(rest.length, Beats{11});
    EXPECT_EQ(std::get<model::PatternClip>(rest.content).offset, Beats{6});
}

TEST(SelectionModel, WhatVanishesLeavesTheSelection)
{
    ProjectModel model;
    SelectionModel selection(model);
    const auto bass = addTrack(model, "Bass");
    const auto lead = addTrack(model, "Lead");
    int told = 0;
    auto subscription = selection.observe([&](const Selection&) { ++told; });
    selection.select(bass);
    selection.select(lead);
    selection.select(lead);
    selection.select(TrackId{99});
    EXPECT_EQ(told, 2);
    ASSERT_TRUE(model.execute(RemoveTrack{bass}));
    EXPECT_EQ(told, 3);
    EXPECT_FALSE(selection.contains(bass));
    EXPECT_TRUE(selection.contains(lead));
    ASSERT_TRUE(model.execute(RenameTrack{lead, "Solo"}));
    EXPECT_EQ(told, 3) << "an edit that keeps the selection is no news";
    model.replace(model::makeEmptyProject());
    EXPECT_TRUE(selection.current().isEmpty());
}

TEST(SelectionModel, NotesAreSelectedByPatternLaneAndId)
{
    ProjectModel model;
    SelectionModel selection(model);
    model::Pattern pattern;
    pattern.id = model.newId<model::PatternId>();
    ASSERT_TRUE(model.execute(AddPattern{pattern}));
    model::Note note;
    note.id = model.newId<model::NoteId>();
    ASSERT_TRUE(model.execute(InsertNotes{pattern.id, {}, {note}}));
    const NotePlace place{pattern.id, {}, note.id};
    selection.select(place);
    EXPECT_TRUE(selection.contains(place));
    ASSERT_TRUE(model.execute(RemoveNotes{pattern.id, {}, {note.id}}));
    EXPECT_FALSE(selection.contains(place));
}

} // namespace
