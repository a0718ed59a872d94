// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestSong.h"
#include "model/Queries.h"
#include "project/ProjectModel.h"
#include "session/midi/MidiExport.h"
#include "session/midi/MidiImport.h"
#include "session/midi/MidiResolution.h"

#include <cstdlib>
#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace cppmusic;
using audio::MidiFileEvent;
using audio::StandardMidiFile;
using core::Beats;

namespace {

/// Imports into an empty song.
core::Result<model::Project> importInto(project::ProjectModel& model, const StandardMidiFile& file,
                                        std::vector<session::Problem>* problems = nullptr)
{
    const auto newId = [&model] { return model.newId<model::NoteId>().value; };
    auto import = session::importMidi(file, *model.snapshot(), "song.mid", newId);
    if (!import) return import.error();
    if (problems != nullptr) *problems = import->problems;
    if (auto status = model.execute(std::move(import->edit)); !status) return status.error();
    return *model.snapshot();
}

core::Result<model::Project> importNew(const StandardMidiFile& file,
                                       std::vector<session::Problem>* problems = nullptr)
{
    project::ProjectModel model;
    return importInto(model, file, problems);
}

/// Notes without ids, controllers, kept messages and name of a track.
struct Heard {
    std::string name;
    std::vector<core::NoteEvent> notes;
    std::vector<model::ControlEvent> controls;
    std::vector<model::OpaqueEvent> opaque;
};

std::vector<Heard> heardIn(const model::Project& project)
{
    std::vector<Heard> all;
    for (const auto& track : project.tracks) {
        if (track->clips.empty()) continue;
        const auto& clip = std::get<model::PatternClip>(track->clips[0]->content);
        const auto* pattern = model::findPattern(project, clip.pattern);
        const auto& lane = *(*pattern)->lanes.at({});
        Heard heard{track->name, {}, lane.controls, lane.opaque};
        for (const auto& note : lane.notes) heard.notes.push_back(note.event);
        all.push_back(std::move(heard));
    }
    return all;
}

void expectSameMusic(const model::Project& first, const model::Project& second,
                     const std::string& what)
{
    EXPECT_EQ(first.tempo->tempos(), second.tempo->tempos()) << what;
    EXPECT_EQ(first.tempo->signatures(), second.tempo->signatures()) << what;
    EXPECT_EQ(first.name, second.name) << what;
    ASSERT_EQ(first.markers.size(), second.markers.size()) << what;
    for (std::size_t i = 0; i < first.markers.size(); ++i) {
        EXPECT_EQ(first.markers[i].name, second.markers[i].name) << what;
        EXPECT_EQ(first.markers[i].at, second.markers[i].at) << what;
    }
    const auto a = heardIn(first), b = heardIn(second);
    ASSERT_EQ(a.size(), b.size()) << what;
    for (std::size_t i = 0; i < a.size(); ++i) {
        EXPECT_EQ(a[i].name, b[i].name) << what;
        EXPECT_TRUE(a[i].notes == b[i].notes) << what << ": notes of track " << a[i].name;
        EXPECT_TRUE(a[i].controls == b[i].controls) << what << ": controls of track " << a[i].name;
        EXPECT_TRUE(a[i].opaque == b[i].opaque) << what << ": opaque of track " << a[i].name;
    }
}

void expectRoundTrip(const StandardMidiFile& file, const std::string& what)
{
    const auto first = importNew(file);
    ASSERT_TRUE(first.ok()) << what << ": " << first.error().text();
    const auto bytes = session::exportMidi(*first).serialize();
    ASSERT_TRUE(bytes.ok()) << what << ": " << bytes.error().text();
    const auto again = StandardMidiFile::parse(*bytes);
    ASSERT_TRUE(again.ok()) << what;
    const auto second = importNew(*again);
    ASSERT_TRUE(second.ok()) << what;
    expectSameMusic(*first, *second, what);
}

/// A song with everything in it, at a resolution no other program uses.
StandardMidiFile richFile()
{
    StandardMidiFile file;
    file.division.ticksPerQuarter = 1001;
    audio::MidiFileTrack conductor;
    conductor.events = {
        MidiFileEvent::meta(0, 0x03, "Rich Song"), MidiFileEvent::timeSignature(0, 3, 4),
        MidiFileEvent::tempo(0, 431235),           MidiFileEvent::meta(0, 0x02, "(c) nobody"),
        MidiFileEvent::meta(3003, 0x06, "Chorus"), MidiFileEvent::timeSignature(6006, 7, 8),
        MidiFileEvent::tempo(6100, 500000),
    };
    conductor.endTick = 6100;
    audio::MidiFileTrack music;
    music.events = {
        MidiFileEvent::meta(0, 0x03, "Caf\xe9"), // Latin-1
        MidiFileEvent::channelEvent(0, 0xC2, 33),
        MidiFileEvent::channelEvent(0, 0xB2, 7, 101),
        MidiFileEvent::channelEvent(7, 0x92, 60, 1),
        MidiFileEvent::channelEvent(7, 0x93, 64, 127),
        MidiFileEvent::channelEvent(10, 0xE2, 0, 0),
        MidiFileEvent::channelEvent(11, 0xE2, 127, 127),
        MidiFileEvent::channelEvent(12, 0xA2, 60, 77),
        MidiFileEvent::channelEvent(13, 0xD3, 5),
        MidiFileEvent::channelEvent(1008, 0x82, 60, 3),
        MidiFileEvent::channelEvent(1008, 0x92, 60, 90),
        MidiFileEvent::channelEvent(2001, 0x92, 60, 0),
        MidiFileEvent::channelEvent(2002, 0x93, 64, 0),
        MidiFileEvent::meta(2002, 0x05, "la"),
    };
    MidiFileEvent sysex;
    sysex.tick = 2003;
    sysex.status = 0xF0;
    sysex.bytes = "\x7e\x7f\x09\x01\xf7";
    music.events.push_back(sysex);
    music.endTick = 9000;
    file.tracks = {conductor, music};
    return file;
}

} // namespace

