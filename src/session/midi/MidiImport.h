// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/midi/StandardMidiFile.h"
#include "core/Result.h"
#include "model/Project.h"
#include "project/Command.h"
#include "session/Problem.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace cppmusic::session {

/// The edit that brings a MIDI file into a song.
struct MidiImport {
    project::Batch edit;
    std::vector<model::TrackId> tracks;
    std::vector<model::ClipId> clips;
    std::vector<Problem> problems;
};

/// One track, pattern and clip per MIDI track and channel; markers, and, when the song has no clips
/// yet, its tempo, time signatures and name. Text, system exclusive and other meta events are kept
/// in the lanes; a MIDI track that has nothing else becomes a silent track, the first one of a
/// format 1 file (the conductor) gives its to the first track. `name` is the file's, `newId` gives
/// ids that nobody has. [any]
[[nodiscard]] core::Result<MidiImport> importMidi(const audio::StandardMidiFile&,
                                                  const model::Project&, const std::string& name,
                                                  const std::function<std::uint64_t()>& newId);

} // namespace cppmusic::session
