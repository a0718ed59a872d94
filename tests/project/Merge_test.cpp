// SPDX-License-Identifier: GPL-3.0-or-later
#include "SmallSong.h"
#include "model/Queries.h"
#include "model/Validate.h"
#include "project/ApplyCommand.h"
#include "project/merge/Diff.h"
#include "project/merge/FileMerge.h"
#include "project/merge/Merge.h"
#include "project/serialization/ProjectJson.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace cppmusic;
using namespace cppmusic::project;
using core::Beats;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const model::TrackId bass{2};
const model::PatternId riff{3};
const model::ClipId clip{4};

model::Project after(model::Project song, const std::vector<Command>& edits)
{
    for (const auto& edit : edits) {
        auto applied = applyCommand(song, edit);
        EXPECT_TRUE(applied) << applied.error().text();
        if (applied) song = std::move(applied->after);
    }
    return song;
}

model::Note noteOf(const model::Project& song, std::size_t index)
{
    return song.patterns.at(riff)->lanes.at({})->notes.at(index);
}

/// The eighth notes of the small song as a bass line that begins at bar 5.
model::Project makeSong()
{
    auto song = test::makeSmallSong();
    auto notes = song.patterns.at(riff)->lanes.at({})->notes;
    for (auto& note : notes) note.event.pitch = 40;
    model::Track reverb;
    reverb.id = model::TrackId{25};
    reverb.name = "Reverb";
    reverb.kind = model::TrackKind::aux;
    return after(song,
                 {ChangeNotes{riff, {}, notes}, MoveClip{clip, {}, Beats{16.0}}, AddTrack{reverb}});
}

std::vector<std::string> sentences(const std::vector<Difference>& differences)
{
    std::vector<std::string> all;
    for (const auto& difference : differences) all.push_back(difference.sentence());
    return all;
}

MergedProject merged(const model::Project& base, const std::vector<Command>& ours,
                     const std::vector<Command>& theirs)
{
    auto result = mergeProjects(base, after(base, ours), after(base, theirs));
    EXPECT_TRUE(result) << result.error().text();
    if (!result) return {};
    EXPECT_TRUE(model::validate(result->project).empty());
    return std::move(*result);
}

std::string textOf(const std::vector<Conflict>& conflicts)
{
    std::string all;
    for (const auto& conflict : conflicts) all += conflict.sentence() + "\n";
    return all;
}

TEST(Diff, SpeaksAsAMusicianDoes)
{
    const auto song = makeSong();
    auto moved = noteOf(song, 0), louder = noteOf(song, 2);
    moved.event.start = Beats{2.0 / 960.0};
    louder.event.pitch = 43;
    louder.event.velocity = 0.9f;
    model::Device filter;
    filter.id = model::DeviceId{40};
    filter.type = "cppmusic.filter";
    filter.parameters = {{"cutoff", 800.0f}};
    const auto changed =
        after(song, {ChangeNotes{riff, {}, {moved, louder}}, SetTrackGain{bass, -3.0f},
                     SetTrackPan{bass, -0.25f}, SetTrackMute{bass, true},
                     InsertDevice{bass, filter}, SetTempo{Beats{0.0}, core::Bpm{97.5}},
                     AddSend{bass, model::Send{model::TrackId{25}, -6.0f}},
                     RenameTrack{model::TrackId{25}, "Hall"}});
    EXPECT_THAT(sentences(diffProjects(song, changed)),
                ElementsAre("Song: tempo at 1.1.0 120 bpm → 97.5 bpm",
                            "Bass: gain 0 dB → -3 dB, pan centre → 25 % left, mute off → on",
                            "Bass: cppmusic.filter added", "Bass: send to Hall added",
                            "Reverb: name 'Reverb' → 'Hall'",
                            "Bass: note E2 at 5.1.0 moved to 5.1.2",
                            "Bass: note E2 at 5.2.0 velocity 0.3 → 0.9, pitch E2 → G2"));
    EXPECT_THAT(sentences(diffProjects(changed, song)),
                testing::Contains("Bass: cppmusic.filter removed"));
    EXPECT_THAT(diffProjects(song, song), IsEmpty());
}

