// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/merge/JsonMerge.h"

#include "core/io/Checksum.h"
#include "project/merge/JsonLists.h"
#include "project/serialization/CanonicalJson.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>

namespace cppmusic::project {

namespace {

using Keys = std::vector<std::string>;

const JsonValue* valueOf(const std::optional<JsonValue>& value)
{
    return value ? &*value : nullptr;
}

std::optional<JsonValue> copyOf(const JsonValue* value)
{
    return value == nullptr ? std::nullopt : std::optional(*value);
}

/// Objects whose members all have defaults, so that a missing one is an empty one.
bool isBag(std::string_view name)
{
    constexpr std::array bags{"strip", "input", "routing", "parameters"};
    return std::find(bags.begin(), bags.end(), name) != bags.end();
}

/// Lists whose elements can be there twice, the second one muted.
bool isMutable(std::string_view list)
{
    return list == "notes" || list == "clips";
}

/// Whether two objects are versions of one thing.
bool isOneThing(const JsonObject& a, const JsonObject& b)
{
    for (const char* name : {"id", "type"})
        if (!isSame(findMember(a, name), findMember(b, name)) &&
            findMember(a, "parameter") == nullptr)
            return false;
    return true;
}

bool isThing(const JsonValue* value)
{
    const auto* object = value == nullptr ? nullptr : value->getIf<JsonObject>();
    return object != nullptr && findMember(*object, "id") != nullptr;
}

const JsonArray* listOf(const JsonValue* value)
{
    static const JsonArray none;
    return value == nullptr ? &none : value->getIf<JsonArray>();
}

const JsonObject* objectOf(const JsonValue* value, bool isBag)
{
    static const JsonObject none;
    if (value == nullptr) return isBag ? &none : nullptr;
    return value->getIf<JsonObject>();
}

/// A number that depends on the content only, so that a merge gives the same ids every time.
std::uint64_t hashOf(const JsonValue& value)
{
    const auto text = writeOnOneLine(value);
    const auto digest = core::sha256Hex(text ? *text : std::string{});
    std::uint64_t number = 0;
    std::from_chars(digest.data(), digest.data() + 7, number, 16);
    return number;
}

std::uint64_t idOf(const JsonValue& value)
{
    const auto* object = value.getIf<JsonObject>();
    return object == nullptr ? 0 : static_cast<std::uint64_t>(numberOf(*object, "id"));
}

void setMember(JsonObject& object, const char* name, JsonValue value)
{
    for (auto& [key, content] : object)
        if (key == name) {
            content = std::move(value);
            return;
        }
    object.emplace_back(name, std::move(value));
}

/// The second version of a note or clip: with a new id, muted.
void makeCopy(const std::string& list, JsonValue& copy, const std::set<std::uint64_t>& used)
{
    auto* object = std::get_if<JsonObject>(&copy.content);
    if (object == nullptr) return;
    std::uint64_t id = idOf(copy) + 1 + hashOf(copy);
    while (used.contains(id)) ++id;
    setMember(*object, "id", JsonNumber{std::to_string(id)});
    setMember(*object, "isMuted", true);
    if (list != "clips") return;
    const auto name = textOf(*object, "name");
    setMember(*object, "name", name.empty() ? "Other version" : name + " (other version)");
}

Keys restrictTo(const Keys& keys, const std::function<bool(const std::string&)>& isWanted)
{
    Keys wanted;
    std::copy_if(keys.begin(), keys.end(), std::back_inserter(wanted), isWanted);
    return wanted;
}

/// Puts keys that only `other` has behind what they follow there.
void interleave(Keys& result, const Keys& other)
{
    const std::set<std::string> present(result.begin(), result.end());
    std::map<std::string, Keys> followers; // what comes behind a key; behind "" at the beginning
    std::string previous;
    bool isFirst = true;
    for (const auto& key : other) {
        if (!present.contains(key)) {
            followers[isFirst ? std::string{} : "k" + previous].push_back(key);
            continue;
        }
        previous = key;
        isFirst = false;
    }
    Keys woven = followers[""];
    for (const auto& key : result) {
        woven.push_back(key);
        const auto& behind = followers["k" + key];
        woven.insert(woven.end(), behind.begin(), behind.end());
    }
    result = std::move(woven);
}

} // namespace

void JsonMerger::push(std::string list, const JsonValue* noun)
{
    NounFrame frame{std::move(list), {}};
    if (const auto* object = noun == nullptr ? nullptr : noun->getIf<JsonObject>())
        for (const auto& [name, value] : *object)
            if (!value.getIf<JsonArray>() && (!value.getIf<JsonObject>() || name == "content"))
                frame.noun.emplace_back(name, value);
    frames_.push_back(std::move(frame));
}

void JsonMerger::tell(Clash::Kind kind, std::string field, const JsonValue* ours,
                      const JsonValue* theirs)
{
    clashes.push_back({kind, frames_, std::move(field), copyOf(ours), copyOf(theirs)});
}

std::optional<JsonValue> JsonMerger::merge(const JsonValue* base, const JsonValue* ours,
                                           const JsonValue* theirs)
{
    if (isSame(ours, theirs) || isSame(base, theirs)) return copyOf(ours);
    if (isSame(base, ours)) return copyOf(theirs);
    if (ours == nullptr || theirs == nullptr) {
        tell(Clash::Kind::removal, {}, ours, theirs);
        return copyOf(ours == nullptr ? theirs : ours);
    }
    const auto *left = ours->getIf<JsonObject>(), *right = theirs->getIf<JsonObject>();
    if (left != nullptr && right != nullptr)
        return mergeObject(objectOf(base, false), *left, *right);
    tell(Clash::Kind::value, {}, ours, theirs);
    return copyOf(prefersOurs_ ? ours : theirs);
}

std::optional<JsonValue> JsonMerger::chooseValue(const std::string& name, const JsonValue* ours,
                                                 const JsonValue* theirs)
{
    if (name == "id") { // two lanes for one parameter are one lane
        const bool isOurs = ours != nullptr && theirs != nullptr && textOf(*ours) < textOf(*theirs);
        return copyOf(isOurs || theirs == nullptr ? ours : theirs);
    }
    if (name != otherVersion) {
        tell(Clash::Kind::value, prefix_ + name, ours, theirs);
        const auto* lost = prefersOurs_ ? theirs : ours;
        if (keepsOther_ && !others_.empty())
            others_.back().emplace_back(prefix_ + name, lost == nullptr ? JsonValue{} : *lost);
    }
    return copyOf(prefersOurs_ ? ours : theirs);
}

std::optional<JsonValue> JsonMerger::mergeMember(const std::string& name, const JsonValue* base,
                                                 const JsonValue* ours, const JsonValue* theirs)
{
    if (isSame(ours, theirs) || isSame(base, theirs)) return copyOf(ours);
    if (isSame(base, ours)) return copyOf(theirs);
    const auto *left = listOf(ours), *right = listOf(theirs), *before = listOf(base);
    if ((ours != nullptr || theirs != nullptr) && left != nullptr && right != nullptr)
        if (keysOf(name, *left) && keysOf(name, *right) && before != nullptr &&
            keysOf(name, *before))
            return mergeList(name, *before, *left, *right);
    const auto *a = objectOf(ours, isBag(name)), *b = objectOf(theirs, isBag(name));
    if (a != nullptr && b != nullptr && isOneThing(*a, *b)) {
        const auto* from = objectOf(base, isBag(name));
        if (from != nullptr && !isOneThing(*from, *a)) from = nullptr;
        const bool isNoun = isThing(ours);
        if (isNoun) push(name, ours);
        // Parameters are numbers by name: what they lose is kept in their device.
        if (name == "parameters") prefix_ = "parameters/";
        auto merged = mergeObject(from, *a, *b);
        prefix_.clear();
        if (isNoun) pop();
        if (isBag(name) && std::get<JsonObject>(merged.content).empty()) return std::nullopt;
        return merged;
    }
    if ((ours == nullptr || theirs == nullptr) && isThing(base) &&
        isThing(ours == nullptr ? theirs : ours)) {
        push(name, ours == nullptr ? theirs : ours);
        tell(Clash::Kind::removal, {}, ours, theirs);
        pop();
        return copyOf(ours == nullptr ? theirs : ours);
    }
    return chooseValue(name, ours, theirs);
}

JsonValue JsonMerger::mergeObject(const JsonObject* base, const JsonObject& ours,
                                  const JsonObject& theirs)
{
    const bool isOwn = prefix_.empty();
    if (isOwn) others_.emplace_back();
    JsonObject merged;
    const auto take = [&](const std::string& name) {
        const auto* before = base == nullptr ? nullptr : findMember(*base, name);
        auto value = mergeMember(name, before, findMember(ours, name), findMember(theirs, name));
        if (value) merged.emplace_back(name, std::move(*value));
    };
    for (const auto& [name, value] : ours) take(name);
    for (const auto& [name, value] : theirs)
        if (findMember(ours, name) == nullptr) take(name);
    if (!isOwn) return merged;
    JsonObject other = std::move(others_.back());
    others_.pop_back();
    if (other.empty()) return merged;
    // What an earlier merge kept stays unless this one has something for the same field.
    if (const auto* kept = findMember(merged, otherVersion))
        if (const auto* members = kept->getIf<JsonObject>())
            for (const auto& member : *members)
                if (findMember(other, member.first) == nullptr) other.push_back(member);
    setMember(merged, otherVersion, std::move(other));
    return merged;
}

JsonValue JsonMerger::mergeElement(const std::string& list, const JsonValue* base,
                                   const JsonValue& ours, const JsonValue& theirs, Maybe& copy)
{
    push(list, &ours);
    const auto told = clashes.size();
    auto merged = merge(base, &ours, &theirs);
    if (isMutable(list) && clashes.size() > told && prefersOurs_) {
        // Both versions whole, instead of one with the other's values beside it.
        const auto version = [&](bool isOurs) {
            clashes.resize(told);
            prefersOurs_ = isOurs;
            return merge(base, &ours, &theirs);
        };
        keepsOther_ = false;
        copy = version(false);
        merged = version(true);
        keepsOther_ = true;
        clashes.resize(told);
        tell(Clash::Kind::copy, {}, valueOf(merged), valueOf(copy));
    }
    pop();
    return merged ? std::move(*merged) : ours;
}

std::vector<std::string>
JsonMerger::mergeOrder(std::string_view list, const Keys& base, const Keys& ours,
                       const Keys& theirs, const std::function<bool(const std::string&)>& isLeft)
{
    const std::set<std::string> inBase(base.begin(), base.end()), inOurs(ours.begin(), ours.end()),
        inTheirs(theirs.begin(), theirs.end());
    const auto isCommon = [&](const std::string& key) {
        return inBase.contains(key) && inOurs.contains(key) && inTheirs.contains(key);
    };
    const auto before = restrictTo(base, isCommon), left = restrictTo(ours, isCommon),
               right = restrictTo(theirs, isCommon);
    bool isByOurs = isOursFirst_;
    if (left != right) {
        isByOurs = right == before;
        if (left != before && right != before) {
            if (!isSorted(list)) tell(Clash::Kind::order, std::string(list), nullptr, nullptr);
            isByOurs = true;
        }
    }
    auto result = restrictTo(isByOurs ? ours : theirs, isLeft);
    interleave(result, restrictTo(isByOurs ? theirs : ours, isLeft));
    return result;
}

std::optional<JsonValue> JsonMerger::mergeList(const std::string& name, const JsonArray& base,
                                               const JsonArray& ours, const JsonArray& theirs)
{
    using Elements = std::map<std::string, const JsonValue*>;
    const auto index = [&](const JsonArray& list, const Keys& keys) {
        Elements elements;
        for (std::size_t place = 0; place < list.size(); ++place)
            elements.emplace(keys[place], &list[place]);
        return elements;
    };
    const auto keysBase = *keysOf(name, base), keysOurs = *keysOf(name, ours),
               keysTheirs = *keysOf(name, theirs);
    const auto inBase = index(base, keysBase), inOurs = index(ours, keysOurs),
               inTheirs = index(theirs, keysTheirs);
    const auto find = [](const Elements& elements, const std::string& key) {
        const auto place = elements.find(key);
        return place == elements.end() ? nullptr : place->second;
    };
    std::map<std::string, JsonValue> merged;
    std::map<std::string, JsonValue> copies;
    const auto take = [&](const std::string& key) {
        const auto *before = find(inBase, key), *left = find(inOurs, key),
                   *right = find(inTheirs, key);
        if (left != nullptr && right != nullptr) {
            Maybe copy;
            merged.emplace(key, mergeElement(name, before, *left, *right, copy));
            if (copy) copies.emplace(key, std::move(*copy));
            return;
        }
        push(name, left == nullptr ? right : left);
        if (auto value = merge(before, left, right)) merged.emplace(key, std::move(*value));
        pop();
    };
    for (const auto& key : keysOurs) take(key);
    for (const auto& key : keysTheirs)
        if (!inOurs.contains(key)) take(key);
    const auto order = mergeOrder(name, keysBase, keysOurs, keysTheirs,
                                  [&](const std::string& key) { return merged.contains(key); });
    std::set<std::uint64_t> used;
    if (!copies.empty())
        for (const auto& [key, value] : merged) used.insert(idOf(value));
    JsonArray list;
    for (const auto& key : order) {
        list.push_back(std::move(merged.at(key)));
        if (const auto copy = copies.find(key); copy != copies.end()) {
            makeCopy(name, copy->second, used);
            used.insert(idOf(copy->second));
            list.push_back(std::move(copy->second));
        }
    }
    sortList(name, list);
    if (list.empty()) return std::nullopt;
    return list;
}

} // namespace cppmusic::project
