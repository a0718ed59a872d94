// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/music/Chord.h"
#include "core/music/Pitch.h"
#include "core/music/Scale.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

using namespace cppmusic::core;

TEST(Pitch, KeysHaveTheNamesOnTheKeyboard)
{
    EXPECT_EQ(pitchName(60), "C4");
    EXPECT_EQ(pitchName(61), "C#4");
    EXPECT_EQ(pitchName(61, Spelling::flats), "Db4");
    EXPECT_EQ(pitchName(0), "C-1");
    EXPECT_EQ(pitchName(127), "G9");
    EXPECT_EQ(pitchName(21), "A0") << "the lowest key of a piano";
}

TEST(Pitch, EveryNameReadsBackToItsKeyInBothSpellings)
{
    for (int key = lowestKey; key <= highestKey; ++key) {
        EXPECT_EQ(parsePitch(pitchName(key)).value(), key);
        EXPECT_EQ(parsePitch(pitchName(key, Spelling::flats)).value(), key);
    }
}

TEST(Pitch, ReadsWhatPeopleWrite)
{
    EXPECT_EQ(parsePitch("c#4").value(), 61);
    EXPECT_EQ(parsePitch("bb3").value(), 58);
    EXPECT_EQ(parsePitch("Cb4").value(), 59) << "C flat lies below C of the same octave";
    EXPECT_EQ(parsePitch("B#3").value(), 60);
    EXPECT_EQ(parsePitch("F##2").value(), 43);
    EXPECT_EQ(parsePitch("E\u266d4").value(), 63);
    EXPECT_EQ(parsePitch("F\u266f4").value(), 66);
}

TEST(Pitch, RefusesWhatIsNoNote)
{
    for (const char* name :
         {"", "C", "H4", "C4x", "#4", "G#9", "Cb-1", "C10", "4", "C 4", "C+4", "C99999999999"}) {
        const auto key = parsePitch(name);
        ASSERT_FALSE(key.ok()) << name;
        EXPECT_EQ(key.error().code, ErrorCode::invalidArgument);
        EXPECT_EQ(key.error().place, name);
    }
}

TEST(Pitch, BlackKeysAreBlack)
{
    std::string keyboard;
    for (int key = -12; key < 12; ++key) keyboard += isBlackKey(key) ? '#' : '.';
    EXPECT_EQ(keyboard, ".#.#..#.#.#..#.#..#.#.#.");
}

TEST(Scale, CMajorIsTheWhiteKeys)
{
    const Scale scale;
    EXPECT_EQ(scale.name(), "C major");
    for (int key = 0; key <= 127; ++key) EXPECT_EQ(scale.contains(key), !isBlackKey(key));
}

TEST(Scale, DegreesCountFromTheRootAndGoOnThroughTheOctaves)
{
    const Scale dorian = Scale::parse("D dorian").value();
    EXPECT_EQ(dorian.keyOf(0, 4), 62);
    EXPECT_EQ(dorian.keyOf(2, 4), 65);
    EXPECT_EQ(dorian.keyOf(7, 4), 74);
    EXPECT_EQ(dorian.keyOf(-1, 4), 60);
    EXPECT_EQ(dorian.degreeOf(65), 2);
    EXPECT_EQ(dorian.degreeOf(66), std::nullopt);
    for (int degree = -20; degree < 20; ++degree)
        EXPECT_EQ(dorian.degreeOf(dorian.keyOf(degree, 4)), (degree % 7 + 7) % 7);
}

TEST(Scale, SnapsToTheNearestNoteTheLowerOfTwo)
{
    const Scale pentatonic = Scale::parse("C major pentatonic").value();
    EXPECT_EQ(pentatonic.nearestKey(60), 60);
    EXPECT_EQ(pentatonic.nearestKey(61), 60);
    EXPECT_EQ(pentatonic.nearestKey(65), 64);
    EXPECT_EQ(pentatonic.nearestKey(66), 67);
}

TEST(Scale, ParallelModesShareTheirNotes)
{
    const Scale major = Scale::parse("C major").value();
    for (const char* mode :
         {"D dorian", "E phrygian", "F lydian", "G mixolydian", "A minor", "B locrian"}) {
        const Scale scale = Scale::parse(mode).value();
        for (int key = 0; key < 12; ++key) EXPECT_EQ(scale.contains(key), major.contains(key));
    }
}

TEST(Scale, EveryScaleStartsOnItsRootAndReadsBackFromItsName)
{
    for (const ScaleType& type : scaleTypes())
        for (int root = 0; root < 12; ++root) {
            const Scale scale(root, type);
            EXPECT_TRUE(scale.contains(root));
            EXPECT_EQ(Scale::parse(scale.name()).value(), scale);
            EXPECT_EQ(Scale::parse(scale.name(Spelling::flats)).value(), scale);
        }
    for (const char* name : {"", "C", "H major", "C grunge", "Cmajor"})
        EXPECT_FALSE(Scale::parse(name).ok()) << name;
}

namespace {

std::string chordOf(std::vector<int> keys)
{
    const auto chord = Chord::fromKeys(keys);
    return chord ? chord->name() : "none";
}

} // namespace

TEST(Chord, NamesWhatAHandPlays)
{
    EXPECT_EQ(chordOf({60, 64, 67}), "C");
    EXPECT_EQ(chordOf({57, 60, 64}), "Am");
    EXPECT_EQ(chordOf({57, 60, 64, 67}), "Am7");
    EXPECT_EQ(chordOf({60, 64, 67, 69}), "C6") << "the same notes as Am7, but on C";
    EXPECT_EQ(chordOf({64, 67, 72}), "C/E");
    EXPECT_EQ(chordOf({48, 55, 64, 72, 76}), "C") << "octaves and doublings don't matter";
    EXPECT_EQ(chordOf({66, 69, 72, 76}), "F#m7b5");
    EXPECT_EQ(chordOf({43, 59, 62, 65}), "G7");
    EXPECT_EQ(chordOf({40, 47}), "E5");
    EXPECT_EQ(chordOf({67, 60, 64}), "C") << "the order of the keys doesn't matter";
}

TEST(Chord, ClustersAndSingleNotesHaveNoName)
{
    EXPECT_EQ(chordOf({60, 61, 62}), "none");
    EXPECT_EQ(chordOf({60}), "none");
    EXPECT_EQ(chordOf({}), "none");
}

TEST(Chord, EveryChordInEveryKeyIsFoundAgainFromItsKeysAndItsName)
{
    for (const ChordType& type : chordTypes())
        for (int root = 0; root < 12; ++root) {
            const Chord chord(root, type);
            EXPECT_EQ(Chord::fromKeys(chord.keys(4)), chord) << chord.name();
            EXPECT_EQ(Chord::parse(chord.name()).value(), chord) << chord.name();
            EXPECT_EQ(Chord::parse(chord.name(Spelling::flats)).value(), chord);
        }
}

TEST(Chord, ASlashPutsAnotherNoteIntoTheBass)
{
    const Chord chord = Chord::parse("C/E").value();
    EXPECT_EQ(chord.bass(), 4);
    EXPECT_EQ(chord.keys(4), (std::vector<int>{52, 60, 64, 67}));
    const Chord foreign = Chord::parse("C/D").value();
    EXPECT_TRUE(foreign.contains(62));
    EXPECT_FALSE(foreign.contains(65));
    for (const char* name : {"", "X", "Cfoo", "C/", "C/H", "C/E/G"})
        EXPECT_FALSE(Chord::parse(name).ok()) << name;
}