TEST(Diff, AClipThatChangesTheTrackIsMoved)
{
    const auto song = makeSong();
    const auto changed = after(song, {MoveClip{clip, model::TrackId{25}, Beats{20.0}}});
    EXPECT_THAT(sentences(diffProjects(song, changed)),
                ElementsAre("Bass: clip 'Riff' at 5.1.0 moved to Reverb at 6.1.0"));
}

TEST(Merge, EditsOfDifferentThingsGoTogether)
{
    const auto song = makeSong();
    auto first = noteOf(song, 0), last = noteOf(song, 7);
    first.event.pitch = 45;
    last.event.velocity = 1.0f;
    model::Note added;
    added.id = model::NoteId{30};
    const auto result = merged(
        song,
        {ChangeNotes{riff, {}, {first}}, SetTrackGain{bass, -3.0f}, InsertNotes{riff, {}, {added}},
         WriteAutomation{model::LaneId{5}, Beats{1.0}, Beats{1.0}, {{Beats{1.0}, -1.0f}}}},
        {ChangeNotes{riff, {}, {last}}, SetTrackPan{bass, 0.5f}, MoveClip{clip, {}, Beats{32.0}},
         RenameTrack{bass, "Sub"}, SetTempo{Beats{0.0}, core::Bpm{90.0}},
         WriteAutomation{model::LaneId{5}, Beats{2.0}, Beats{2.0}, {{Beats{2.0}, -2.0f}}}});
    EXPECT_THAT(result.conflicts, IsEmpty()) << textOf(result.conflicts);
    const auto& track = **model::findTrack(result.project, bass);
    EXPECT_EQ(track.strip.gainDb, -3.0f);
    EXPECT_EQ(track.strip.pan, 0.5f);
    EXPECT_EQ(track.name, "Sub");
    EXPECT_EQ(track.clips.front()->start, Beats{32.0});
    EXPECT_EQ(track.lanes.front()->points.size(), 4u);
    const auto& notes = result.project.patterns.at(riff)->lanes.at({})->notes;
    EXPECT_EQ(notes.size(), 9u);
    EXPECT_EQ(result.project.tempo->tempoAt(Beats{0.0}), core::Bpm{90.0});
}

TEST(Merge, OneNoteMovedTwiceIsThereTwiceTheOthersMuted)
{
    const auto song = makeSong();
    auto ours = noteOf(song, 2), theirs = ours;
    ours.event.start = Beats{1.25};
    theirs.event.start = Beats{1.75};
    const auto result =
        merged(song, {ChangeNotes{riff, {}, {ours}}}, {ChangeNotes{riff, {}, {theirs}}});
    ASSERT_EQ(result.conflicts.size(), 1u);
    EXPECT_THAT(result.conflicts[0].sentence(),
                HasSubstr("Bass: note E2 at 5.2.240 was changed on both sides (start 5.2.240 in "
                          "ours, start 5.2.720 in theirs)"));
    const auto& notes = result.project.patterns.at(riff)->lanes.at({})->notes;
    ASSERT_EQ(notes.size(), 9u);
    EXPECT_EQ(notes[2].event.start, Beats{1.25});
    EXPECT_FALSE(notes[2].isMuted);
    EXPECT_EQ(notes[4].event.start, Beats{1.75});
    EXPECT_TRUE(notes[4].isMuted);
}

TEST(Merge, OneFaderSetTwiceStaysOursAndRemembersTheirs)
{
    const auto song = makeSong();
    const auto result = merged(song, {SetTrackGain{bass, -3.0f}}, {SetTrackGain{bass, -6.0f}});
    ASSERT_EQ(result.conflicts.size(), 1u);
    EXPECT_THAT(result.conflicts[0].sentence(),
                HasSubstr("Bass: gain is -3 dB in ours and -6 dB in theirs"));
    const auto& track = **model::findTrack(result.project, bass);
    EXPECT_EQ(track.strip.gainDb, -3.0f);
    EXPECT_EQ(track.strip.unknownFields, R"({"otherVersion": {"gainDb": -6}})");
}

