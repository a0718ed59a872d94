// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Pattern.h"

#include <optional>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

// A pattern's note ids are distinct within the pattern. `lane` is the track a lane plays on; null:
// whichever track the clip lies on.
namespace cppmusic::project {

/// Adds a pattern whose id is new; its lanes name tracks that exist.
struct AddPattern {
    core::Shared<model::Pattern> pattern;
    friend bool operator==(const AddPattern&, const AddPattern&) = default;
};

/// Removes a pattern and the clips that play it.
struct RemovePattern {
    model::PatternId pattern;
    friend bool operator==(const RemovePattern&, const RemovePattern&) = default;
};

struct RenamePattern {
    model::PatternId pattern;
    std::string name;
    [[nodiscard]] auto target() const { return std::make_tuple(pattern); }
    friend bool operator==(const RenamePattern&, const RenamePattern&) = default;
};

struct RecolourPattern {
    model::PatternId pattern;
    model::PaletteColour colour;
    [[nodiscard]] auto target() const { return std::make_tuple(pattern); }
    friend bool operator==(const RecolourPattern&, const RecolourPattern&) = default;
};

/// Notes beyond the new end stay, unheard, so that lengthening brings them back.
struct ResizePattern {
    model::PatternId pattern;
    core::Beats length; ///< above 0
    [[nodiscard]] auto target() const { return std::make_tuple(pattern); }
    friend bool operator==(const ResizePattern&, const ResizePattern&) = default;
};

/// An independent copy with the id `newPattern` ("make unique" = this and SetClipContent, batched).
struct ClonePattern {
    model::PatternId pattern;
    model::PatternId newPattern;
    std::string name;
    friend bool operator==(const ClonePattern&, const ClonePattern&) = default;
};

/// Adds notes with new ids; makes the lane when it isn't there.
struct InsertNotes {
    model::PatternId pattern;
    model::TrackId lane;
    std::vector<model::Note> notes;
    friend bool operator==(const InsertNotes&, const InsertNotes&) = default;
};

struct RemoveNotes {
    model::PatternId pattern;
    model::TrackId lane;
    std::vector<model::NoteId> notes;
    friend bool operator==(const RemoveNotes&, const RemoveNotes&) = default;
};

/// Gives the notes that have these ids new values (place, pitch, velocity, mute …).
struct ChangeNotes {
    model::PatternId pattern;
    model::TrackId lane;
    std::vector<model::Note> notes;
    [[nodiscard]] std::tuple<model::PatternId, model::TrackId, std::vector<model::NoteId>>
    target() const
    {
        std::vector<model::NoteId> ids;
        ids.reserve(notes.size());
        for (const auto& note : notes) ids.push_back(note.id);
        return {pattern, lane, std::move(ids)};
    }
    friend bool operator==(const ChangeNotes&, const ChangeNotes&) = default;
};

/// Replaces all controllers, bends, pressures and programme changes of a lane (made when missing).
struct SetControls {
    model::PatternId pattern;
    model::TrackId lane;
    std::vector<model::ControlEvent> controls;
    friend bool operator==(const SetControls&, const SetControls&) = default;
};

/// Replaces all kept-but-not-played MIDI messages of a lane (made when missing).
struct SetOpaqueEvents {
    model::PatternId pattern;
    model::TrackId lane;
    std::vector<model::OpaqueEvent> events;
    friend bool operator==(const SetOpaqueEvents&, const SetOpaqueEvents&) = default;
};

/// Puts a whole lane in place, or removes it (nullopt).
struct SetPatternLane {
    model::PatternId pattern;
    model::TrackId lane;
    std::optional<core::Shared<model::PatternLane>> content;
    [[nodiscard]] auto target() const { return std::make_tuple(pattern, lane); }
    friend bool operator==(const SetPatternLane&, const SetPatternLane&) = default;
};

using PatternCommand = std::variant<AddPattern, RemovePattern, RenamePattern, RecolourPattern,
                                    ResizePattern, ClonePattern, InsertNotes, RemoveNotes,
                                    ChangeNotes, SetControls, SetOpaqueEvents, SetPatternLane>;

} // namespace cppmusic::project
