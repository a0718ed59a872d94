// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/midi/StandardMidiFile.h"
#include "core/time/TempoMap.h"
#include "core/time/Units.h"
#include "session/Problem.h"

#include <vector>

namespace cppmusic::session {

/// Ticks → beats. A file with a time code division counts seconds; it is placed at 120 bpm. [any]
[[nodiscard]] core::Beats beatsAtTick(const audio::MidiDivision&, std::int64_t tick);

/// The tempo and time signatures of a file, from all its tracks. Tempos outside 20–999 bpm are
/// brought inside; a time signature inside a bar makes that bar shorter. What had to be changed is
/// a problem in the list.
[[nodiscard]] core::TempoMap tempoMapOf(const audio::StandardMidiFile&, std::vector<Problem>&);

} // namespace cppmusic::session
