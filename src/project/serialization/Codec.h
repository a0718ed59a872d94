// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Id.h"
#include "core/Result.h"
#include "core/Shared.h"
#include "core/time/Units.h"
#include "model/Colour.h"
#include "project/serialization/CanonicalJson.h"
#include "project/serialization/JsonReader.h"
#include "project/serialization/JsonValue.h"

#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

// Nouns and commands to JSON and back, driven by tables of fields (ModelSchema.h, CommandSchema.h).
// A field that has its default value isn't written, and reads as its default when it is missing.
// Names that a table doesn't have are kept in the noun's unknownFields. [any]
namespace cppmusic::project {

/// Where the reading is and what was wrong first. Reading goes on after an error, harmlessly.
class DecodeContext {
public:
    /// `file` begins every place: "tracks/track-001.json".
    explicit DecodeContext(std::string file) : place_(std::move(file) + "#") {}

    void fail(std::string message, core::ErrorCode code = core::ErrorCode::corrupt)
    {
        if (!error_) error_ = core::makeError(code, std::move(message), place_);
    }
    [[nodiscard]] bool hasFailed() const noexcept { return error_.has_value(); }
    [[nodiscard]] core::Status status() const
    {
        return error_ ? core::Status{*error_} : core::Status{};
    }

    /// Calls `inside` with the place one step deeper.
    template <class Inside>
    void at(std::string_view step, Inside&& inside)
    {
        const auto length = place_.size();
        place_ += '/';
        place_ += step;
        inside();
        place_.resize(length);
    }

private:
    std::string place_;
    std::optional<core::Error> error_;
};

/// One field of a noun: its name in the file and the member. An empty name: the member's own fields
/// stand among the noun's.
template <class Noun, class Member>
struct Field {
    const char* name;
    Member Noun::*member;
    bool isRequired;
};

template <class Noun, class Member>
constexpr Field<Noun, Member> field(const char* name, Member Noun::*member)
{
    return {name, member, false};
}
template <class Noun, class Member>
constexpr Field<Noun, Member> required(const char* name, Member Noun::*member)
{
    return {name, member, true};
}

/// Specialise with `static constexpr auto fields = std::make_tuple(field("name", &Noun::name), …)`.
template <class Noun>
struct Schema;
/// Specialise with `static constexpr std::array names{"first", …}`, in the order of the values.
template <class Enum>
struct EnumNames;
/// Specialise for types whose form isn't a table: `encode(const T&) → JsonValue` and
/// `decode(const JsonValue&, T&, DecodeContext&)`.
template <class T>
struct JsonCodec;

template <class T>
concept HasSchema = requires
{
    Schema<T>::fields;
};
template <class T>
concept HasCodec = requires(const T& value)
{
    JsonCodec<T>::encode(value);
};
template <class T>
concept HasUnknownFields = requires(T& value)
{
    value.unknownFields;
};

template <class T>
[[nodiscard]] JsonValue encode(const T& value);
template <class T>
void decode(const JsonValue& json, T& value, DecodeContext& context);

namespace detail {

template <class Function, class Fields>
constexpr void forEachField(Fields&& fields, Function&& function)
{
    std::apply([&](const auto&... each) { (function(each), ...); }, fields);
}

inline bool isFlat(const char* name)
{
    return *name == '\0';
}

/// Where a noun keeps what it doesn't know: in itself, else in a member whose fields stand among
/// its own.
template <class T>
std::string* unknownSlot(T& value)
{
    if constexpr (HasUnknownFields<T>) {
        return &value.unknownFields;
    } else {
        std::string* slot = nullptr;
        forEachField(Schema<std::remove_const_t<T>>::fields, [&](const auto& each) {
            using Member = std::remove_cvref_t<decltype(value.*each.member)>;
            if constexpr (HasSchema<Member>)
                if (isFlat(each.name) && slot == nullptr) slot = unknownSlot(value.*each.member);
        });
        return slot;
    }
}

template <class T>
bool knows(std::string_view name)
{
    bool isKnown = false;
    forEachField(Schema<T>::fields, [&](const auto& each) {
        using Member = std::remove_cvref_t<decltype(std::declval<T&>().*each.member)>;
        if (isFlat(each.name)) {
            if constexpr (HasSchema<Member>) isKnown = isKnown || knows<Member>(name);
        } else {
            isKnown = isKnown || name == each.name;
        }
    });
    return isKnown;
}

template <class T>
void encodeFields(const T& value, JsonObject& object)
{
    [[maybe_unused]] static const T defaults{};
    forEachField(Schema<T>::fields, [&](const auto& each) {
        const auto& member = value.*each.member;
        if (isFlat(each.name)) {
            if constexpr (HasSchema<std::remove_cvref_t<decltype(member)>>)
                encodeFields(member, object);
        } else if (each.isRequired || !(member == defaults.*each.member)) {
            object.emplace_back(each.name, encode(member));
        }
    });
}

template <class T>
void decodeFields(const JsonObject& object, T& value, DecodeContext& context)
{
    forEachField(Schema<T>::fields, [&](const auto& each) {
        auto& member = value.*each.member;
        if (isFlat(each.name)) {
            if constexpr (HasSchema<std::remove_cvref_t<decltype(member)>>)
                decodeFields(object, member, context);
            return;
        }
        const auto* json = findMember(object, each.name);
        if (json != nullptr)
            context.at(each.name, [&] { decode(*json, member, context); });
        else if (each.isRequired)
            context.fail("The field '" + std::string(each.name) + "' is missing.");
    });
}

/// Members of a stored unknownFields text; nothing when it isn't an object.
JsonObject readUnknown(const std::string& text);
/// The text of members to be kept; empty for none.
std::string writeUnknown(JsonObject members);
/// What `json` should have been: "This must be a whole number."
void failType(DecodeContext& context, const char* expected);

template <class T>
JsonValue encodeNoun(const T& value)
{
    JsonObject object;
    encodeFields(value, object);
    if (const std::string* unknown = unknownSlot(const_cast<T&>(value));
        unknown != nullptr && !unknown->empty())
        for (auto& member : readUnknown(*unknown))
            if (!knows<T>(member.first)) object.push_back(std::move(member));
    return object;
}

template <class T>
void decodeNoun(const JsonValue& json, T& value, DecodeContext& context)
{
    const auto* object = json.getIf<JsonObject>();
    if (object == nullptr) return failType(context, "an object");
    decodeFields(*object, value, context);
    JsonObject unknown;
    for (const auto& [name, member] : *object)
        if (!knows<T>(name)) unknown.emplace_back(name, member);
    if (unknown.empty()) return;
    if (std::string* slot = unknownSlot(value))
        *slot = writeUnknown(std::move(unknown));
    else
        context.fail("The field '" + unknown.front().first + "' is not known here.");
}

template <class Number>
void decodeNumber(const JsonValue& json, Number& value, DecodeContext& context)
{
    constexpr bool isWhole = std::is_integral_v<Number>;
    const auto* number = json.getIf<JsonNumber>();
    if (number == nullptr) return failType(context, isWhole ? "a whole number" : "a number");
    const char* end = number->text.data() + number->text.size();
    const auto result = std::from_chars(number->text.data(), end, value);
    if (result.ec == std::errc::result_out_of_range)
        context.fail("The number " + number->text.substr(0, 40) + " is out of range.");
    else if (result.ec != std::errc{} || result.ptr != end)
        failType(context, isWhole ? "a whole number" : "a number");
}

template <class Enum>
void decodeEnum(const JsonValue& json, Enum& value, DecodeContext& context)
{
    const auto* text = json.getIf<std::string>();
    if (text == nullptr) return failType(context, "a text");
    for (std::size_t index = 0; index < EnumNames<Enum>::names.size(); ++index)
        if (*text == EnumNames<Enum>::names[index]) {
            value = static_cast<Enum>(index);
            return;
        }
    context.fail("'" + text->substr(0, 80) + "' is not known here.");
}

} // namespace detail

template <class Tag, class Number>
struct JsonCodec<core::Quantity<Tag, Number>> {
    static JsonValue encode(const core::Quantity<Tag, Number>& quantity)
    {
        return project::encode(quantity.value);
    }
    static void decode(const JsonValue& json, core::Quantity<Tag, Number>& quantity,
                       DecodeContext& context)
    {
        project::decode(json, quantity.value, context);
    }
};

template <class Tag>
struct JsonCodec<core::Id<Tag>> {
    static JsonValue encode(const core::Id<Tag>& id) { return project::encode(id.value); }
    static void decode(const JsonValue& json, core::Id<Tag>& id, DecodeContext& context)
    {
        project::decode(json, id.value, context);
    }
};

template <>
struct JsonCodec<model::PaletteColour> {
    static JsonValue encode(const model::PaletteColour& colour)
    {
        return project::encode(int{colour.index});
    }
    static void decode(const JsonValue& json, model::PaletteColour& colour, DecodeContext& context)
    {
        project::decode(json, colour.index, context);
    }
};

template <class T>
struct JsonCodec<core::Shared<T>> {
    static JsonValue encode(const core::Shared<T>& shared) { return project::encode(*shared); }
    static void decode(const JsonValue& json, core::Shared<T>& shared, DecodeContext& context)
    {
        T value;
        project::decode(json, value, context);
        shared = core::Shared<T>(std::move(value));
    }
};

template <class T>
struct JsonCodec<std::optional<T>> {
    static JsonValue encode(const std::optional<T>& value)
    {
        return value ? project::encode(*value) : JsonValue{};
    }
    static void decode(const JsonValue& json, std::optional<T>& value, DecodeContext& context)
    {
        value.reset();
        if (!json.isNull()) project::decode(json, value.emplace(), context);
    }
};

template <class T>
struct JsonCodec<std::vector<T>> {
    static JsonValue encode(const std::vector<T>& list)
    {
        JsonArray array;
        array.reserve(list.size());
        for (const auto& element : list) array.push_back(project::encode(element));
        return array;
    }
    static void decode(const JsonValue& json, std::vector<T>& list, DecodeContext& context)
    {
        const auto* array = json.getIf<JsonArray>();
        if (array == nullptr) return detail::failType(context, "a list");
        list.clear();
        list.reserve(array->size());
        for (std::size_t index = 0; index < array->size(); ++index)
            context.at(std::to_string(index),
                       [&] { project::decode((*array)[index], list.emplace_back(), context); });
    }
};

template <>
struct JsonCodec<std::map<std::string, float>> {
    static JsonValue encode(const std::map<std::string, float>& map)
    {
        JsonObject object;
        for (const auto& [name, value] : map) object.emplace_back(name, project::encode(value));
        return object;
    }
    static void decode(const JsonValue& json, std::map<std::string, float>& map,
                       DecodeContext& context)
    {
        const auto* object = json.getIf<JsonObject>();
        if (object == nullptr) return detail::failType(context, "an object");
        map.clear();
        for (const auto& [name, value] : *object)
            context.at(name, [&] { project::decode(value, map[name], context); });
    }
};

template <class T>
JsonValue encode(const T& value)
{
    if constexpr (std::is_same_v<T, bool>)
        return value;
    else if constexpr (std::is_floating_point_v<T>)
        return JsonNumber{numberText(value)};
    else if constexpr (std::is_integral_v<T>)
        return JsonNumber{std::to_string(value)};
    else if constexpr (std::is_same_v<T, std::string>)
        return value;
    else if constexpr (std::is_enum_v<T>)
        return std::string(EnumNames<T>::names[static_cast<std::size_t>(value)]);
    else if constexpr (HasCodec<T>)
        return JsonCodec<T>::encode(value);
    else
        return detail::encodeNoun(value);
}

template <class T>
void decode(const JsonValue& json, T& value, DecodeContext& context)
{
    if (context.hasFailed()) return;
    if constexpr (std::is_same_v<T, bool>) {
        const auto* flag = json.getIf<bool>();
        if (flag == nullptr) return detail::failType(context, "true or false");
        value = *flag;
    } else if constexpr (std::is_arithmetic_v<T>) {
        detail::decodeNumber(json, value, context);
    } else if constexpr (std::is_same_v<T, std::string>) {
        const auto* text = json.getIf<std::string>();
        if (text == nullptr) return detail::failType(context, "a text");
        value = *text;
    } else if constexpr (std::is_enum_v<T>) {
        detail::decodeEnum(json, value, context);
    } else if constexpr (HasCodec<T>) {
        JsonCodec<T>::decode(json, value, context);
    } else {
        detail::decodeNoun(json, value, context);
    }
}

} // namespace cppmusic::project
