// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace cppmusic::session {

/// Text of a MIDI file, which declares no encoding, as UTF-8: valid UTF-8 stays, else every byte is
/// taken as Latin-1. Blanks and zero bytes at the ends go; cut to what the document can hold. [any]
[[nodiscard]] std::string textFromMidi(std::string_view bytes);

} // namespace cppmusic::session
