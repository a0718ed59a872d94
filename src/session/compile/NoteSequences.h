// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/playback/NoteContent.h"
#include "core/time/TempoMap.h"
#include "core/time/Units.h"
#include "model/Clip.h"
#include "model/Pattern.h"

#include <memory>

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

/// What a clip plays of one lane, in frames: loops unrolled, muted notes left out, cut to the clip.
/// Notes that begin at or behind the pattern's length are not played; a note that begins before
/// the clip's first place in the pattern is not started in its middle. Controllers are chased: the
/// last value of each before that place is sent at the clip's start. [main or job]
[[nodiscard]] std::shared_ptr<const audio::NoteSequence>
buildNoteSequence(const PatternPlacement&, const model::PatternLane&, const core::TempoMap&,
                  core::SampleRate);

} // namespace cppmusic::session
