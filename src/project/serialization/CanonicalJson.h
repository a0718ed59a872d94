// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "project/serialization/JsonValue.h"

#include <string>

// One text for one value, whatever made it: UTF-8, LF, names in the order of their bytes, two
// spaces a level, nothing escaped that needn't be, a line for each member and each element; an
// element of an array that fits in 160 bytes is on one line.
namespace cppmusic::project {

/// A whole file, with a line break at its end. invalidArgument when a text is not UTF-8. [any]
[[nodiscard]] core::Result<std::string> writeCanonical(const JsonValue& value);

/// The same on one line, without a line break. [any]
[[nodiscard]] core::Result<std::string> writeOnOneLine(const JsonValue& value);

/// The fewest digits that read back as the same number; −0 becomes 0. The number must be finite.
[[nodiscard]] std::string numberText(double value);
[[nodiscard]] std::string numberText(float value);

} // namespace cppmusic::project
