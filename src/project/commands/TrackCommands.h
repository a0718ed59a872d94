// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Track.h"

#include <cstddef>
#include <tuple>
#include <variant>

// Commands are plain values: ids and values, never references, closures or clocks. A command with
// target() overwrites one thing as a whole, so that a later one with an equal target makes an
// earlier one moot; gestures coalesce by it. [any]
namespace cppmusic::project {

/// Adds a track with everything in it. Its ids (track, devices, clips, lanes) must be new. A second
/// master is refused. `index`: place in the playlist, 0…number of tracks; above: at the end.
struct AddTrack {
    core::Shared<model::Track> track;
    std::size_t index = static_cast<std::size_t>(-1);
    friend bool operator==(const AddTrack&, const AddTrack&) = default;
};

/// Removes a track, the sends, sidechains, device outputs and pattern lanes that name it; tracks
/// that were routed to it go where it went, members of a VCA to the VCA that it was a member of.
/// The master stays.
struct RemoveTrack {
    model::TrackId track;
    friend bool operator==(const RemoveTrack&, const RemoveTrack&) = default;
};

/// `index`: the place it has afterwards.
struct MoveTrack {
    model::TrackId track;
    std::size_t index = 0;
    [[nodiscard]] auto target() const { return std::make_tuple(track); }
    friend bool operator==(const MoveTrack&, const MoveTrack&) = default;
};

struct RenameTrack {
    model::TrackId track;
    std::string name;
    [[nodiscard]] auto target() const { return std::make_tuple(track); }
    friend bool operator==(const RenameTrack&, const RenameTrack&) = default;
};

struct RecolourTrack {
    model::TrackId track;
    model::PaletteColour colour;
    [[nodiscard]] auto target() const { return std::make_tuple(track); }
    friend bool operator==(const RecolourTrack&, const RecolourTrack&) = default;
};

/// Neither from nor to master or VCA. A group that tracks are routed to, or an aux that has sends,
/// stays what it is.
struct SetTrackKind {
    model::TrackId track;
    model::TrackKind kind = model::TrackKind::instrument;
    [[nodiscard]] auto target() const { return std::make_tuple(track); }
    friend bool operator==(const SetTrackKind&, const SetTrackKind&) = default;
};

/// `output`: a group or the master, null: the master. A way back to the track itself, through
/// outputs, sends or sidechains, is refused (ErrorCode::cycle, naming the tracks).
struct SetTrackOutput {
    model::TrackId track;
    model::TrackId output;
    [[nodiscard]] auto target() const { return std::make_tuple(track); }
    friend bool operator==(const SetTrackOutput&, const SetTrackOutput&) = default;
};

using TrackCommand = std::variant<AddTrack, RemoveTrack, MoveTrack, RenameTrack, RecolourTrack,
                                  SetTrackKind, SetTrackOutput>;

} // namespace cppmusic::project
