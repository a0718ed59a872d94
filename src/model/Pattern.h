// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Shared.h"
#include "core/music/NoteEvent.h"
#include "model/Colour.h"
#include "model/Ids.h"

#include <map>
#include <string>
#include <vector>

namespace cppmusic::model {

/// One note of a pattern: the event and what identifies it.
struct Note {
    NoteId id;
    core::NoteEvent event;
    bool isMuted = false;
    /// JSON object of fields this version doesn't know, kept as they are; empty: none. The same in
    /// every other noun.
    std::string unknownFields = {};
    friend bool operator==(const Note&, const Note&) = default;
};

/// A controller, bend, pressure or programme change inside a pattern, as MIDI knows it.
struct ControlEvent {
    enum class Kind : std::uint8_t {
        controlChange,
        pitchBend,
        channelPressure,
        polyPressure,
        programChange
    };
    core::Beats at;
    Kind kind = Kind::controlChange;
    std::uint8_t channel = 0; ///< 0–15
    std::uint8_t number = 0;  ///< controller, key or programme
    float value = 0.0f;       ///< 0–1; pitch bend −1…1
    std::string unknownFields = {};
    friend bool operator==(const ControlEvent&, const ControlEvent&) = default;
};

/// Text, system exclusive and other MIDI messages that are kept and exported, not played.
struct OpaqueEvent {
    core::Beats at;
    std::uint8_t status = 0xff; ///< 0xff meta, 0xf0/0xf7 system exclusive
    std::uint8_t metaType = 0;
    std::string bytes;
    std::string unknownFields = {};
    friend bool operator==(const OpaqueEvent&, const OpaqueEvent&) = default;
};

/// What a pattern plays on one track.
struct PatternLane {
    std::vector<Note> notes;            ///< sorted by start, then pitch, then id
    std::vector<ControlEvent> controls; ///< sorted by place
    std::vector<OpaqueEvent> opaque;    ///< sorted by place
    std::string unknownFields = {};
    friend bool operator==(const PatternLane&, const PatternLane&) = default;
};

/// A container of notes that is shared by all clips that place it. It may drive several tracks at
/// once (a beat in the channel rack): one lane per track; the lane with the null id plays on
/// whichever track the clip lies on.
struct Pattern {
    PatternId id;
    std::string name;
    PaletteColour colour;
    core::Beats length{4.0}; ///< above 0
    std::map<TrackId, core::Shared<PatternLane>> lanes;
    std::string unknownFields = {};
    friend bool operator==(const Pattern&, const Pattern&) = default;

    /// The larger of the pattern's length and the end of its last note.
    [[nodiscard]] core::Beats computeContentLength() const;
    /// Notes of a lane that sound anywhere in [from, to), in order.
    [[nodiscard]] std::vector<Note> getNotesInRange(TrackId lane, core::Beats from,
                                                    core::Beats to) const;
};

/// The order of notes in a lane: by start, then pitch, then id.
[[nodiscard]] bool comesBefore(const Note& a, const Note& b) noexcept;
/// Brings notes, controls and opaque events into their order.
void sortLane(PatternLane&);

} // namespace cppmusic::model
