// SPDX-License-Identifier: GPL-3.0-or-later
// What an edit changes on the disk: one file of music and few lines of it, so that version control
// shows the edit and two people's edits rarely meet.
#include "SmallSong.h"
#include "project/ApplyCommand.h"
#include "project/serialization/ProjectJson.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace {

using namespace cppmusic;
using namespace cppmusic::project;
using core::Beats;
using testing::ElementsAre;

std::vector<std::string> linesOf(const std::string& text)
{
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    std::sort(lines.begin(), lines.end());
    return lines;
}

/// Lines that are in one text only, of the text that has more such lines.
std::size_t countChangedLines(const std::string& before, const std::string& after)
{
    const auto a = linesOf(before), b = linesOf(after);
    std::vector<std::string> gone, come;
    std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(gone));
    std::set_difference(b.begin(), b.end(), a.begin(), a.end(), std::back_inserter(come));
    return std::max(gone.size(), come.size());
}

struct Effect {
    std::vector<std::string> files; ///< changed, new or gone
    std::size_t lines = 0;          ///< changed in files that were there and still are
};

Effect effectOf(const model::Project& song, const Command& command)
{
    const auto applied = applyCommand(song, command);
    EXPECT_TRUE(applied) << labelOf(command) << ": " << applied.error().text();
    const auto before = writeProjectFiles(song), after = writeProjectFiles(applied->after);
    Effect effect;
    for (const auto& [path, text] : *before) {
        const auto now = after->find(path);
        if (now != after->end() && now->second == text) continue;
        effect.files.push_back(path);
        if (now != after->end()) effect.lines += countChangedLines(text, now->second);
    }
    for (const auto& [path, text] : *after)
        if (!before->contains(path)) effect.files.push_back(path);
    return effect;
}

/// The small song with a compressor on the bass and a marker.
model::Project makeSong()
{
    auto song = test::makeSmallSong();
    song.tracks.set(1, song.tracks[1].with([](model::Track& bass) {
        model::Device compressor;
        compressor.id = model::DeviceId{20};
        compressor.type = "cppmusic.compressor";
        bass.inserts.emplace_back(compressor);
    }));
    model::Marker chorus;
    chorus.id = model::MarkerId{21};
    chorus.name = "Chorus";
    chorus.at = Beats{8.0};
    song.markers.push_back(chorus);
    return song;
}

TEST(EditsOnDisk, AMusicalEditChangesOneFileAndAtMostFourLines)
{
    const auto song = makeSong();
    const model::TrackId bass{2};
    const model::PatternId riff{3};
    const model::ClipId clip{4};
    const model::DeviceId compressor{20};
    model::Note note;
    note.id = model::NoteId{40};
    auto moved = song.patterns.begin()->second->lanes.begin()->second->notes[3];
    moved.event.start = Beats{1.75};
    auto marker = song.markers.front();
    marker.name = "Refrain";
    const Command edits[] = {
        InsertNotes{riff, {}, {note}},
        ChangeNotes{riff, {}, {moved}},
        RemoveNotes{riff, {}, {moved.id}},
        ResizePattern{riff, Beats{8.0}},
        RenamePattern{riff, "Bass line"},
        MoveClip{clip, {}, Beats{16.0}},
        MuteClip{clip, true},
        RenameClip{clip, "Intro"},
        DuplicateClip{clip, model::ClipId{41}, {}, Beats{4.0}},
        RemoveClip{clip},
        SetTrackGain{bass, -3.0f},
        SetTrackPan{bass, 0.25f},
        SetTrackMute{bass, true},
        RenameTrack{bass, "Sub"},
        RecolourTrack{bass, {3}},
        MoveTrack{bass, 0},
        SetDeviceParameter{compressor, "ratio", 4.0f},
        EnableDevice{compressor, false},
        WriteAutomation{model::LaneId{5}, Beats{2.0}, Beats{2.0}, {{Beats{2.0}, -1.0f}}},
        SetTempo{Beats{0.0}, core::Bpm{97.0}},
        SetTimeSignature{Beats{0.0}, {3, 4}},
        ChangeMarker{marker},
        RenameProject{"Song"},
    };
    for (const auto& edit : edits) {
        const auto effect = effectOf(song, edit);
        EXPECT_EQ(effect.files.size(), 1u) << labelOf(edit) << testing::PrintToString(effect.files);
        // The first field of an object comes with its braces and a comma before them.
        EXPECT_LE(effect.lines, 4u) << labelOf(edit);
        EXPECT_GE(effect.lines, 1u) << labelOf(edit);
    }
}

TEST(EditsOnDisk, ANewPatternIsANewFileAndNothingElse)
{
    model::Pattern fill;
    fill.id = model::PatternId{31};
    const auto effect = effectOf(makeSong(), AddPattern{fill});
    EXPECT_THAT(effect.files, ElementsAre("patterns/pattern-031.json"));
}

TEST(EditsOnDisk, ANewTrackOrLaneIsANewFileAndALineThatPlacesIt)
{
    const auto song = makeSong();
    model::Track lead;
    lead.id = model::TrackId{31};
    auto effect = effectOf(song, AddTrack{lead, 1});
    EXPECT_THAT(effect.files, ElementsAre("project.json", "tracks/track-031.json"));
    EXPECT_EQ(effect.lines, 1u);
    model::AutomationLane pan;
    pan.id = model::LaneId{31};
    pan.parameter = "pan";
    effect = effectOf(song, AddLane{model::TrackId{2}, pan, 0});
    EXPECT_THAT(effect.files, ElementsAre("tracks/track-002.json", "automation/auto-031.json"));
    EXPECT_EQ(effect.lines, 1u);
}

TEST(EditsOnDisk, ADeviceThisProgramDoesNotKnowKeepsEveryByteThroughEditsBesideIt)
{
    const std::string device = R"(    {
      "grains": {
        "shape": "hann",
        "sizes": [
          0.010,
          1e-3,
          -0,
          100000000000000000000
        ]
      },
      "id": 22,
      "isEnabled": false,
      "parameters": {
        "density": 12.5
      },
      "type": "org.example.granulator"
    })";
    auto files = *writeProjectFiles(makeSong());
    auto& track = files["tracks/track-002.json"];
    const auto place = track.find("\"inserts\": [\n");
    ASSERT_NE(place, std::string::npos);
    track.insert(place + 13, device + ",\n");
    std::vector<std::string> unused;
    auto song = readProjectFiles(files, unused);
    ASSERT_TRUE(song) << song.error().text();
    song->nextId = 50;
    for (const Command& edit : {Command{SetTrackGain{model::TrackId{2}, -3.0f}},
                                Command{SetDeviceParameter{model::DeviceId{20}, "ratio", 2.0f}},
                                Command{MoveClip{model::ClipId{4}, {}, Beats{8.0}}}})
        song = applyCommand(*song, edit)->after;
    const auto written = writeProjectFiles(*song);
    ASSERT_TRUE(written);
    EXPECT_NE(written->at("tracks/track-002.json").find(device), std::string::npos)
        << written->at("tracks/track-002.json");
}

} // namespace
