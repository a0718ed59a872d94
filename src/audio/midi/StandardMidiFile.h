// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cppmusic::audio {

/// One event of a MIDI file at an absolute tick. Nothing is interpreted, so nothing is lost: a
/// note-on of velocity 0 stays one, unknown meta events keep their bytes.
struct MidiFileEvent {
    std::int64_t tick = 0;
    std::uint8_t status = 0;   ///< 0x80–0xEF with the channel, 0xF0 or 0xF7 (sysex), 0xFF (meta)
    std::uint8_t data1 = 0;    ///< channel events: first data byte, 0–127
    std::uint8_t data2 = 0;    ///< channel events: second data byte, 0 where there is none
    std::uint8_t metaType = 0; ///< meta events: 0–127
    std::string bytes; ///< sysex: what follows the length (0xF7 at the end included); meta: content

    static MidiFileEvent channelEvent(std::int64_t tick, int status, int data1, int data2 = 0);
    static MidiFileEvent meta(std::int64_t tick, int type, std::string content);
    static MidiFileEvent tempo(std::int64_t tick, int microsecondsPerQuarter);
    /// `denominator` a power of two up to 128.
    static MidiFileEvent timeSignature(std::int64_t tick, int numerator, int denominator);

    [[nodiscard]] bool isChannelEvent() const noexcept { return status >= 0x80 && status < 0xF0; }
    [[nodiscard]] bool isMeta(int type) const noexcept
    {
        return status == 0xFF && metaType == type;
    }
    [[nodiscard]] int channel() const noexcept { return status & 0x0F; }
    [[nodiscard]] int kind() const noexcept { return isChannelEvent() ? status & 0xF0 : status; }
    /// A note-on that sounds: velocity above 0.
    [[nodiscard]] bool isNoteOn() const noexcept { return kind() == 0x90 && data2 > 0; }
    /// A note-off, or a note-on of velocity 0.
    [[nodiscard]] bool isNoteOff() const noexcept
    {
        return kind() == 0x80 || (kind() == 0x90 && data2 == 0);
    }
    /// Of a tempo event that is whole and not zero; else empty.
    [[nodiscard]] std::optional<int> microsecondsPerQuarter() const noexcept;
    struct Meter {
        int numerator = 4, denominator = 4;
    };
    /// Of a time signature with a numerator above 0 and a denominator up to 128; else empty.
    [[nodiscard]] std::optional<Meter> meter() const noexcept;
    struct Key {
        int sharps = 0; ///< −7…7, negative are flats
        bool isMinor = false;
    };
    [[nodiscard]] std::optional<Key> keySignature() const noexcept;

    friend bool operator==(const MidiFileEvent&, const MidiFileEvent&) = default;
};

/// A track: events in file order, ticks never falling. The end-of-track event is `endTick`.
struct MidiFileTrack {
    std::vector<MidiFileEvent> events;
    std::int64_t endTick = 0; ///< at or after the last event
    /// Content of the first track-name meta event (type 3); empty if there is none. Bytes as in
    /// the file, of no declared encoding.
    [[nodiscard]] std::string_view name() const noexcept;
    friend bool operator==(const MidiFileTrack&, const MidiFileTrack&) = default;
};

/// What a tick is.
struct MidiDivision {
    int ticksPerQuarter = 480; ///< 1–32767; 0 means SMPTE
    int framesPerSecond = 0;   ///< SMPTE only: 24, 25, 29 (which means 30000/1001) or 30
    int ticksPerFrame = 0;     ///< SMPTE only: 1–255
    [[nodiscard]] bool isSmpte() const noexcept { return ticksPerQuarter == 0; }
    /// SMPTE only.
    [[nodiscard]] double ticksPerSecond() const noexcept;
    friend bool operator==(const MidiDivision&, const MidiDivision&) = default;
};

/// A Standard MIDI File 1.0 (format 0, 1 or 2) as a value. [any]
struct StandardMidiFile {
    int format = 1; ///< 0: one track; 1: tracks that sound together; 2: independent sequences
    MidiDivision division;
    std::vector<MidiFileTrack> tracks;

    /// Reads any bytes: never crashes, never allocates more than a fixed multiple of them. Running
    /// status may continue past meta and sysex events (files do it); chunks of other kinds, a
    /// longer header and what follows an end of track are skipped; a RIFF wrapper (.rmi) is opened.
    /// Cut short, lengths that lie, missing tracks: corrupt, saying byte and track, the place being
    /// `place`. Above 8 million events: exhausted.
    static core::Result<StandardMidiFile> parse(std::string_view bytes, std::string place = {});
    /// Reads a file of at most 256 MiB. [main or job]
    static core::Result<StandardMidiFile> load(const std::filesystem::path&);

    /// The file's bytes, without running status; the same value gives the same bytes, and parsing
    /// them gives the same value. invalidArgument for a value that no file can hold.
    [[nodiscard]] core::Result<std::string> serialize() const;

    friend bool operator==(const StandardMidiFile&, const StandardMidiFile&) = default;
};

} // namespace cppmusic::audio
