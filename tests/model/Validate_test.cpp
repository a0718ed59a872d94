// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/Limits.h"
#include "model/Queries.h"
#include "model/RoutingChecks.h"
#include "model/Validate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <limits>

namespace {

using namespace cppmusic::model;
using cppmusic::core::Beats;
using testing::Contains;
using testing::Field;
using testing::HasSubstr;

constexpr TrackId master{1}, drums{2}, bass{3}, bus{4}, room{5};
constexpr PatternId beat{10};
constexpr AssetId kick{11};

Track makeTrack(TrackId id, const char* name, TrackKind kind)
{
    Track track;
    track.id = id;
    track.name = name;
    track.kind = kind;
    return track;
}

// A small song that is whole: every test breaks one thing.
Project makeSong()
{
    Project song;
    Pattern pattern;
    pattern.id = beat;
    PatternLane lane;
    for (std::uint64_t index = 0; index < 4; ++index) {
        Note note;
        note.id = NoteId{20 + index};
        note.event.start = Beats{static_cast<double>(index)};
        lane.notes.push_back(note);
    }
    pattern.lanes.emplace(TrackId{}, lane);
    song.patterns.emplace(beat, pattern);
    Asset asset;
    asset.id = kick;
    asset.file = "assets/audio/kick.wav";
    song.assets.emplace(kick, asset);

    auto bassTrack = makeTrack(bass, "Bass", TrackKind::instrument);
    bassTrack.output = bus;
    Device synth;
    synth.id = DeviceId{30};
    synth.type = "cppmusic.synth";
    bassTrack.instrument = synth;
    Clip clip;
    clip.id = ClipId{40};
    clip.content = PatternClip{beat, Beats{}, true};
    bassTrack.clips.emplace_back(clip);
    AutomationLane cutoff;
    cutoff.id = LaneId{50};
    cutoff.device = synth.id;
    cutoff.parameter = "cutoff";
    bassTrack.lanes.emplace_back(cutoff);
    auto drumTrack = makeTrack(drums, "Drums", TrackKind::audio);
    drumTrack.strip.sends.push_back({room, -12.0f});
    Clip audio;
    audio.id = ClipId{41};
    audio.content = AudioClip{kick};
    drumTrack.clips.emplace_back(audio);
    song.tracks = {makeTrack(master, "Master", TrackKind::master), drumTrack, bassTrack,
                   makeTrack(bus, "Bus", TrackKind::group),
                   makeTrack(room, "Room", TrackKind::aux)};
    song.nextId = 60;
    return song;
}

void changeTrack(Project& song, TrackId id, const std::function<void(Track&)>& change)
{
    const auto place = song.tracks.indexOf(id);
    if (place) song.tracks.set(*place, song.tracks[*place].with(change));
}

void expectProblem(const Project& song, const char* message)
{
    EXPECT_THAT(validate(song), Contains(Field(&Problem::message, HasSubstr(message))));
}

TEST(Validate, AWholeSongHasNoProblems)
{
    EXPECT_TRUE(validate(makeSong()).empty());
    EXPECT_TRUE(validate(makeEmptyProject()).empty());
}

TEST(Validate, AClipWhosePatternIsGoneIsNamedWithItsTrack)
{
    auto song = makeSong();
    song.patterns.clear();
    const auto problems = validate(song);
    ASSERT_EQ(problems.size(), 1u);
    EXPECT_EQ(problems[0].message, "The clip's pattern 10 does not exist.");
    EXPECT_EQ(problems[0].place, "track 3 'Bass', clip 40");
}

TEST(Validate, AFileThatClipsAndDevicesPlayMustBeThere)
{
    auto song = makeSong();
    changeTrack(song, bass, [](Track& track) {
        track.instrument =
            track.instrument->with([](Device& device) { device.samples.push_back({AssetId{99}}); });
    });
    expectProblem(song, "The device's sample, asset 99, does not exist.");
    song.assets.clear();
    expectProblem(song, "The clip's audio file, asset 11, does not exist.");
}

TEST(Validate, ExactlyOneMasterIsNeeded)
{
    auto song = makeSong();
    changeTrack(song, bus, [](Track& track) { track.kind = TrackKind::master; });
    expectProblem(song, "has 2 master tracks");
    song.tracks = {};
    expectProblem(song, "has 0 master tracks");
}

TEST(Validate, OutputsThatGoInACircleAreNamedInTheOrderOfTheSignal)
{
    auto song = makeSong();
    auto second = makeTrack(TrackId{6}, "Sub", TrackKind::group);
    second.output = bus;
    song.tracks.emplace_back(second);
    changeTrack(song, bus, [](Track& track) { track.output = TrackId{6}; });
    expectProblem(song, "Bus → Sub → Bus");
}

TEST(Validate, ASidechainOrASendCanCloseACircleToo)
{
    auto song = makeSong();
    changeTrack(song, bass, [](Track& track) {
        Device compressor;
        compressor.id = DeviceId{31};
        compressor.type = "cppmusic.compressor";
        track.inserts.emplace_back(compressor);
    });
    song.routing.sidechains.push_back({bus, bass, DeviceId{31}});
    expectProblem(song, "feeds back");
    song.routing.sidechains = {{drums, bass, DeviceId{31}}};
    EXPECT_TRUE(validate(song).empty());
    changeTrack(song, room, [](Track& track) { track.strip.sends.push_back({room, 0.0f}); });
    expectProblem(song, "Room → Room");
}

TEST(Validate, RoutingToWhatIsNotThereOrCantTakeItIsNoticed)
{
    auto song = makeSong();
    changeTrack(song, bass, [](Track& track) { track.output = TrackId{77}; });
    expectProblem(song, "The output, track 77, does not exist.");
    changeTrack(song, bass, [](Track& track) { track.output = drums; });
    expectProblem(song, "The output 'Drums' is neither a group nor the master.");
    changeTrack(song, drums, [](Track& track) { track.strip.sends[0].target = bus; });
    expectProblem(song, "The send's target 'Bus' is not an aux track.");
    changeTrack(song, drums, [](Track& track) { track.strip.sends[0].target = TrackId{78}; });
    expectProblem(song, "The send's target, track 78, does not exist.");
    song.routing.sidechains = {{TrackId{79}, bass, DeviceId{30}}};
    expectProblem(song, "The sidechain's source, track 79, does not exist.");
    song.routing.sidechains = {{drums, bass, DeviceId{80}}};
    expectProblem(song, "The sidechain's device 80 is not on track 3.");
}

TEST(Validate, NoIdIsUsedTwice)
{
    auto song = makeSong();
    song.tracks.push_back(song.tracks[1]);
    const auto problems = validate(song);
    for (const auto* place : {"track 2 'Drums'", "track 2 'Drums', clip 41"})
        EXPECT_THAT(problems,
                    Contains(testing::AllOf(Field(&Problem::message, HasSubstr("is used twice")),
                                            Field(&Problem::place, place))));
    auto notes = makeSong();
    notes.patterns.at(beat) = notes.patterns.at(beat).with([](Pattern& pattern) {
        auto& lane = pattern.lanes.at(TrackId{});
        lane = lane.with([](PatternLane& l) { l.notes[1].id = l.notes[0].id; });
    });
    expectProblem(notes, "The id 20 is used twice.");
}

TEST(Validate, TheNextFreeIdLiesAboveAllIdsInUse)
{
    auto song = makeSong();
    song.nextId = 50;
    expectProblem(song, "The next free id 50 is not above the largest one in use, 50.");
}

TEST(Validate, AutomationNeedsItsDeviceOnTheTrackAndAParameterOfItsOwn)
{
    auto song = makeSong();
    changeTrack(song, bass, [](Track& track) { track.instrument.reset(); });
    expectProblem(song, "The lane's device 30 is not on this track.");
    auto doubled = makeSong();
    changeTrack(doubled, bass, [](Track& track) {
        track.lanes.push_back(
            track.lanes[0].with([](AutomationLane& lane) { lane.id = LaneId{51}; }));
    });
    expectProblem(doubled, "Two lanes automate one parameter.");
    auto unordered = makeSong();
    changeTrack(unordered, bass, [](Track& track) {
        track.lanes[0] = track.lanes[0].with([](AutomationLane& lane) {
            lane.points = {{Beats{4}, 1.0f}, {Beats{2}, 0.0f}};
        });
    });
    expectProblem(unordered, "not in order");
}

TEST(Validate, APatternLaneForATrackThatIsGoneIsNoticed)
{
    auto song = makeSong();
    song.patterns.at(beat) = song.patterns.at(beat).with(
        [](Pattern& pattern) { pattern.lanes.emplace(TrackId{88}, PatternLane{}); });
    expectProblem(song, "The lane's track does not exist.");
}

TEST(Validate, ThingsOutOfOrderAreNoticed)
{
    auto song = makeSong();
    song.patterns.at(beat) = song.patterns.at(beat).with([](Pattern& pattern) {
        auto& lane = pattern.lanes.at(TrackId{});
        lane = lane.with([](PatternLane& l) { std::swap(l.notes[0], l.notes[3]); });
    });
    expectProblem(song, "The lane's events are not in order.");
    Marker verse, intro;
    verse.id = MarkerId{55};
    verse.at = Beats{16};
    intro.id = MarkerId{56};
    song.markers = {verse, intro};
    expectProblem(song, "The markers are not in order.");
}

TEST(Limits, EveryValueOutOfItsRangeIsASentence)
{
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const double infinity = std::numeric_limits<double>::infinity();
    EXPECT_EQ(problemWithGain(7), "The gain is 7; it must lie within -90 and 6 dB.");
    EXPECT_FALSE(problemWithGain(nan).empty());
    EXPECT_FALSE(problemWithPan(1.01f).empty());
    EXPECT_TRUE(problemWithPan(-1).empty());
    EXPECT_FALSE(problemWithLength(Beats{0}, "It").empty());
    EXPECT_FALSE(problemWithLength(Beats{infinity}, "It").empty());
    EXPECT_FALSE(problemWithPlace(Beats{-0.5}, "It").empty());
    EXPECT_FALSE(problemWithColour(PaletteColour{16}).empty());
    EXPECT_FALSE(problemWithId(0).empty());
    EXPECT_FALSE(problemWithId(maxId + 1).empty());
    Note note;
    note.id = NoteId{1};
    EXPECT_EQ(problemWith(note), "");
    note.event.velocity = 0;
    EXPECT_EQ(problemWith(note), "The note's velocity must be above 0.");
    ControlEvent bend;
    bend.kind = ControlEvent::Kind::pitchBend;
    bend.value = -1;
    EXPECT_EQ(problemWith(bend), "");
    bend.kind = ControlEvent::Kind::controlChange;
    EXPECT_NE(problemWith(bend), "");
    LoopRange loop;
    loop.end = loop.start;
    EXPECT_EQ(problemWith(loop), "The loop must end after its start.");
}

TEST(Limits, TextIsUtf8AndOfSensibleLength)
{
    EXPECT_EQ(problemWithText("Schlagzeug äö 🎵", "It"), "");
    for (const char* bad : {"\xff", "a\xc3", "\xc0\xaf", "\xed\xa0\x80", "\xf5\x80\x80\x80",
                            "\xe2\x82", "\xf0\x8f\xbf\xbf", "\x80"})
        EXPECT_EQ(problemWithText(bad, "It"), "It is not valid UTF-8 text.");
    EXPECT_NE(problemWithText(std::string(maxTextBytes + 1, 'a'), "It"), "");
}

TEST(Limits, AnAssetCantReachOutsideOfTheProject)
{
    Asset asset;
    asset.id = AssetId{1};
    for (const char* file : {"", "/etc/passwd", "../x.wav", "assets/../../x.wav", "a//b", "C:/x",
                             "a\\b", "assets/", "./x", "a/\n"}) {
        asset.file = file;
        EXPECT_NE(problemWith(asset), "") << file;
    }
    asset.file = "assets/audio/x.wav";
    EXPECT_EQ(problemWith(asset), "");
}

TEST(Pattern, NotesThatSoundInARangeAreFoundInOrder)
{
    Pattern pattern;
    pattern.length = Beats{4};
    PatternLane lane;
    for (int index = 0; index < 4; ++index) {
        Note note;
        note.id = NoteId{static_cast<std::uint64_t>(index + 1)};
        note.event.start = Beats{3.0 - index};
        note.event.duration = Beats{1.5};
        lane.notes.push_back(note);
    }
    sortLane(lane);
    EXPECT_EQ(lane.notes.front().id, NoteId{4});
    pattern.lanes.emplace(TrackId{}, lane);
    EXPECT_EQ(pattern.computeContentLength(), Beats{4.5});
    const auto sounding = pattern.getNotesInRange(TrackId{}, Beats{1.25}, Beats{2.0});
    ASSERT_EQ(sounding.size(), 2u);
    EXPECT_EQ(sounding[0].event.start, Beats{0});
    EXPECT_EQ(sounding[1].event.start, Beats{1});
    EXPECT_TRUE(pattern.getNotesInRange(TrackId{5}, Beats{0}, Beats{4}).empty());
    EXPECT_TRUE(pattern.getNotesInRange(TrackId{}, Beats{4.5}, Beats{9}).empty());
}

TEST(Queries, ThingsAreFoundWithTheTrackTheyAreOn)
{
    const auto song = makeSong();
    TrackId track;
    ASSERT_NE(findClip(song, ClipId{41}, &track), nullptr);
    EXPECT_EQ(track, drums);
    ASSERT_NE(findDevice(song, DeviceId{30}, &track), nullptr);
    EXPECT_EQ(track, bass);
    ASSERT_NE(findLane(song, LaneId{50}, &track), nullptr);
    EXPECT_EQ(findClip(song, ClipId{9}), nullptr);
    EXPECT_EQ(findPattern(song, PatternId{9}), nullptr);
    EXPECT_EQ(findAsset(song, AssetId{9}), nullptr);
    EXPECT_EQ(masterTrack(song).id, master);
    EXPECT_EQ(songEnd(song), Beats{4});
}

} // namespace
