// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/serialization/Codec.h"

namespace cppmusic::project::detail {

JsonObject readUnknown(const std::string& text)
{
    auto json = readJson(text, "unknownFields");
    if (!json) return {};
    auto* object = std::get_if<JsonObject>(&json->content);
    return object == nullptr ? JsonObject{} : std::move(*object);
}

std::string writeUnknown(JsonObject members)
{
    if (members.empty()) return {};
    auto text = writeOnOneLine(JsonValue(std::move(members)));
    return text ? std::move(*text) : std::string{};
}

void failType(DecodeContext& context, const char* expected)
{
    context.fail(std::string("This must be ") + expected + ".");
}

} // namespace cppmusic::project::detail
