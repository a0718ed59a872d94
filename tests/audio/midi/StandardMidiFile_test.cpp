// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/midi/StandardMidiFile.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace {

using namespace cppmusic::audio;
using cppmusic::core::ErrorCode;
using namespace std::string_literals;

std::string header(int format, int tracks, int division)
{
    std::string out = "MThd\0\0\0\6"s;
    for (const int value : {format, tracks, division}) {
        out.push_back(static_cast<char>(value >> 8));
        out.push_back(static_cast<char>(value & 255));
    }
    return out;
}

std::string track(const std::string& content)
{
    std::string out = "MTrk";
    for (int shift = 24; shift >= 0; shift -= 8)
        out.push_back(static_cast<char>((content.size() >> shift) & 255));
    return out + content;
}

const std::string endOfTrack = "\0\xFF\x2F\0"s;

StandardMidiFile parsed(const std::string& bytes)
{
    auto file = StandardMidiFile::parse(bytes, "test.mid");
    EXPECT_TRUE(file.ok()) << (file.ok() ? "" : file.error().text());
    return file.ok() ? *file : StandardMidiFile{};
}

cppmusic::core::Error errorOf(const std::string& bytes)
{
    auto file = StandardMidiFile::parse(bytes, "test.mid");
    EXPECT_FALSE(file.ok());
    return file.ok() ? cppmusic::core::Error{} : file.error();
}

/// A file with everything in it that events can be.
StandardMidiFile everything()
{
    StandardMidiFile file;
    file.division.ticksPerQuarter = 96;
    file.tracks.resize(2);
    auto& first = file.tracks[0].events;
    first.push_back(MidiFileEvent::meta(0, 3, "Conductor"));
    first.push_back(MidiFileEvent::tempo(0, 428571));
    first.push_back(MidiFileEvent::timeSignature(0, 7, 8));
    first.push_back(MidiFileEvent::meta(0, 0x59, "\xFD\1"s));
    first.push_back(MidiFileEvent::tempo(10'000'000, 500000));
    file.tracks[0].endTick = 10'000'000;
    auto& second = file.tracks[1].events;
    second.push_back(MidiFileEvent::meta(0, 3, "Bass \xC3\xA9"));
    second.push_back(MidiFileEvent::channelEvent(0, 0xC3, 33));
    second.push_back(MidiFileEvent::channelEvent(0, 0xB3, 7, 100));
    second.push_back(MidiFileEvent::channelEvent(1, 0x93, 60, 100));
    second.push_back(MidiFileEvent::channelEvent(40, 0xE3, 0, 64));
    second.push_back(MidiFileEvent::channelEvent(50, 0xA3, 60, 3));
    second.push_back(MidiFileEvent::channelEvent(50, 0xD3, 90));
    second.push_back(MidiFileEvent::channelEvent(97, 0x93, 60, 0));
    second.push_back(MidiFileEvent::channelEvent(97, 0x83, 61, 64));
    MidiFileEvent sysex;
    sysex.tick = 200;
    sysex.status = 0xF0;
    sysex.bytes = "\x43\x12\x00"s;
    second.push_back(sysex);
    sysex.tick = 201;
    sysex.status = 0xF7;
    sysex.bytes = std::string(300, '\x11') + "\xF7";
    second.push_back(sysex);
    second.push_back(MidiFileEvent::meta(201, 0x7F, std::string(20000, '\x01')));
    file.tracks[1].endTick = 400;
    return file;
}

} // namespace

TEST(StandardMidiFile, EveryKindOfEventSurvivesWritingAndReading)
{
    const auto file = everything();
    const auto bytes = file.serialize();
    ASSERT_TRUE(bytes.ok()) << bytes.error().text();
    EXPECT_EQ(parsed(*bytes), file);
    EXPECT_EQ(*parsed(*bytes).serialize(), *bytes);
}

TEST(StandardMidiFile, RunningStatusContinuesTheLastOne)
{
    const auto file =
        parsed(header(0, 1, 96) + track("\0\x90\x3C\x40\x60\x3C\0"s + "\0\x3E\x41"s + endOfTrack));
    ASSERT_EQ(file.tracks.size(), 1u);
    ASSERT_EQ(file.tracks[0].events.size(), 3u);
    EXPECT_EQ(file.tracks[0].events[0], MidiFileEvent::channelEvent(0, 0x90, 60, 64));
    EXPECT_EQ(file.tracks[0].events[1], MidiFileEvent::channelEvent(96, 0x90, 60, 0));
    EXPECT_EQ(file.tracks[0].events[2], MidiFileEvent::channelEvent(96, 0x90, 62, 65));
    EXPECT_TRUE(file.tracks[0].events[1].isNoteOff());
    EXPECT_EQ(file.tracks[0].endTick, 96);
}

