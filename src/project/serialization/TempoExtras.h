// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "project/serialization/JsonValue.h"

namespace cppmusic::project {

/// The tempo map is a type of core and has no place for fields this version doesn't know. They are
/// kept beside it, among the project's own unknown fields under the name "tempo": for each point
/// that has some, its place and they. [any]
///
/// Takes unknown fields out of a tempo map as it stands in project.json.
[[nodiscard]] JsonObject takeTempoExtras(JsonValue& tempo);
/// Puts them back to the points that are still at their places.
void putTempoExtras(JsonValue& tempo, const JsonObject& extras);

/// Moves the extras out of and into the text of the project's unknown fields.
[[nodiscard]] JsonObject extractTempoExtras(std::string& unknownFields);
void storeTempoExtras(std::string& unknownFields, JsonObject extras);

} // namespace cppmusic::project
