// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time/Units.h"
#include "model/Clip.h"
#include "model/Pattern.h"

#include <vector>

namespace cppmusic::session {

/// The part of a clip that decides what it plays; a name or colour doesn't.
struct PatternPlacement {
    core::Beats start;
    core::Beats length;
    core::Beats offset;        ///< where in the pattern the clip starts
    core::Beats patternLength; ///< above 0
    bool isLooped = true;
    friend bool operator==(const PatternPlacement&, const PatternPlacement&) = default;
};

[[nodiscard]] PatternPlacement placementOf(const model::Clip&, const model::PatternClip&,
                                           const model::Pattern&);

/// What a clip plays of a lane, at places of the song. The pointers live as long as the lane.
struct UnrolledLane {
    struct Note {
        core::Beats on, off; ///< off is at most the clip's end
        const model::Note* note;
    };
    struct Control {
        core::Beats at;
        const model::ControlEvent* control;
    };
    struct Opaque {
        core::Beats at;
        const model::OpaqueEvent* event;
    };
    std::vector<Note> notes;       ///< sorted by `on`, equal ones in the lane's order
    std::vector<Control> controls; ///< sorted by place, equal ones in the lane's order
    std::vector<Opaque> opaque;    ///< the same
};

/// Loops unrolled, muted notes left out, cut to the clip. Notes that begin at or behind the
/// pattern's length are not played; a note that begins before the clip's first place in the pattern
/// is not started in its middle. Controllers are chased: the last value of each before that place
/// is sent at the clip's start. [any]
[[nodiscard]] UnrolledLane unrollClip(const PatternPlacement&, const model::PatternLane&);

} // namespace cppmusic::session
