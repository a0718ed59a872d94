// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Clip.h"

#include "core/Shared.h"

#include <string>
#include <tuple>
#include <variant>

namespace cppmusic::project {

/// Places a clip. Its id must be new, its pattern or asset must exist.
struct InsertClip {
    model::TrackId track;
    core::Shared<model::Clip> clip;
    friend bool operator==(const InsertClip&, const InsertClip&) = default;
};

struct RemoveClip {
    model::ClipId clip;
    friend bool operator==(const RemoveClip&, const RemoveClip&) = default;
};

/// Moves a clip along the song and to any track (null: stays on its track).
struct MoveClip {
    model::ClipId clip;
    model::TrackId toTrack;
    core::Beats start; ///< 0 or more
    [[nodiscard]] auto target() const { return std::make_tuple(clip); }
    friend bool operator==(const MoveClip&, const MoveClip&) = default;
};

/// Sets a clip's place and length. The content stays where it is relative to the clip's start;
/// batch with SetClipContent to trim from the left.
struct ResizeClip {
    model::ClipId clip;
    core::Beats start;  ///< 0 or more
    core::Beats length; ///< above 0
    [[nodiscard]] auto target() const { return std::make_tuple(clip); }
    friend bool operator==(const ResizeClip&, const ResizeClip&) = default;
};

/// Cuts a clip in two at a place inside it; the right half gets `newClip` as its id and goes on
/// where the left one stops (for audio by the tempo map).
struct SplitClip {
    model::ClipId clip;
    core::Beats at; ///< in beats of the song, inside the clip
    model::ClipId newClip;
    friend bool operator==(const SplitClip&, const SplitClip&) = default;
};

/// A copy with a new id that plays the same pattern or file.
struct DuplicateClip {
    model::ClipId clip;
    model::ClipId newClip;
    model::TrackId toTrack; ///< null: the same track
    core::Beats start;      ///< 0 or more
    friend bool operator==(const DuplicateClip&, const DuplicateClip&) = default;
};

struct RenameClip {
    model::ClipId clip;
    std::string name;
    [[nodiscard]] auto target() const { return std::make_tuple(clip); }
    friend bool operator==(const RenameClip&, const RenameClip&) = default;
};

struct RecolourClip {
    model::ClipId clip;
    model::PaletteColour colour;
    [[nodiscard]] auto target() const { return std::make_tuple(clip); }
    friend bool operator==(const RecolourClip&, const RecolourClip&) = default;
};

struct MuteClip {
    model::ClipId clip;
    bool isMuted = true;
    [[nodiscard]] auto target() const { return std::make_tuple(clip); }
    friend bool operator==(const MuteClip&, const MuteClip&) = default;
};

/// Whether a pattern clip repeats its pattern; an audio clip is refused.
struct LoopClip {
    model::ClipId clip;
    bool isLooped = true;
    [[nodiscard]] auto target() const { return std::make_tuple(clip); }
    friend bool operator==(const LoopClip&, const LoopClip&) = default;
};

/// What the clip plays: which pattern or file, from where, gain and fades.
struct SetClipContent {
    model::ClipId clip;
    std::variant<model::PatternClip, model::AudioClip> content;
    [[nodiscard]] auto target() const { return std::make_tuple(clip); }
    friend bool operator==(const SetClipContent&, const SetClipContent&) = default;
};

using ClipCommand =
    std::variant<InsertClip, RemoveClip, MoveClip, ResizeClip, SplitClip, DuplicateClip, RenameClip,
                 RecolourClip, MuteClip, LoopClip, SetClipContent>;

} // namespace cppmusic::project
