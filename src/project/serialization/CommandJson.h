// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "project/UndoStack.h"
#include "project/serialization/JsonValue.h"

#include <string>
#include <string_view>

namespace cppmusic::project {

/// A command as JSON: {"do": "setTrackGain", "gainDb": -6, "track": 3}. [any]
[[nodiscard]] JsonValue encodeCommand(const Command& command);
/// `place` begins the place of an error. Unknown commands and fields are corrupt. [any]
[[nodiscard]] core::Result<Command> decodeCommand(const JsonValue& json, std::string place);

/// The file undo.json, as versions before the journal wrote it. `base`: the checksum of the project
/// it belongs to. corrupt for another base, a newer version, or anything it doesn't know. [any]
[[nodiscard]] core::Result<UndoStack> readUndo(std::string_view text, const std::string& base);

} // namespace cppmusic::project
