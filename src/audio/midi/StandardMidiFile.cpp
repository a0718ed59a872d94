// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/midi/StandardMidiFile.h"

#include <algorithm>
#include <bit>

namespace cppmusic::audio {

namespace {

using core::ErrorCode;
using core::makeError;

constexpr std::int64_t maxDelta = 0x0FFFFFFF;

std::uint8_t byteAt(const std::string& bytes, std::size_t index) noexcept
{
    return static_cast<std::uint8_t>(bytes[index]);
}

void putBigEndian(std::string& out, std::uint32_t value, int count)
{
    for (int shift = 8 * (count - 1); shift >= 0; shift -= 8)
        out.push_back(static_cast<char>((value >> shift) & 0xFFu));
}

void putVariableLength(std::string& out, std::uint32_t value)
{
    for (int shift = 21; shift > 0; shift -= 7) {
        if (value >> shift) out.push_back(static_cast<char>(((value >> shift) & 0x7Fu) | 0x80u));
    }
    out.push_back(static_cast<char>(value & 0x7Fu));
}

core::Error cannotWrite(std::size_t track, std::int64_t tick, const char* why)
{
    return makeError(ErrorCode::invalidArgument,
                     "this music cannot be written as a MIDI file: " + std::string(why),
                     "track " + std::to_string(track + 1) + ", tick " + std::to_string(tick));
}

/// Empty if the event can be written, else why not.
const char* whyUnwritable(const MidiFileEvent& event) noexcept
{
    if (event.isChannelEvent()) {
        if (event.data1 > 127 || event.data2 > 127) return "a data byte is above 127";
        return event.bytes.empty() && event.metaType == 0 ? nullptr
                                                          : "a channel event carries a text";
    }
    if (event.status != 0xF0 && event.status != 0xF7 && event.status != 0xFF)
        return "an event has a status that files do not know";
    if (event.bytes.size() > static_cast<std::size_t>(maxDelta)) return "a text is too long";
    if (event.data1 != 0 || event.data2 != 0) return "a meta or sysex event has channel data";
    if (event.status != 0xFF) return event.metaType == 0 ? nullptr : "a sysex event has a type";
    if (event.metaType > 127) return "a meta type is above 127";
    return event.metaType == 0x2F ? "the end of the track is among its events" : nullptr;
}

void putEvent(std::string& out, const MidiFileEvent& event)
{
    out.push_back(static_cast<char>(event.status));
    if (event.isChannelEvent()) {
        out.push_back(static_cast<char>(event.data1));
        const bool hasOneByte = event.kind() == 0xC0 || event.kind() == 0xD0;
        if (!hasOneByte) out.push_back(static_cast<char>(event.data2));
        return;
    }
    if (event.status == 0xFF) out.push_back(static_cast<char>(event.metaType));
    putVariableLength(out, static_cast<std::uint32_t>(event.bytes.size()));
    out += event.bytes;
}

core::Result<std::string> trackBytes(const MidiFileTrack& track, std::size_t index)
{
    std::string out;
    std::int64_t tick = 0;
    const auto putDelta = [&](std::int64_t to) -> const char* {
        if (to < tick) return "an event lies before the one it follows";
        if (to - tick > maxDelta) return "a rest is longer than a file can say";
        putVariableLength(out, static_cast<std::uint32_t>(to - tick));
        tick = to;
        return nullptr;
    };
    for (const MidiFileEvent& event : track.events) {
        if (const char* why = putDelta(event.tick)) return cannotWrite(index, event.tick, why);
        if (const char* why = whyUnwritable(event)) return cannotWrite(index, event.tick, why);
        const bool hasOneByte = event.kind() == 0xC0 || event.kind() == 0xD0;
        if (hasOneByte && event.data2 != 0)
            return cannotWrite(index, event.tick, "an event of one data byte has two");
        putEvent(out, event);
    }
    if (const char* why = putDelta(track.endTick)) return cannotWrite(index, track.endTick, why);
    out += std::string_view("\xFF\x2F\x00", 3);
    if (out.size() > UINT32_MAX) return cannotWrite(index, track.endTick, "the track is too long");
    return out;
}

core::Result<std::uint32_t> divisionWord(const MidiDivision& division)
{
    if (!division.isSmpte()) {
        if (division.ticksPerQuarter < 1 || division.ticksPerQuarter > 32767)
            return makeError(ErrorCode::invalidArgument,
                             "a MIDI file has 1 to 32767 ticks a quarter note", "division");
        return static_cast<std::uint32_t>(division.ticksPerQuarter);
    }
    const int fps = division.framesPerSecond;
    if ((fps != 24 && fps != 25 && fps != 29 && fps != 30) || division.ticksPerFrame < 1 ||
        division.ticksPerFrame > 255)
        return makeError(ErrorCode::invalidArgument,
                         "a MIDI file in film time has 24, 25, 29 or 30 frames a second and 1 to "
                         "255 ticks a frame",
                         "division");
    return (static_cast<std::uint32_t>(256 - fps) << 8) |
           static_cast<std::uint32_t>(division.ticksPerFrame);
}

} // namespace

MidiFileEvent MidiFileEvent::channelEvent(std::int64_t tick, int status, int data1, int data2)
{
    MidiFileEvent event;
    event.tick = tick;
    event.status = static_cast<std::uint8_t>(status);
    event.data1 = static_cast<std::uint8_t>(data1);
    event.data2 = static_cast<std::uint8_t>(data2);
    return event;
}

MidiFileEvent MidiFileEvent::meta(std::int64_t tick, int type, std::string content)
{
    MidiFileEvent event;
    event.tick = tick;
    event.status = 0xFF;
    event.metaType = static_cast<std::uint8_t>(type);
    event.bytes = std::move(content);
    return event;
}

MidiFileEvent MidiFileEvent::tempo(std::int64_t tick, int microsecondsPerQuarter)
{
    const int value = std::clamp(microsecondsPerQuarter, 1, 0xFFFFFF);
    std::string content;
    putBigEndian(content, static_cast<std::uint32_t>(value), 3);
    return meta(tick, 0x51, std::move(content));
}

MidiFileEvent MidiFileEvent::timeSignature(std::int64_t tick, int numerator, int denominator)
{
    const auto power = std::bit_width(static_cast<unsigned>(std::clamp(denominator, 1, 128))) - 1;
    std::string content;
    content.push_back(static_cast<char>(std::clamp(numerator, 1, 255)));
    content.push_back(static_cast<char>(power));
    content.push_back(24); // MIDI clocks a metronome click
    content.push_back(8);  // notated 32nds a quarter
    return meta(tick, 0x58, std::move(content));
}

std::optional<int> MidiFileEvent::microsecondsPerQuarter() const noexcept
{
    if (!isMeta(0x51) || bytes.size() != 3) return {};
    const int value = (byteAt(bytes, 0) << 16) | (byteAt(bytes, 1) << 8) | byteAt(bytes, 2);
    return value > 0 ? std::optional<int>(value) : std::nullopt;
}

std::optional<MidiFileEvent::Meter> MidiFileEvent::meter() const noexcept
{
    if (!isMeta(0x58) || bytes.size() < 2) return {};
    const int numerator = byteAt(bytes, 0);
    const int power = byteAt(bytes, 1);
    if (numerator == 0 || power > 7) return {};
    return Meter{numerator, 1 << power};
}

std::optional<MidiFileEvent::Key> MidiFileEvent::keySignature() const noexcept
{
    if (!isMeta(0x59) || bytes.size() < 2) return {};
    const int sharps = static_cast<std::int8_t>(byteAt(bytes, 0));
    if (sharps < -7 || sharps > 7 || byteAt(bytes, 1) > 1) return {};
    return Key{sharps, byteAt(bytes, 1) == 1};
}

std::string_view MidiFileTrack::name() const noexcept
{
    const auto found = std::find_if(events.begin(), events.end(),
                                    [](const MidiFileEvent& e) { return e.isMeta(3); });
    return found == events.end() ? std::string_view{} : std::string_view(found->bytes);
}

double MidiDivision::ticksPerSecond() const noexcept
{
    const double frames = framesPerSecond == 29 ? 30000.0 / 1001.0 : framesPerSecond;
    return frames * ticksPerFrame;
}

core::Result<std::string> StandardMidiFile::serialize() const
{
    if (format < 0 || format > 2 || tracks.empty() || tracks.size() > 65535 ||
        (format == 0 && tracks.size() != 1))
        return makeError(ErrorCode::invalidArgument,
                         "a MIDI file has format 0 with one track, or format 1 or 2 with 1 to "
                         "65535 tracks",
                         "format");
    const auto word = divisionWord(division);
    if (!word) return word.error();

    std::string out = "MThd";
    putBigEndian(out, 6, 4);
    putBigEndian(out, static_cast<std::uint32_t>(format), 2);
    putBigEndian(out, static_cast<std::uint32_t>(tracks.size()), 2);
    putBigEndian(out, *word, 2);
    for (std::size_t i = 0; i < tracks.size(); ++i) {
        const auto bytes = trackBytes(tracks[i], i);
        if (!bytes) return bytes.error();
        out += "MTrk";
        putBigEndian(out, static_cast<std::uint32_t>(bytes->size()), 4);
        out += *bytes;
    }
    return out;
}

} // namespace cppmusic::audio
