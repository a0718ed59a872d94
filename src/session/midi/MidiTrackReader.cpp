// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/midi/MidiTrackReader.h"

#include "session/midi/MidiClock.h"
#include "session/midi/MidiText.h"

#include <algorithm>
#include <deque>
#include <utility>

namespace cppmusic::session {

namespace {

/// What "a note-on of velocity 0" means as a release (MIDI 1.0: 64).
constexpr float plainRelease = 64.0f / 127.0f;

class TrackReader {
public:
    TrackReader(const audio::MidiFileTrack& track, const audio::MidiDivision& division)
        : track_(track), division_(division)
    {
    }

    MidiTrackContent read(const std::string& place, std::vector<Problem>& problems)
    {
        for (const auto& event : track_.events) {
            now_ = beatsAtTick(division_, event.tick);
            tick_ = event.tick;
            if (event.isChannelEvent())
                readChannelEvent(event);
            else if (event.status == 0xFF)
                readMeta(event);
            else
                keep(event);
        }
        endOpenNotes();
        for (auto& [channel, lane] : content_.channels) model::sortLane(lane);
        report(place, problems);
        return std::move(content_);
    }

private:
    struct OpenNote {
        std::int64_t tick = 0;
        std::size_t index = 0; ///< in its lane
    };

    void extendTo(core::Beats at) { content_.end = std::max(content_.end, at); }
    /// An event at a bar line belongs to the bar behind it.
    void extendBehindNow() { extendTo(beatsAtTick(division_, tick_ + 1)); }

    void readChannelEvent(const audio::MidiFileEvent& event)
    {
        auto& lane = content_.channels[event.channel()];
        if (!event.isNoteOff()) extendBehindNow();
        if (event.isNoteOn())
            beginNote(event, lane);
        else if (event.isNoteOff())
            endNote(event, lane);
        else
            addControl(event, lane);
    }

    void beginNote(const audio::MidiFileEvent& event, model::PatternLane& lane)
    {
        open_[{event.channel(), event.data1}].push_back({tick_, lane.notes.size()});
        model::Note note;
        note.id = model::NoteId{lane.notes.size() + 1};
        note.event.start = now_;
        note.event.pitch = event.data1;
        note.event.channel = static_cast<std::uint8_t>(event.channel());
        note.event.velocity = static_cast<float>(event.data2) / 127.0f;
        note.event.releaseVelocity = plainRelease;
        lane.notes.push_back(std::move(note));
    }

    void endNote(const audio::MidiFileEvent& event, model::PatternLane& lane)
    {
        auto& open = open_[{event.channel(), event.data1}];
        if (open.empty()) {
            ++numLooseOffs_;
            return;
        }
        const OpenNote begun = open.front();
        open.pop_front();
        auto& note = lane.notes[begun.index].event;
        if (event.kind() == 0x80) note.releaseVelocity = static_cast<float>(event.data2) / 127.0f;
        close(note, begun.tick, tick_);
    }

    void close(core::NoteEvent& note, std::int64_t from, std::int64_t to)
    {
        if (to <= from) {
            ++numEmptyNotes_;
            to = from + 1;
        }
        note.duration = beatsAtTick(division_, to) - note.start;
        extendTo(beatsAtTick(division_, to));
    }

    void endOpenNotes()
    {
        for (auto& [key, notes] : open_) {
            auto& lane = content_.channels[key.first];
            for (const auto& note : notes) {
                ++numUnended_;
                close(lane.notes[note.index].event, note.tick, std::max(tick_, track_.endTick));
            }
        }
    }

    void addControl(const audio::MidiFileEvent& event, model::PatternLane& lane)
    {
        using Kind = model::ControlEvent::Kind;
        model::ControlEvent control;
        control.at = now_;
        control.channel = static_cast<std::uint8_t>(event.channel());
        control.number = event.data1;
        control.value = static_cast<float>(event.data2) / 127.0f;
        switch (event.kind()) {
        case 0xA0: control.kind = Kind::polyPressure; break;
        case 0xB0: control.kind = Kind::controlChange; break;
        case 0xC0:
            control.kind = Kind::programChange;
            control.value = 0.0f;
            break;
        case 0xD0:
            control.kind = Kind::channelPressure;
            control.number = 0;
            control.value = static_cast<float>(event.data1) / 127.0f;
            break;
        case 0xE0:
            control.kind = Kind::pitchBend;
            control.number = 0;
            control.value = static_cast<float>(event.data1 + event.data2 * 128 - 8192) / 8192.0f;
            break;
        default: return;
        }
        lane.controls.push_back(control);
    }

    void readMeta(const audio::MidiFileEvent& event)
    {
        if (event.isMeta(0x51) && event.microsecondsPerQuarter()) return; // in the tempo map
        if (event.isMeta(0x58) && event.meter()) return;
        if (event.isMeta(0x2F)) return;
        if (event.isMeta(0x03) && !hasName_) {
            hasName_ = true;
            content_.name = textFromMidi(event.bytes);
            return;
        }
        if (event.isMeta(0x06)) {
            model::Marker marker;
            marker.at = now_;
            marker.name = textFromMidi(event.bytes);
            content_.markers.push_back(std::move(marker));
            return;
        }
        keep(event);
    }

    void keep(const audio::MidiFileEvent& event)
    {
        content_.opaque.push_back({now_, event.status, event.metaType, event.bytes});
        extendBehindNow();
    }

    void report(const std::string& place, std::vector<Problem>& problems) const
    {
        const auto add = [&](int count, const char* what) {
            if (count > 0) problems.push_back({place, std::to_string(count) + what});
        };
        add(numLooseOffs_, " note ends without a note were left out");
        add(numUnended_, " notes that never end were ended with the track");
        add(numEmptyNotes_, " notes without length were given the shortest one");
    }

    const audio::MidiFileTrack& track_;
    const audio::MidiDivision& division_;
    MidiTrackContent content_;
    std::map<std::pair<int, int>, std::deque<OpenNote>> open_; ///< by channel and key
    core::Beats now_;
    std::int64_t tick_ = 0;
    bool hasName_ = false;
    int numLooseOffs_ = 0, numUnended_ = 0, numEmptyNotes_ = 0;
};

} // namespace

MidiTrackContent readMidiTrack(const audio::MidiFileTrack& track,
                               const audio::MidiDivision& division, const std::string& place,
                               std::vector<Problem>& problems)
{
    return TrackReader(track, division).read(place, problems);
}

} // namespace cppmusic::session
