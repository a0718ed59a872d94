// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace cppmusic::project {

struct JsonValue;

/// A number as it is written, so that values this program doesn't know keep their digits.
struct JsonNumber {
    std::string text;
    friend bool operator==(const JsonNumber&, const JsonNumber&) = default;
};

using JsonArray = std::vector<JsonValue>;
/// Members in any order; names are distinct.
using JsonObject = std::vector<std::pair<std::string, JsonValue>>;

/// A piece of JSON (RFC 8259) as a value.
struct JsonValue {
    std::variant<std::nullptr_t, bool, JsonNumber, std::string, JsonArray, JsonObject> content;

    JsonValue() = default;
    template <class Content>
    requires(!std::is_same_v<std::remove_cvref_t<Content>, JsonValue>) JsonValue(Content&& value)
        : content(std::forward<Content>(value))
    {
    }

    template <class Content>
    [[nodiscard]] const Content* getIf() const noexcept
    {
        return std::get_if<Content>(&content);
    }
    [[nodiscard]] bool isNull() const noexcept { return content.index() == 0; }
};

/// The member of this name, null when there is none.
[[nodiscard]] inline const JsonValue* findMember(const JsonObject& object, std::string_view name)
{
    for (const auto& [key, value] : object)
        if (key == name) return &value;
    return nullptr;
}

} // namespace cppmusic::project