TEST(Merge, WhatOneRemovesAndTheOtherChangesOrUsesStays)
{
    const auto song = makeSong();
    auto louder = noteOf(song, 0);
    louder.event.velocity = 1.0f;
    auto result = merged(song, {RemovePattern{riff}}, {ChangeNotes{riff, {}, {louder}}});
    EXPECT_THAT(textOf(result.conflicts), HasSubstr("was removed in ours and changed in theirs"));
    EXPECT_TRUE(result.project.patterns.contains(riff));

    const model::TrackId reverb{25};
    result = merged(song, {RemoveTrack{reverb}}, {AddSend{bass, model::Send{reverb, -6.0f}}});
    EXPECT_THAT(textOf(result.conflicts), HasSubstr("track 'Reverb' was removed on one side; it "
                                                    "stays because track 'Bass' uses it"));
    EXPECT_NE(model::findTrack(result.project, reverb), nullptr);

    result = merged(song, {RemoveTrack{bass}}, {SetTrackGain{bass, -3.0f}});
    EXPECT_THAT(textOf(result.conflicts), HasSubstr("Bass: was removed in ours and changed"));
    EXPECT_EQ((*model::findTrack(result.project, bass))->strip.gainDb, -3.0f);
}

TEST(Merge, TwoRoutingsThatFeedBackTogetherAreCutAndTold)
{
    auto song = makeSong();
    model::Track hall;
    hall.id = model::TrackId{26};
    hall.name = "Hall";
    hall.kind = model::TrackKind::aux;
    song = after(song, {AddTrack{hall}});
    const model::TrackId reverb{25};
    const auto result = merged(song, {AddSend{reverb, model::Send{hall.id, -6.0f}}},
                               {AddSend{hall.id, model::Send{reverb, -6.0f}}});
    ASSERT_EQ(result.conflicts.size(), 1u);
    EXPECT_THAT(result.conflicts[0].text,
                HasSubstr("The way from 'Hall' to 'Reverb' was left out"));
    EXPECT_EQ((*model::findTrack(result.project, reverb))->strip.sends.size(), 1u);
}

TEST(Merge, TwoNewTracksUnderOneIdAreBothThere)
{
    const auto song = makeSong();
    const auto add = [&](const char* name) {
        model::Track track;
        track.id = model::TrackId{song.nextId};
        track.name = name;
        return AddTrack{track, 1};
    };
    const auto result = merged(song, {add("Lead")}, {add("Pad")});
    EXPECT_THAT(result.conflicts, IsEmpty());
    std::vector<std::string> names;
    for (const auto& track : result.project.tracks) names.push_back(track->name);
    EXPECT_THAT(names, testing::UnorderedElementsAre("Master", "Lead", "Pad", "Bass", "Reverb"));
}

TEST(Merge, SongsThatHaveNothingInCommonAreRefused)
{
    auto other = model::makeEmptyProject();
    other.tracks.set(0, other.tracks[0].with([](model::Track& t) { t.id = model::TrackId{7}; }));
    other.nextId = 8;
    EXPECT_EQ(mergeProjects(makeSong(), makeSong(), other).error().code,
              core::ErrorCode::invalidArgument);
}

/// What git does: files that both changed go through mergeFile, others are taken.
TEST(FileMerge, MergingFileByFileGivesTheSongThatMergingTheWholeGives)
{
    const auto song = makeSong();
    auto first = noteOf(song, 0), last = noteOf(song, 7);
    first.event.pitch = 45;
    last.event.pitch = 50;
    const auto ours = after(song, {ChangeNotes{riff, {}, {first}}, SetTrackGain{bass, -3.0f}});
    const auto theirs = after(
        song, {ChangeNotes{riff, {}, {last}}, RenameProject{"Tune"}, SetTrackPan{bass, 0.5f}});
    const auto b = *writeProjectFiles(song), o = *writeProjectFiles(ours),
               t = *writeProjectFiles(theirs);
    FileContents files;
    for (const auto& [path, text] : o) {
        const auto result = mergeFile(path, b.at(path), text, t.at(path));
        ASSERT_TRUE(result) << result.error().text();
        EXPECT_THAT(result->clashes, IsEmpty());
        files[path] = result->text;
    }
    std::vector<std::string> unused;
    auto read = readProjectFiles(files, unused);
    ASSERT_TRUE(read) << read.error().text();
    const auto whole = mergeProjects(song, ours, theirs);
    read->nextId = whole->project.nextId;
    EXPECT_TRUE(*read == whole->project);
    EXPECT_FALSE(mergeFile("../x.json", "{}", "{}", "{}"));
    // A tempo that nobody can read is no conflict when nobody changed it.
    const auto odd = R"({"tempo": {"signatures": [{"at": 0}], "tempos": 3}})";
    ASSERT_TRUE(mergeFile("project.json", "{}", odd, odd));
    EXPECT_TRUE(mergeFile("project.json", "{}", odd, odd)->clashes.empty());
    EXPECT_FALSE(mergeFile("tracks/track-001.json", "{}", "{", "{}"));
}

