// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/midi/StandardMidiFile.h"

#include <fstream>

namespace cppmusic::audio {

namespace {

using core::ErrorCode;
using core::makeError;

constexpr std::size_t maxEvents = 8'000'000;
constexpr std::uintmax_t maxFileBytes = 256u << 20;

/// A cursor over bytes that never leaves them.
class ByteCursor {
public:
    ByteCursor(std::string_view bytes, std::size_t fileOffset) : bytes_(bytes), base_(fileOffset) {}

    [[nodiscard]] std::size_t left() const noexcept { return bytes_.size() - at_; }
    [[nodiscard]] std::size_t fileOffset() const noexcept { return base_ + at_; }
    [[nodiscard]] bool peek(std::uint8_t& value) const noexcept
    {
        if (left() == 0) return false;
        value = static_cast<std::uint8_t>(bytes_[at_]);
        return true;
    }
    bool byte(std::uint8_t& value) noexcept
    {
        if (!peek(value)) return false;
        ++at_;
        return true;
    }
    bool take(std::size_t count, std::string_view& value) noexcept
    {
        if (left() < count) return false;
        value = bytes_.substr(at_, count);
        at_ += count;
        return true;
    }
    bool bigEndian(int count, std::uint32_t& value) noexcept
    {
        std::string_view raw;
        if (!take(static_cast<std::size_t>(count), raw)) return false;
        value = 0;
        for (const char c : raw) value = (value << 8) | static_cast<std::uint8_t>(c);
        return true;
    }
    /// At most four bytes, as the standard says.
    bool variableLength(std::uint32_t& value) noexcept
    {
        value = 0;
        for (int i = 0; i < 4; ++i) {
            std::uint8_t next = 0;
            if (!byte(next)) return false;
            value = (value << 7) | (next & 0x7Fu);
            if ((next & 0x80u) == 0) return true;
        }
        return false;
    }

private:
    std::string_view bytes_;
    std::size_t base_ = 0;
    std::size_t at_ = 0;
};

class MidiParser {
public:
    MidiParser(std::string_view bytes, std::string place)
        : cursor_(bytes, 0), place_(std::move(place))
    {
    }

    core::Result<StandardMidiFile> parse()
    {
        std::string_view id;
        if (auto opened = openWrapper(); !opened) return opened.error();
        if (!cursor_.take(4, id) || id != "MThd")
            return makeError(ErrorCode::unsupported,
                             "this is not a MIDI file (it does not begin with MThd)", place_);
        if (auto header = parseHeader(); !header) return header.error();
        if (auto chunks = parseChunks(); !chunks) return chunks.error();
        return std::move(file_);
    }

private:
    /// RIFF "RMID": a MIDI file inside a data chunk.
    core::Status openWrapper()
    {
        ByteCursor probe = cursor_;
        std::string_view id, content;
        std::uint32_t length = 0;
        if (!probe.take(4, id) || id != "RIFF" || !probe.take(4, content) || !probe.take(4, id) ||
            id != "RMID")
            return {};
        while (probe.take(4, id)) {
            std::string_view raw;
            if (!probe.take(4, raw)) break;
            length = 0;
            for (int i = 3; i >= 0; --i)
                length =
                    (length << 8) | static_cast<std::uint8_t>(raw[static_cast<std::size_t>(i)]);
            const std::size_t offset = probe.fileOffset();
            if (!probe.take(length, content)) break;
            if (id == "data") {
                cursor_ = ByteCursor(content, offset);
                return {};
            }
            std::uint8_t padding = 0;
            if (length % 2 != 0 && !probe.byte(padding)) break;
        }
        return corrupt(probe.fileOffset(), "the RIFF wrapper holds no whole MIDI data");
    }

    core::Status parseHeader()
    {
        std::uint32_t length = 0, format = 0, division = 0;
        std::string_view rest;
        if (!cursor_.bigEndian(4, length) || length < 6 || !cursor_.bigEndian(2, format) ||
            !cursor_.bigEndian(2, tracksPromised_) || !cursor_.bigEndian(2, division) ||
            !cursor_.take(length - 6, rest))
            return corrupt(cursor_.fileOffset(), "the header is cut short");
        if (format > 2)
            return makeError(ErrorCode::unsupported,
                             "MIDI file format " + std::to_string(format) +
                                 " does not exist; formats 0, 1 and 2 do",
                             place_);
        if (tracksPromised_ == 0) return corrupt(10, "the header says that there is no track");
        if (format == 0 && tracksPromised_ != 1)
            return corrupt(10, "a format 0 file has one track, the header says " +
                                   std::to_string(tracksPromised_));
        file_.format = static_cast<int>(format);
        return parseDivision(division);
    }

    core::Status parseDivision(std::uint32_t word)
    {
        MidiDivision& division = file_.division;
        if ((word & 0x8000u) == 0) {
            division.ticksPerQuarter = static_cast<int>(word);
            return word != 0 ? core::Status{}
                             : corrupt(12, "a quarter note has 0 ticks, so no time can be told");
        }
        division.ticksPerQuarter = 0;
        division.framesPerSecond = 256 - static_cast<int>(word >> 8);
        division.ticksPerFrame = static_cast<int>(word & 0xFFu);
        const int fps = division.framesPerSecond;
        if (fps != 24 && fps != 25 && fps != 29 && fps != 30)
            return corrupt(12, "film time of " + std::to_string(fps) +
                                   " frames a second does not exist");
        return division.ticksPerFrame != 0
                   ? core::Status{}
                   : corrupt(12, "a film frame has 0 ticks, so no time can be told");
    }