TEST(StandardMidiFile, TempoMeterAndKeyAreTold)
{
    const auto file = everything();
    const auto& events = file.tracks[0].events;
    EXPECT_EQ(file.tracks[0].name(), "Conductor");
    EXPECT_EQ(events[1].microsecondsPerQuarter(), 428571);
    ASSERT_TRUE(events[2].meter().has_value());
    EXPECT_EQ(events[2].meter()->numerator, 7);
    EXPECT_EQ(events[2].meter()->denominator, 8);
    ASSERT_TRUE(events[3].keySignature().has_value());
    EXPECT_EQ(events[3].keySignature()->sharps, -3);
    EXPECT_TRUE(events[3].keySignature()->isMinor);
    EXPECT_FALSE(MidiFileEvent::meta(0, 0x51, "\0\0\0"s).microsecondsPerQuarter().has_value())
        << "a tempo of zero is no tempo";
    EXPECT_FALSE(MidiFileEvent::meta(0, 0x51, "\1\1"s).microsecondsPerQuarter().has_value());
    EXPECT_FALSE(MidiFileEvent::meta(0, 0x58, "\4\xFF\x18\x08"s).meter().has_value());
    EXPECT_FALSE(MidiFileEvent::meta(0, 0x58, "\0\2\x18\x08"s).meter().has_value());
}

TEST(StandardMidiFile, FilmTimeIsRead)
{
    const auto file = parsed(header(1, 1, 0xE250) + track(endOfTrack));
    EXPECT_TRUE(file.division.isSmpte());
    EXPECT_EQ(file.division.framesPerSecond, 30);
    EXPECT_DOUBLE_EQ(file.division.ticksPerSecond(), 2400.0);
    EXPECT_EQ(*file.serialize(), header(1, 1, 0xE250) + track(endOfTrack));
    const auto drop = parsed(header(1, 1, 0xE364) + track(endOfTrack));
    EXPECT_NEAR(drop.division.ticksPerSecond(), 2997.0, 0.01);
}

TEST(StandardMidiFile, WhatIsNotOursIsSkipped)
{
    const auto longHeader = "MThd\0\0\0\x08\0\1\0\1\0\x60\xAB\xCD"s;
    const auto alien = "XFIH\0\0\0\x03"s + "abc";
    const auto file =
        parsed(longHeader + alien + track("\0\x90\x3C\x40"s + endOfTrack + "trash") + "tail");
    ASSERT_EQ(file.tracks.size(), 1u);
    EXPECT_EQ(file.tracks[0].events.size(), 1u);
}

TEST(StandardMidiFile, AMidiFileInsideARiffWrapperIsFound)
{
    const auto inner = header(0, 1, 96) + track("\0\x90\x3C\x40"s + endOfTrack);
    const auto wrapped =
        "RIFF\xFF\0\0\0RMIDdata"s + static_cast<char>(inner.size()) + "\0\0\0"s + inner;
    EXPECT_EQ(parsed(wrapped), parsed(inner));
}

