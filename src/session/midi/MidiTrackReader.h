// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/midi/StandardMidiFile.h"
#include "model/Marker.h"
#include "model/Pattern.h"
#include "session/Problem.h"

#include <map>
#include <string>
#include <vector>

namespace cppmusic::session {

/// What one MIDI track becomes.
struct MidiTrackContent {
    std::string name; ///< empty when the file gives none
    std::map<int, model::PatternLane>
        channels; ///< one per channel that is used; note ids from 1 in file order
    std::vector<model::OpaqueEvent> opaque; ///< text, system exclusive, unknown meta events
    std::vector<model::Marker> markers;     ///< without ids
    core::Beats end;                        ///< where the last of all that ends
};

/// Pairs note-ons with note-offs (the first on with the first off of its channel and key) and sorts
/// everything else. What can't be kept as it was is a problem in the list. [any]
[[nodiscard]] MidiTrackContent readMidiTrack(const audio::MidiFileTrack&,
                                             const audio::MidiDivision&, const std::string& place,
                                             std::vector<Problem>&);

} // namespace cppmusic::session
