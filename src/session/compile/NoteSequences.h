// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/playback/NoteContent.h"
#include "core/time/TempoMap.h"
#include "core/time/Units.h"
#include "session/compile/ClipUnroller.h"

#include <memory>

namespace cppmusic::session {

/// What a clip plays of one lane (see unrollClip), in frames. [main or job]
[[nodiscard]] std::shared_ptr<const audio::NoteSequence>
buildNoteSequence(const PatternPlacement&, const model::PatternLane&, const core::TempoMap&,
                  core::SampleRate);

} // namespace cppmusic::session
