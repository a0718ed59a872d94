// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/playback/PatternPlayer.h"

#include "support/NodeHarness.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

namespace cppmusic {
namespace {

using audio::EventType;
using audio::NoteContent;
using audio::NoteSequence;
using audio::PatternPlayer;
using audio::TimedControl;
using audio::TimedNote;
using test::NodeHarness;

std::shared_ptr<const NoteSequence> sequenceOf(std::vector<TimedNote> notes,
                                               std::vector<TimedControl> controls = {},
                                               std::int64_t start = 0, std::int64_t end = 1'000'000)
{
    auto sequence = std::make_shared<NoteSequence>();
    sequence->startFrame = start;
    sequence->endFrame = end;
    for (const auto& note : notes)
        sequence->longestNote = std::max(sequence->longestNote, note.offFrame - note.onFrame);
    sequence->notes = std::move(notes);
    sequence->controls = std::move(controls);
    return sequence;
}

std::unique_ptr<NoteContent> contentOf(std::vector<std::shared_ptr<const NoteSequence>> sequences)
{
    auto content = std::make_unique<NoteContent>();
    content->sequences = std::move(sequences);
    content->buildIndex();
    return content;
}

TimedNote note(std::int64_t on, std::int64_t off, int key)
{
    return {on, off, 0.8f, 0.5f, static_cast<std::uint8_t>(key), 0};
}

std::string describe(const std::vector<test::TimedEvent>& events)
{
    std::string text;
    for (const auto& [frame, event] : events) {
        const char* name = event.type == EventType::noteOn    ? "on"
                           : event.type == EventType::noteOff ? "off"
                                                              : "cc";
        text += std::to_string(frame) + " " + name + " " + std::to_string(event.number) + "; ";
    }
    return text;
}

TEST(PatternPlayer, PlaysEachNoteOnItsExactFrame)
{
    PatternPlayer player;
    NodeHarness harness(player);
    const auto content =
        contentOf({sequenceOf({note(0, 100, 60), note(511, 513, 62), note(1000, 1700, 64)})});
    harness.content = content.get();
    harness.render(2048);
    EXPECT_EQ(describe(harness.emitted),
              "0 on 60; 100 off 60; 511 on 62; 513 off 62; 1000 on 64; 1700 off 64; ");
}

TEST(PatternPlayer, AtOneFrameReleasesComeBeforeControllersAndOnsets)
{
    PatternPlayer player;
    NodeHarness harness(player);
    const auto content = contentOf(
        {sequenceOf({note(0, 256, 60), note(256, 400, 60)},
                    {{256, 0.5f, static_cast<std::uint8_t>(EventType::controlChange), 0, 7}})});
    harness.content = content.get();
    harness.render(1024);
    EXPECT_EQ(describe(harness.emitted), "0 on 60; 256 off 60; 256 cc 7; 256 on 60; 400 off 60; ");
}

TEST(PatternPlayer, SendsTheSameEventsForAnyBlockSize)
{
    std::mt19937 random(20260101);
    std::vector<std::shared_ptr<const NoteSequence>> sequences;
    for (int s = 0; s < 20; ++s) {
        std::vector<TimedNote> notes;
        const std::int64_t start = static_cast<std::int64_t>(random() % 8000);
        for (int n = 0; n < 15; ++n) {
            const auto on = start + static_cast<std::int64_t>(random() % 2000);
            notes.push_back(note(on, on + 1 + static_cast<std::int64_t>(random() % 900),
                                 static_cast<int>(random() % 12) + 60));
        }
        std::sort(notes.begin(), notes.end(), [](const auto& a, const auto& b) {
            return std::pair(a.onFrame, a.key) < std::pair(b.onFrame, b.key);
        });
        sequences.push_back(sequenceOf(notes, {}, start, start + 2900));
    }
    std::sort(sequences.begin(), sequences.end(),
              [](const auto& a, const auto& b) { return a->startFrame < b->startFrame; });
    const auto content = contentOf(sequences);
    std::string expected;
    for (const auto& blocks : test::blockCuttings()) {
        PatternPlayer player;
        NodeHarness harness(player);
        harness.content = content.get();
        harness.render(12000, blocks);
        std::string text = describe(harness.emitted);
        for (const auto& [frame, event] : harness.emitted)
            text += std::to_string(event.noteId) + ",";
        if (expected.empty()) expected = text;
        EXPECT_EQ(text, expected);
        EXPECT_EQ(std::count(text.begin(), text.end(), ';'), 600);
    }
}

TEST(PatternPlayer, AStopReleasesWhatSoundsAndLiftsThePedal)
{
    PatternPlayer player;
    NodeHarness harness(player);
    const auto content = contentOf(
        {sequenceOf({note(0, 90000, 60), note(10, 90000, 64)},
                    {{5, 1.0f, static_cast<std::uint8_t>(EventType::controlChange), 0, 64}})});
    harness.content = content.get();
    harness.render(512);
    EXPECT_EQ(player.numHeldNotes(), 2);
    harness.isPlaying = false;
    harness.isJumpNext = true;
    harness.render(512);
    EXPECT_EQ(player.numHeldNotes(), 0);
    EXPECT_EQ(describe(harness.emitted),
              "0 on 60; 5 cc 64; 10 on 64; 512 off 60; 512 off 64; 512 cc 64; ");
    EXPECT_EQ(harness.emitted.back().event.value, 0.0f);
}

TEST(PatternPlayer, StartingInTheMiddleOfANoteTakesItUpWithItsControllers)
{
    PatternPlayer player;
    NodeHarness harness(player);
    const auto type = static_cast<std::uint8_t>(EventType::controlChange);
    const auto content = contentOf({sequenceOf({note(0, 3000, 60), note(100, 900, 62)},
                                               {{0, 0.1f, type, 0, 7}, {500, 0.6f, type, 0, 7}})});
    harness.content = content.get();
    harness.songFrame = 1000;
    harness.render(4096);
    EXPECT_EQ(describe(harness.emitted), "0 cc 7; 0 on 60; 2000 off 60; ");
    EXPECT_EQ(harness.emitted.front().event.value, 0.6f);
}

TEST(PatternPlayer, AnEditWhilePlayingEndsNotesThatVanishedOrBecameShorter)
{
    PatternPlayer player;
    NodeHarness harness(player);
    const auto before =
        contentOf({sequenceOf({note(0, 50000, 60), note(0, 50000, 62), note(0, 50000, 64)})});
    const auto after = contentOf({sequenceOf({note(0, 700, 60), note(0, 60000, 64)})});
    harness.content = before.get();
    harness.render(512);
    harness.content = after.get();
    harness.render(512);
    EXPECT_EQ(describe(harness.emitted), "0 on 60; 0 on 62; 0 on 64; 512 off 62; 700 off 60; ");
    EXPECT_EQ(player.numHeldNotes(), 1);
}

TEST(PatternPlayer, ContentWithoutAnIndexPlaysTheSame)
{
    auto plain = std::make_unique<NoteContent>();
    plain->sequences = {sequenceOf({note(10, 20, 60)}, {}, 0, 50),
                        sequenceOf({note(600, 700, 61)}, {}, 500, 800)};
    PatternPlayer player;
    NodeHarness harness(player);
    harness.content = plain.get();
    harness.render(1024);
    EXPECT_EQ(describe(harness.emitted), "10 on 60; 20 off 60; 600 on 61; 700 off 61; ");
}

std::unique_ptr<NoteContent> randomContent(std::mt19937& random)
{
    std::vector<std::shared_ptr<const NoteSequence>> sequences;
    std::int64_t start = 0;
    for (int s = 0; s < 6; ++s) {
        start += static_cast<std::int64_t>(random() % 1500);
        std::vector<TimedNote> notes;
        for (int n = 0; n < 12; ++n) {
            // Few places and keys, so that edits often meet notes that sound.
            const auto on = start + 64 * static_cast<std::int64_t>(random() % 40);
            notes.push_back(note(on, on + 1 + static_cast<std::int64_t>(random() % 3000),
                                 60 + static_cast<int>(random() % 5)));
        }
        std::sort(notes.begin(), notes.end(), [](const auto& a, const auto& b) {
            return std::pair(a.onFrame, a.key) < std::pair(b.onFrame, b.key);
        });
        sequences.push_back(sequenceOf(notes, {}, start, start + 6000));
    }
    return contentOf(sequences);
}

TEST(PatternPlayer, NoNoteEverHangsThroughEditsLoopsAndLocates)
{
    for (unsigned seed = 1; seed <= 60; ++seed) {
        std::mt19937 random(seed);
        PatternPlayer player;
        NodeHarness harness(player);
        harness.eventCapacity = seed % 3 == 0 ? 4 : 4096; // a full buffer must not lose a release
        std::vector<std::unique_ptr<NoteContent>> contents;
        for (int step = 0; step < 120; ++step) {
            switch (random() % 8) {
            case 0:
                contents.push_back(randomContent(random));
                harness.content = contents.back().get();
                break;
            case 1:
                harness.songFrame = static_cast<std::int64_t>(random() % 9000);
                harness.isJumpNext = true;
                break;
            case 2:
                harness.isPlaying = !harness.isPlaying;
                harness.isJumpNext = true;
                break;
            case 3: harness.content = nullptr; break;
            default: break;
            }
            harness.render(static_cast<int>(1 + random() % 700));
        }
        harness.isPlaying = false;
        harness.isJumpNext = true;
        for (int flush = 0; flush < 200; ++flush) harness.render(16);
        EXPECT_EQ(player.numHeldNotes(), 0) << "seed " << seed;
        std::map<int, int> sounding;
        for (const auto& [frame, event] : harness.emitted) {
            if (event.type == EventType::noteOn) {
                EXPECT_EQ(sounding[event.noteId]++, 0) << "seed " << seed;
            } else if (event.type == EventType::noteOff) {
                EXPECT_EQ(sounding[event.noteId]--, 1) << "seed " << seed;
            }
        }
        for (const auto& [id, count] : sounding)
            EXPECT_EQ(count, 0) << "seed " << seed << " note " << id;
        ASSERT_GT(sounding.size(), 10u) << "seed " << seed;
    }
}

} // namespace
} // namespace cppmusic
