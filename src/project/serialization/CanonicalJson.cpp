// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/serialization/CanonicalJson.h"

#include "core/Assert.h"
#include "model/Limits.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace cppmusic::project {

namespace {

constexpr std::size_t longestLine = 160;

class Writer {
public:
    std::string text;
    bool isValid = true;

    void inlineValue(const JsonValue& value)
    {
        std::visit([this](const auto& content) { inlineContent(content); }, value.content);
    }

    void block(const JsonValue& value, std::size_t depth)
    {
        if (const auto* object = value.getIf<JsonObject>(); object != nullptr && !object->empty())
            return blockObject(*object, depth);
        if (const auto* array = value.getIf<JsonArray>(); array != nullptr && !array->empty())
            return blockArray(*array, depth);
        inlineValue(value);
    }

private:
    using Member = JsonObject::value_type;

    static std::vector<const Member*> sorted(const JsonObject& object)
    {
        std::vector<const Member*> members;
        members.reserve(object.size());
        for (const auto& member : object) members.push_back(&member);
        std::sort(members.begin(), members.end(),
                  [](const Member* a, const Member* b) { return a->first < b->first; });
        return members;
    }

    void blockObject(const JsonObject& object, std::size_t depth)
    {
        const char* separator = "{\n";
        for (const Member* member : sorted(object)) {
            text += separator;
            separator = ",\n";
            text.append(2 * (depth + 1), ' ');
            quoted(member->first);
            text += ": ";
            block(member->second, depth + 1);
        }
        text += '\n';
        text.append(2 * depth, ' ');
        text += '}';
    }

    void blockArray(const JsonArray& array, std::size_t depth)
    {
        const char* separator = "[\n";
        for (const auto& element : array) {
            text += separator;
            separator = ",\n";
            text.append(2 * (depth + 1), ' ');
            const auto start = text.size();
            inlineValue(element);
            if (text.size() - start <= longestLine) continue;
            text.resize(start);
            block(element, depth + 1);
        }
        text += '\n';
        text.append(2 * depth, ' ');
        text += ']';
    }

    void inlineContent(std::nullptr_t) { text += "null"; }
    void inlineContent(bool value) { text += value ? "true" : "false"; }
    void inlineContent(const JsonNumber& number) { text += number.text; }
    void inlineContent(const std::string& value) { quoted(value); }
    void inlineContent(const JsonArray& array)
    {
        text += '[';
        for (std::size_t index = 0; index < array.size(); ++index) {
            if (index > 0) text += ", ";
            inlineValue(array[index]);
        }
        text += ']';
    }
    void inlineContent(const JsonObject& object)
    {
        text += '{';
        const char* separator = "";
        for (const Member* member : sorted(object)) {
            text += separator;
            separator = ", ";
            quoted(member->first);
            text += ": ";
            inlineValue(member->second);
        }
        text += '}';
    }

    void quoted(const std::string& value)
    {
        if (!model::isUtf8(value)) isValid = false;
        text += '"';
        for (const char c : value) {
            switch (c) {
            case '"': text += "\\\""; break;
            case '\\': text += "\\\\"; break;
            case '\n': text += "\\n"; break;
            case '\r': text += "\\r"; break;
            case '\t': text += "\\t"; break;
            default:
                if (static_cast<unsigned char>(c) < 0x20) {
                    constexpr const char* digits = "0123456789abcdef";
                    text += "\\u00";
                    text += digits[static_cast<unsigned char>(c) >> 4];
                    text += digits[static_cast<unsigned char>(c) & 15];
                } else {
                    text += c;
                }
            }
        }
        text += '"';
    }
};

core::Error notUtf8()
{
    return core::makeError(core::ErrorCode::invalidArgument,
                           "A text of the project is not valid UTF-8 and can't be written.");
}

template <class Number>
std::string shortest(Number value)
{
    CPPMUSIC_ASSERT(std::isfinite(value));
    if (value == Number{0}) return "0"; // minus zero too
    std::array<char, 64> digits{};
    const auto result = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    return {digits.data(), result.ptr};
}

} // namespace

std::string numberText(double value)
{
    return shortest(value);
}

std::string numberText(float value)
{
    return shortest(value);
}

core::Result<std::string> writeCanonical(const JsonValue& value)
{
    Writer writer;
    writer.block(value, 0);
    if (!writer.isValid) return notUtf8();
    writer.text += '\n';
    return std::move(writer.text);
}

core::Result<std::string> writeOnOneLine(const JsonValue& value)
{
    Writer writer;
    writer.inlineValue(value);
    if (!writer.isValid) return notUtf8();
    return std::move(writer.text);
}

} // namespace cppmusic::project