TEST(FileMerge, TheManifestOfAMergeOpensAndIsWholeAfterTheNextSave)
{
    const auto song = makeSong();
    core::MemoryFileSystem base, ours, theirs;
    const auto save = [](const model::Project& project, core::FileSystem& files) {
        ASSERT_TRUE(ProjectSerializer::save(project, test::folder, files));
    };
    save(song, base);
    save(after(song, {SetTrackGain{bass, -3.0f}}), ours);
    save(after(song, {SetTrackPan{bass, 0.5f}}), theirs);
    const auto read = [](core::FileSystem& files, const std::string& path) {
        return *files.readFile(test::folder / path);
    };
    for (const std::string path : {"manifest.json", "tracks/track-002.json"}) {
        const auto result = mergeFile(path, read(base, path), read(ours, path), read(theirs, path));
        ASSERT_TRUE(result) << result.error().text();
        ASSERT_TRUE(ours.writeFile(test::folder / path, result->text));
    }
    const auto loaded = ProjectSerializer::load(test::folder, ours);
    ASSERT_TRUE(loaded) << loaded.error().text();
    EXPECT_EQ((*model::findTrack(loaded->project, bass))->strip.gainDb, -3.0f);
    EXPECT_EQ((*model::findTrack(loaded->project, bass))->strip.pan, 0.5f);
    EXPECT_TRUE(isMerged(*readManifest(read(ours, "manifest.json"))));
    save(loaded->project, ours);
    EXPECT_FALSE(isMerged(*readManifest(read(ours, "manifest.json"))));
    EXPECT_THAT(ProjectSerializer::verify(test::folder, ours), IsEmpty());
}

TEST(FileMerge, WhatOnlyTheWholeSongCanTellIsSettledWhenItOpens)
{
    const auto song = makeSong();
    core::MemoryFileSystem base, ours, theirs;
    model::Track lead;
    lead.id = model::TrackId{40};
    lead.name = "Lead";
    model::Clip another;
    another.id = model::ClipId{41};
    another.content = model::PatternClip{riff, {}, true};
    // One removes the pattern, the other plays it on a new track.
    ASSERT_TRUE(ProjectSerializer::save(song, test::folder, base));
    ASSERT_TRUE(ProjectSerializer::save(after(song, {RemovePattern{riff}}), test::folder, ours));
    ASSERT_TRUE(ProjectSerializer::save(after(song, {AddTrack{lead}, InsertClip{lead.id, another}}),
                                        test::folder, theirs));
    const auto read = [](core::FileSystem& files, const std::string& path) {
        return *files.readFile(test::folder / path);
    };
    for (const std::string path : {"manifest.json"})
        ASSERT_TRUE(ours.writeFile(
            test::folder / path,
            mergeFile(path, read(base, path), read(ours, path), read(theirs, path))->text));
    for (const std::string path : {"project.json", "tracks/track-040.json"})
        ASSERT_TRUE(ours.writeFile(test::folder / path, read(theirs, path)));
    const auto loaded = ProjectSerializer::load(test::folder, ours);
    ASSERT_TRUE(loaded) << loaded.error().text();
    EXPECT_TRUE(model::validate(loaded->project).empty());
    EXPECT_EQ((*model::findTrack(loaded->project, lead.id))->clips.size(), 1u);
    ASSERT_FALSE(loaded->problems.empty());
    EXPECT_THAT(loaded->problems[0].message, HasSubstr("it is empty now"));
}

} // namespace