TEST(MidiImport, EveryTrackAndChannelBecomesATrackWithItsNotes)
{
    const auto song = importNew(richFile());
    ASSERT_TRUE(song.ok()) << song.error().text();
    EXPECT_EQ(song->name, "Rich Song");
    const auto heard = heardIn(*song);
    ASSERT_EQ(heard.size(), 2u);
    EXPECT_EQ(heard[0].name, "Caf\xc3\xa9 ch 3");
    EXPECT_EQ(heard[1].name, "Caf\xc3\xa9 ch 4");
    ASSERT_EQ(heard[0].notes.size(), 2u);
    EXPECT_EQ(heard[0].notes[0].start, Beats{7.0 / 1001});
    EXPECT_EQ(heard[0].notes[0].releaseVelocity, 3.0f / 127.0f);
    EXPECT_EQ(heard[0].controls.size(), 5u);
    EXPECT_EQ(heard[0].opaque.size(), 3u); // copyright, lyric, system exclusive
    ASSERT_EQ(song->markers.size(), 1u);
    EXPECT_EQ(song->markers[0].at, Beats{3.0});
    EXPECT_EQ(song->tempo->signatures().back().signature, (core::TimeSignature{7, 8}));
}

TEST(MidiImport, InAndOutAndInAgainIsTheSameMusic)
{
    expectRoundTrip(richFile(), "rich file");
}

TEST(MidiImport, ATimeSignatureInsideABarMakesThatBarShorter)
{
    StandardMidiFile file;
    file.division.ticksPerQuarter = 480;
    audio::MidiFileTrack track;
    track.events = {MidiFileEvent::timeSignature(0, 4, 4),
                    MidiFileEvent::timeSignature(480 * 6, 3, 4),
                    MidiFileEvent::channelEvent(480 * 6, 0x90, 60, 90),
                    MidiFileEvent::channelEvent(480 * 7, 0x80, 60, 0)};
    track.endTick = 480 * 7;
    file.tracks = {track};
    file.format = 0;
    const auto song = importNew(file);
    ASSERT_TRUE(song.ok());
    EXPECT_EQ(song->tempo->barPositionAt(Beats{6.0}), (core::BarPosition{3, 1, 0.0}));
    EXPECT_EQ(song->tempo->signatureAt(Beats{6.0}), (core::TimeSignature{3, 4}));
    expectRoundTrip(file, "short bar");
}

