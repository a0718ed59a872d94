// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/midi/StandardMidiFile.h"
#include "model/Project.h"

namespace cppmusic::session {

/// The song as a format 1 file: a conductor track with name, tempo, time signatures and markers,
/// then one track per song track that has notes, controllers or kept messages, as they are heard
/// (loops unrolled, muted clips and notes left out). Tempo ramps become steps of an eighth of a
/// beat. Importing what was imported and exported gives the same notes, controllers, tempo, time
/// signatures and names. [any]
[[nodiscard]] audio::StandardMidiFile exportMidi(const model::Project&);

} // namespace cppmusic::session
