// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "project/serialization/JsonValue.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What the lists of a project's files mean: which element is which in two versions of a list, and
// in what order they stand. [any]
namespace cppmusic::project {

/// Equal, whatever the order of members; null pointers stand for what isn't there.
[[nodiscard]] bool isSame(const JsonValue& a, const JsonValue& b);
[[nodiscard]] bool isSame(const JsonValue* a, const JsonValue* b);

/// The number of a member; `fallback` when there is none.
[[nodiscard]] double numberOf(const JsonObject& object, std::string_view name,
                              double fallback = 0.0);
/// The text of a member: a string's content, a number's digits; empty for anything else.
[[nodiscard]] std::string textOf(const JsonObject& object, std::string_view name);
[[nodiscard]] std::string textOf(const JsonValue& value);

/// For each element of the list called `name` what identifies it ("31", or a place or a target
/// where elements have no ids), all distinct. None: the list is a value as a whole.
[[nodiscard]] std::optional<std::vector<std::string>> keysOf(std::string_view name,
                                                             const JsonArray& list);
/// Whether the list called `name` is sorted by what its elements say.
[[nodiscard]] bool isSorted(std::string_view name);
/// Brings a sorted list into its order; leaves others.
void sortList(std::string_view name, JsonArray& list);

} // namespace cppmusic::project