TEST(MidiImport, WhatCannotBeKeptIsSaid)
{
    StandardMidiFile file;
    file.format = 0;
    audio::MidiFileTrack track;
    track.events = {MidiFileEvent::tempo(0, 10'000'000), // 6 bpm
                    MidiFileEvent::channelEvent(0, 0x80, 50, 0),
                    MidiFileEvent::channelEvent(0, 0x90, 60, 90),
                    MidiFileEvent::channelEvent(10, 0x90, 61, 90),
                    MidiFileEvent::channelEvent(10, 0x80, 61, 0)};
    track.endTick = 480;
    file.tracks = {track};
    std::vector<session::Problem> problems;
    const auto song = importNew(file, &problems);
    ASSERT_TRUE(song.ok());
    EXPECT_EQ(problems.size(), 4u); // tempo, loose end, endless note, note without length
    EXPECT_EQ(song->tempo->tempoAt(Beats{0}), core::minTempo);
    ASSERT_EQ(heardIn(*song)[0].notes.size(), 2u);
    EXPECT_EQ(heardIn(*song)[0].notes[0].duration, Beats{1.0});
}

TEST(MidiImport, ASecondFileKeepsTheSongsTempo)
{
    project::ProjectModel model;
    ASSERT_TRUE(importInto(model, richFile()).ok());
    const auto tempo = model.snapshot()->tempo;
    auto other = richFile();
    other.tracks[0].events[2] = MidiFileEvent::tempo(0, 1'000'000);
    ASSERT_TRUE(importInto(model, other).ok());
    EXPECT_EQ(model.snapshot()->tempo, tempo);
    ASSERT_TRUE(model.undo());
    ASSERT_TRUE(model.undo());
    EXPECT_EQ(model.snapshot()->tracks.size(), 1u);
}

TEST(MidiImport, AnEventOnTheLastBarLineIsKept)
{
    StandardMidiFile file;
    file.format = 0;
    audio::MidiFileTrack track;
    track.events = {MidiFileEvent::channelEvent(0, 0x90, 60, 90),
                    MidiFileEvent::channelEvent(1920, 0x80, 60, 0),
                    MidiFileEvent::channelEvent(1920, 0xB0, 64, 0)};
    track.endTick = 1920;
    file.tracks = {track};
    expectRoundTrip(file, "pedal up at the end");
    track.events.pop_back();
    file.tracks = {track};
    const auto song = importNew(file);
    ASSERT_TRUE(song.ok());
    EXPECT_EQ(model::songEnd(*song), Beats{4.0}); // a note that ends there needs no further bar
}

TEST(MidiExport, LoopsAreUnrolledAndMutedNotesLeftOut)
{
    test::TestSong song;
    const auto track = song.addSynthTrack("Bass");
    song.addClip(track, song.addPattern(2.0, {test::note(0.5, 0.5, 40)}), 4, 5);
    const auto file = session::exportMidi(song.project());
    ASSERT_EQ(file.tracks.size(), 2u);
    EXPECT_EQ(file.tracks[1].name(), "Bass");
    std::vector<std::int64_t> onsets;
    for (const auto& event : file.tracks[1].events)
        if (event.isNoteOn()) onsets.push_back(event.tick);
    const std::int64_t quarter = file.division.ticksPerQuarter;
    EXPECT_THAT(onsets, testing::ElementsAre(quarter * 9 / 2, quarter * 13 / 2, quarter * 17 / 2));
}

TEST(MidiResolution, PlacesFromAnyResolutionLieOnTicks)
{
    for (const int resolution : {24, 96, 100, 120, 192, 384, 480, 1001, 10080, 32767}) {
        std::vector<Beats> places;
        for (int tick : {1, 7, 13 * resolution + 5, 100003, 99 * resolution})
            places.emplace_back(static_cast<double>(tick) / resolution);
        const int chosen = session::chooseTicksPerQuarter(places);
        EXPECT_EQ(chosen % resolution, 0) << resolution << " gave " << chosen;
    }
    EXPECT_EQ(session::chooseTicksPerQuarter({}), 480);
}

TEST(MidiCorpus, FilesThatOthersWroteGoInAndOutAndInUnchanged)
{
    const char* corpora = std::getenv("CPPMUSIC_CORPORA");
    if (corpora == nullptr) GTEST_SKIP() << "CPPMUSIC_CORPORA names no folder";
    int numFiles = 0;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(std::filesystem::path(corpora) / "midi")) {
        const auto extension = entry.path().extension();
        if (extension != ".mid" && extension != ".midi") continue;
        const auto file = StandardMidiFile::load(entry.path().string());
        ASSERT_TRUE(file.ok()) << file.error().text();
        expectRoundTrip(*file, entry.path().filename().string());
        ++numFiles;
    }
    EXPECT_GT(numFiles, 10);
}