    core::Status parseChunks()
    {
        while (cursor_.left() >= 8) {
            std::string_view id, content;
            std::uint32_t length = 0;
            const std::size_t start = cursor_.fileOffset();
            cursor_.take(4, id);
            cursor_.bigEndian(4, length);
            const bool isTrack = id == "MTrk";
            if (!isTrack && file_.tracks.size() >= tracksPromised_)
                return {}; // what follows is not MIDI
            if (!cursor_.take(length, content))
                return corrupt(start, "the chunk says that it has " + std::to_string(length) +
                                          " bytes, but the file ends after " +
                                          std::to_string(cursor_.left()));
            if (!isTrack) continue;
            if (file_.format == 0 && !file_.tracks.empty())
                return corrupt(start, "a format 0 file has one track, here begins another");
            file_.tracks.emplace_back();
            if (auto track = parseTrack(ByteCursor(content, start + 8)); !track) return track;
            if (file_.tracks.size() == 65535) return {};
        }
        if (file_.tracks.size() < tracksPromised_)
            return corrupt(cursor_.fileOffset(), "the header promises " +
                                                     std::to_string(tracksPromised_) +
                                                     " tracks, the file ends after " +
                                                     std::to_string(file_.tracks.size()));
        return {};
    }

    core::Status parseTrack(ByteCursor in)
    {
        MidiFileTrack& track = file_.tracks.back();
        std::uint8_t runningStatus = 0;
        std::int64_t tick = 0;
        while (in.left() > 0) {
            const std::size_t start = in.fileOffset();
            std::uint32_t delta = 0;
            if (!in.variableLength(delta)) return corruptTrack(start, "a time is cut short");
            tick += delta;
            track.endTick = tick;
            MidiFileEvent event;
            event.tick = tick;
            if (auto read = parseEvent(in, runningStatus, event); !read) return read;
            if (event.isMeta(0x2F)) return {};
            if (++eventCount_ > maxEvents)
                return makeError(ErrorCode::exhausted,
                                 "the MIDI file has more than 8 million events, which is more than "
                                 "this program takes",
                                 place_);
            track.events.push_back(std::move(event));
        }
        return {};
    }

    core::Status parseEvent(ByteCursor& in, std::uint8_t& runningStatus, MidiFileEvent& event)
    {
        const std::size_t start = in.fileOffset();
        std::uint8_t first = 0;
        if (!in.peek(first)) return corruptTrack(start, "it ends where an event should be");
        if ((first & 0x80u) != 0) {
            in.byte(first);
            event.status = first;
        } else {
            if (runningStatus == 0)
                return corruptTrack(start, "an event has no status, and none came before it");
            event.status = runningStatus;
        }
        if (event.isChannelEvent()) {
            runningStatus = event.status;
            return parseChannelData(in, event);
        }
        if (event.status == 0xFF) {
            if (!in.byte(event.metaType) || event.metaType > 127)
                return corruptTrack(start, "a meta event has no valid type");
        } else if (event.status != 0xF0 && event.status != 0xF7) {
            return corruptTrack(start, "status " + std::to_string(event.status) +
                                           " does not belong in a file");
        }
        std::uint32_t length = 0;
        std::string_view content;
        if (!in.variableLength(length)) return corruptTrack(start, "a length is cut short");
        if (!in.take(length, content))
            return corruptTrack(start, "an event says that it has " + std::to_string(length) +
                                           " bytes, but the track ends after " +
                                           std::to_string(in.left()));
        event.bytes = content;
        return {};
    }

    core::Status parseChannelData(ByteCursor& in, MidiFileEvent& event)
    {
        const std::size_t start = in.fileOffset();
        const bool hasOneByte = event.kind() == 0xC0 || event.kind() == 0xD0;
        if (!in.byte(event.data1) || (!hasOneByte && !in.byte(event.data2)))
            return corruptTrack(start, "it ends inside an event");
        if (event.data1 > 127 || event.data2 > 127)
            return corruptTrack(start, "a data byte is above 127");
        return {};
    }

    core::Error corrupt(std::size_t offset, const std::string& why) const
    {
        return makeError(ErrorCode::corrupt,
                         "the MIDI file is damaged at byte " + std::to_string(offset) + ": " + why,
                         place_);
    }
    core::Error corruptTrack(std::size_t offset, const std::string& why) const
    {
        return corrupt(offset, "track " + std::to_string(file_.tracks.size()) + ": " + why);
    }

    ByteCursor cursor_;
    std::string place_;
    StandardMidiFile file_;
    std::uint32_t tracksPromised_ = 0;
    std::size_t eventCount_ = 0;
};

} // namespace

core::Result<StandardMidiFile> StandardMidiFile::parse(std::string_view bytes, std::string place)
{
    return MidiParser(bytes, std::move(place)).parse();
}

core::Result<StandardMidiFile> StandardMidiFile::load(const std::filesystem::path& path)
{
    std::error_code error;
    const auto place = path.string();
    const auto status = std::filesystem::status(path, error);
    if (status.type() == std::filesystem::file_type::not_found)
        return makeError(ErrorCode::notFound, "there is no such file", place);
    if (!std::filesystem::is_regular_file(status))
        return makeError(ErrorCode::invalidArgument, "this is not a file that can be read", place);
    const auto size = std::filesystem::file_size(path, error);
    if (error) return makeError(ErrorCode::ioFailure, "the file cannot be read", place);
    if (size > maxFileBytes)
        return makeError(ErrorCode::exhausted,
                         "the file is larger than 256 MiB, too large for MIDI", place);
    std::ifstream in(path, std::ios::binary);
    if (!in)
        return makeError(ErrorCode::permissionDenied, "the file may not be read; check its rights",
                         place);
    std::string bytes(static_cast<std::size_t>(size), '\0');
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (in.bad()) return makeError(ErrorCode::ioFailure, "the file cannot be read", place);
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    return parse(bytes, place);
}

} // namespace cppmusic::audio
