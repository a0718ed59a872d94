// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/merge/JsonLists.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

namespace cppmusic::project {

namespace {

struct ListRule {
    std::string_view name;
    std::array<std::string_view, 4> keys;  ///< members that identify an element; none: its text
    std::array<std::string_view, 3> order; ///< members it is sorted by; none: not sorted
};

constexpr std::array<ListRule, 17> rules{{
    {"notes", {"id"}, {"start", "pitch", "id"}},
    {"controls", {"at", "kind", "channel", "number"}, {"at"}},
    {"opaque", {"at", "status", "metaType"}, {"at"}},
    {"clips", {"id"}, {"start", "id"}},
    {"inserts", {"id"}, {}},
    {"sends", {"target"}, {}},
    {"samples", {"lowKey", "highKey", "output"}, {}},
    {"outputs", {"port"}, {"port"}},
    {"points", {"at"}, {"at"}},
    {"lanes", {"track"}, {"track"}},
    {"markers", {"id"}, {"at", "id"}},
    {"assets", {"id"}, {"id"}},
    {"sidechains", {"source", "targetTrack", "targetDevice"}, {}},
    {"tempos", {"at"}, {"at"}},
    {"signatures", {"at"}, {"at"}},
    {"tracks", {}, {}},
    {"automation", {}, {}},
}};
/// A track's lanes, where a track is seen as a whole: one for each parameter.
constexpr ListRule laneRule{"lanes", {"parameter", "device"}, {}};

bool isAutomation(const JsonArray& list)
{
    const auto* first = list.empty() ? nullptr : list.front().getIf<JsonObject>();
    return first != nullptr && findMember(*first, "parameter") != nullptr;
}

const ListRule* findRule(std::string_view name, const JsonArray& list)
{
    if (name == laneRule.name && isAutomation(list)) return &laneRule;
    for (const auto& rule : rules)
        if (rule.name == name) return &rule;
    return nullptr;
}

/// What identifies an element, not yet told apart from its like; none when the rule doesn't fit.
std::optional<std::string> keyOf(const ListRule& rule, const JsonValue& element)
{
    if (rule.keys.front().empty()) {
        const auto* text = element.getIf<std::string>();
        return text == nullptr ? std::nullopt : std::optional(*text);
    }
    const auto* object = element.getIf<JsonObject>();
    if (object == nullptr) return std::nullopt;
    // Fields that have their defaults aren't written; ids and places always are.
    const bool isOptional = rule.keys.front() == "track" || rule.name == "samples";
    if (!isOptional && findMember(*object, rule.keys.front()) == nullptr) return std::nullopt;
    std::string key;
    for (const auto member : rule.keys)
        if (!member.empty()) key += (key.empty() ? "" : " ") + textOf(*object, member);
    return key;
}

using Sorted = std::vector<std::pair<std::string_view, const JsonValue*>>;

Sorted sorted(const JsonObject& object)
{
    Sorted members;
    members.reserve(object.size());
    for (const auto& [name, value] : object) members.emplace_back(name, &value);
    std::sort(members.begin(), members.end());
    return members;
}

bool isSameObject(const JsonObject& a, const JsonObject& b)
{
    if (a.size() != b.size()) return false;
    const auto inOrder =
        std::equal(a.begin(), a.end(), b.begin(),
                   [](const auto& x, const auto& y) { return x.first == y.first; });
    if (inOrder)
        return std::equal(a.begin(), a.end(), b.begin(),
                          [](const auto& x, const auto& y) { return isSame(x.second, y.second); });
    const auto left = sorted(a), right = sorted(b);
    return std::equal(left.begin(), left.end(), right.begin(), [](const auto& x, const auto& y) {
        return x.first == y.first && isSame(*x.second, *y.second);
    });
}

} // namespace

bool isSame(const JsonValue& a, const JsonValue& b)
{
    if (a.content.index() != b.content.index()) return false;
    return std::visit(
        [&](const auto& content) {
            using Content = std::remove_cvref_t<decltype(content)>;
            const auto& other = std::get<Content>(b.content);
            if constexpr (std::is_same_v<Content, JsonObject>)
                return isSameObject(content, other);
            else if constexpr (std::is_same_v<Content, JsonArray>)
                return content.size() == other.size() &&
                       std::equal(content.begin(), content.end(), other.begin(),
                                  [](const auto& x, const auto& y) { return isSame(x, y); });
            else
                return content == other;
        },
        a.content);
}

bool isSame(const JsonValue* a, const JsonValue* b)
{
    if (a == nullptr || b == nullptr) return a == b;
    return isSame(*a, *b);
}

std::string textOf(const JsonValue& value)
{
    if (const auto* text = value.getIf<std::string>()) return *text;
    if (const auto* number = value.getIf<JsonNumber>()) return number->text;
    return {};
}

std::string textOf(const JsonObject& object, std::string_view name)
{
    const auto* member = findMember(object, name);
    return member == nullptr ? std::string{} : textOf(*member);
}

double numberOf(const JsonObject& object, std::string_view name, double fallback)
{
    const auto* member = findMember(object, name);
    const auto* number = member == nullptr ? nullptr : member->getIf<JsonNumber>();
    if (number == nullptr) return fallback;
    double value = fallback;
    std::from_chars(number->text.data(), number->text.data() + number->text.size(), value);
    return value;
}

std::optional<std::vector<std::string>> keysOf(std::string_view name, const JsonArray& list)
{
    const auto* rule = findRule(name, list);
    if (rule == nullptr) return std::nullopt;
    std::vector<std::string> keys;
    keys.reserve(list.size());
    std::map<std::string, int> counts;
    for (const auto& element : list) {
        auto key = keyOf(*rule, element);
        if (!key) return std::nullopt;
        const int count = counts[*key]++;
        keys.push_back(count == 0 ? *key : *key + " (" + std::to_string(count + 1) + ")");
    }
    return keys;
}

bool isSorted(std::string_view name)
{
    const auto* rule = findRule(name, {});
    return rule != nullptr && !rule->order.front().empty();
}

void sortList(std::string_view name, JsonArray& list)
{
    const auto* rule = findRule(name, list);
    if (rule == nullptr || rule->order.front().empty()) return;
    std::stable_sort(list.begin(), list.end(), [&](const JsonValue& a, const JsonValue& b) {
        const auto *left = a.getIf<JsonObject>(), *right = b.getIf<JsonObject>();
        if (left == nullptr || right == nullptr) return false;
        for (const auto member : rule->order) {
            if (member.empty()) break;
            const double x = numberOf(*left, member), y = numberOf(*right, member);
            if (x != y) return x < y;
        }
        return false;
    });
}

} // namespace cppmusic::project
