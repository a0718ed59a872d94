// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/serialization/TempoExtras.h"

#include "project/serialization/ModelSchema.h"

#include <algorithm>
#include <iterator>

namespace cppmusic::project {

namespace {

bool isKnown(std::string_view list, std::string_view field)
{
    return list == "tempos" ? detail::knows<core::TempoPoint>(field)
                            : detail::knows<core::TimeSignaturePoint>(field);
}

bool isList(std::string_view name)
{
    return name == "tempos" || name == "signatures";
}

JsonArray takeFromPoints(std::string_view list, JsonArray& points)
{
    JsonArray extras;
    for (auto& point : points) {
        auto* fields = std::get_if<JsonObject>(&point.content);
        const auto* at = fields == nullptr ? nullptr : findMember(*fields, "at");
        if (at == nullptr) continue;
        JsonObject extra{{"at", *at}};
        const auto unknown =
            std::stable_partition(fields->begin(), fields->end(),
                                  [&](const auto& member) { return isKnown(list, member.first); });
        if (unknown == fields->end()) continue;
        std::move(unknown, fields->end(), std::back_inserter(extra));
        fields->erase(unknown, fields->end());
        extras.emplace_back(std::move(extra));
    }
    return extras;
}

// A point's place in canonical digits; empty when it has none.
std::string placeOf(const JsonValue& point)
{
    const auto* fields = point.getIf<JsonObject>();
    const auto* at = fields == nullptr ? nullptr : findMember(*fields, "at");
    const auto* number = at == nullptr ? nullptr : at->getIf<JsonNumber>();
    if (number == nullptr) return {};
    double place = 0;
    const char* end = number->text.data() + number->text.size();
    const auto result = std::from_chars(number->text.data(), end, place);
    return result.ec == std::errc{} ? numberText(place) : std::string{};
}

void addMissing(JsonObject& fields, const JsonObject& members)
{
    for (const auto& member : members)
        if (findMember(fields, member.first) == nullptr) fields.push_back(member);
}

void putToPoints(JsonArray& points, const JsonArray& extras)
{
    for (const auto& extra : extras) {
        const auto* members = extra.getIf<JsonObject>();
        const auto place = placeOf(extra);
        if (members == nullptr || place.empty()) continue;
        for (auto& point : points) {
            auto* fields = std::get_if<JsonObject>(&point.content);
            if (fields != nullptr && placeOf(point) == place) addMissing(*fields, *members);
        }
    }
}

} // namespace

JsonObject takeTempoExtras(JsonValue& tempo)
{
    JsonObject extras;
    auto* object = std::get_if<JsonObject>(&tempo.content);
    if (object == nullptr) return extras;
    for (auto& [name, value] : *object)
        if (auto* points = std::get_if<JsonArray>(&value.content); isList(name) && points)
            if (auto taken = takeFromPoints(name, *points); !taken.empty())
                extras.emplace_back(name, std::move(taken));
    const auto unknown = std::stable_partition(
        object->begin(), object->end(), [](const auto& member) { return isList(member.first); });
    std::move(unknown, object->end(), std::back_inserter(extras));
    object->erase(unknown, object->end());
    return extras;
}

void putTempoExtras(JsonValue& tempo, const JsonObject& extras)
{
    auto* object = std::get_if<JsonObject>(&tempo.content);
    if (object == nullptr) return;
    for (const auto& [name, value] : extras) {
        if (!isList(name)) {
            object->emplace_back(name, value);
            continue;
        }
        const auto* list = value.getIf<JsonArray>();
        for (auto& [known, content] : *object) {
            auto* points = std::get_if<JsonArray>(&content.content);
            if (known == name && list != nullptr && points != nullptr) putToPoints(*points, *list);
        }
    }
}

JsonObject extractTempoExtras(std::string& unknownFields)
{
    JsonObject extras;
    auto members = detail::readUnknown(unknownFields);
    const auto count = std::erase_if(members, [&](auto& member) {
        if (member.first != "tempo") return false;
        if (auto* object = std::get_if<JsonObject>(&member.second.content)) extras = *object;
        return true;
    });
    if (count > 0) unknownFields = detail::writeUnknown(std::move(members));
    return extras;
}

void storeTempoExtras(std::string& unknownFields, JsonObject extras)
{
    if (extras.empty()) return;
    auto members = detail::readUnknown(unknownFields);
    members.emplace_back("tempo", std::move(extras));
    unknownFields = detail::writeUnknown(std::move(members));
}

} // namespace cppmusic::project