TEST(StandardMidiFile, DamageIsToldWithItsByteAndTrack)
{
    const auto good = track("\0\x90\x3C\x40"s + endOfTrack);
    const auto cases = std::vector<std::pair<std::string, std::string>>{
        {header(1, 2, 96) + good, "promises 2 tracks"},
        {header(1, 1, 0) + good, "byte 12"},
        {header(1, 1, 0xE700) + good, "0 ticks"},
        {header(1, 1, 0x8164) + good, "frames a second"},
        {header(0, 2, 96) + good + good, "format 0"},
        {header(1, 1, 96) + track("\0\x3C\x40"s + endOfTrack), "byte 23: track 1: an event has no"},
        {header(1, 1, 96) + track("\0\x90\x3C"s), "track 1: it ends inside an event"},
        {header(1, 1, 96) + track("\0\x90\x3C\x90"s + endOfTrack), "above 127"},
        {header(1, 1, 96) + track("\0\xFF\x03\x7F"s + "ab"), "says that it has 127 bytes"},
        {header(1, 1, 96) + track("\0\xFF\x03\xFF\xFF\xFF\xFF\x7F"s), "a length is cut short"},
        {header(1, 1, 96) + track("\x80\x80\x80\x80\x00\x90\x3C\x40"s), "a time is cut short"},
        {header(1, 1, 96) + track("\0\xF1\x00"s + endOfTrack), "does not belong"},
        {header(1, 1, 96) + good.substr(0, good.size() - 1), "byte 14: the chunk says"},
    };
    for (const auto& [bytes, expected] : cases) {
        const auto error = errorOf(bytes);
        EXPECT_EQ(error.code, ErrorCode::corrupt);
        EXPECT_NE(error.message.find(expected), std::string::npos)
            << error.text() << "\n  expected: " << expected;
        EXPECT_EQ(error.place, "test.mid");
    }
    EXPECT_EQ(errorOf("RIFF1234WAVE").code, ErrorCode::unsupported);
    EXPECT_EQ(errorOf("").code, ErrorCode::unsupported);
    EXPECT_EQ(errorOf(header(3, 1, 96) + good).code, ErrorCode::unsupported);
}

TEST(StandardMidiFile, ALengthThatLiesCostsNoMemory)
{
    // 4 GB promised in 22 bytes; 65535 tracks promised, none there.
    EXPECT_EQ(errorOf(header(1, 1, 96) + "MTrk\xFF\xFF\xFF\xFF"s).code, ErrorCode::corrupt);
    EXPECT_EQ(errorOf(header(1, 65535, 96)).code, ErrorCode::corrupt);
}

TEST(StandardMidiFile, WhatNoFileCanHoldIsRefused)
{
    const auto refused = [](auto change) {
        auto file = everything();
        change(file);
        const auto bytes = file.serialize();
        EXPECT_FALSE(bytes.ok());
        return bytes.ok() ? ErrorCode::internal : bytes.error().code;
    };
    const auto invalid = ErrorCode::invalidArgument;
    EXPECT_EQ(refused([](auto& f) { f.tracks.clear(); }), invalid);
    EXPECT_EQ(refused([](auto& f) { f.format = 0; }), invalid);
    EXPECT_EQ(refused([](auto& f) { f.division.ticksPerQuarter = 32768; }), invalid);
    EXPECT_EQ(refused([](auto& f) { f.tracks[1].endTick = 3; }), invalid);
    EXPECT_EQ(refused([](auto& f) { f.tracks[1].events[3].data1 = 128; }), invalid);
    EXPECT_EQ(refused([](auto& f) { f.tracks[1].events[3].tick = 90; }), invalid);
    EXPECT_EQ(refused([](auto& f) { f.tracks[1].events[3].status = 0xF8; }), invalid);
    EXPECT_EQ(refused([](auto& f) { f.tracks[1].endTick = std::int64_t{1} << 40; }), invalid);
    EXPECT_EQ(refused([](auto& f) { f.tracks[1].events[0].metaType = 0x2F; }), invalid);
}

TEST(StandardMidiFile, EveryCutOfAFileIsEitherWholeOrAnError)
{
    const auto bytes = *everything().serialize();
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        const auto file = StandardMidiFile::parse(std::string_view(bytes).substr(0, length));
        EXPECT_FALSE(file.ok()) << "cut at " << length;
    }
}

TEST(StandardMidiFile, DamagedBytesNeverBreakTheRoundTrip)
{
    const auto bytes = *everything().serialize();
    std::mt19937 random(20240601);
    int accepted = 0;
    for (int i = 0; i < 20000; ++i) {
        std::string damaged = bytes;
        for (int k = 0; k < 1 + static_cast<int>(random() % 4); ++k) {
            // Mostly in the events, not in the long text at the end.
            damaged[random() % 200] = static_cast<char>(random());
        }
        const auto file = StandardMidiFile::parse(damaged);
        if (!file.ok()) {
            EXPECT_FALSE(file.error().message.empty());
            continue;
        }
        ++accepted;
        const auto again = file->serialize();
        ASSERT_TRUE(again.ok()) << again.error().text();
        EXPECT_EQ(parsed(*again), *file);
    }
    EXPECT_GT(accepted, 500);
}
