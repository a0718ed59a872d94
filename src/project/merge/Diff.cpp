// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/merge/Diff.h"

#include "project/merge/JsonLists.h"
#include "project/merge/ProjectTree.h"

#include <algorithm>
#include <map>
#include <set>

namespace cppmusic::project {

namespace {

using Keys = std::vector<std::string>;
using Kind = Difference::Kind;

NounFrame frameOf(std::string list, const JsonValue* noun)
{
    NounFrame frame{std::move(list), {}};
    if (const auto* object = noun == nullptr ? nullptr : noun->getIf<JsonObject>())
        for (const auto& [name, value] : *object)
            if (!value.getIf<JsonArray>() && (!value.getIf<JsonObject>() || name == "content"))
                frame.noun.emplace_back(name, value);
    return frame;
}

/// Lists and objects with ids are nouns of their own; other objects are fields of the one they are
/// in.
bool isNoun(const JsonValue* value)
{
    const auto* object = value == nullptr ? nullptr : value->getIf<JsonObject>();
    return object != nullptr && findMember(*object, "id") != nullptr;
}

const JsonArray* asList(std::string_view name, const JsonValue* value)
{
    static const JsonArray none;
    if (value == nullptr) return &none;
    const auto* list = value->getIf<JsonArray>();
    return list != nullptr && keysOf(name, *list) ? list : nullptr;
}

class Walker {
public:
    Walker(const MusicText& before, const MusicText& after) : before_(before), after_(after) {}

    std::vector<Difference> found;
    /// Clips that are on both sides, on different tracks: id → name of the new track.
    std::map<std::string, std::string> movedClips;

    void compare(const std::string& list, const JsonValue* a, const JsonValue* b)
    {
        if (isSame(a, b)) return;
        frames_.push_back(frameOf(list, a == nullptr ? b : a));
        if (a == nullptr || b == nullptr) {
            compareExistence(list, a != nullptr, a == nullptr ? b : a);
        } else {
            const auto place = found.size();
            std::vector<Difference::Field> fields;
            const auto *x = a->getIf<JsonObject>(), *y = b->getIf<JsonObject>();
            if (x != nullptr && y != nullptr)
                compareMembers({}, *x, *y, fields);
            else
                addField({}, a, b, fields);
            if (!fields.empty()) tellFields(place, std::move(fields), b);
        }
        frames_.pop_back();
    }

    void compareOrder(const std::string& list, const Keys& a, const Keys& b,
                      const std::string& text)
    {
        const std::set<std::string> inA(a.begin(), a.end()), inB(b.begin(), b.end());
        Keys left, right;
        for (const auto& key : a)
            if (inB.contains(key)) left.push_back(key);
        for (const auto& key : b)
            if (inA.contains(key)) right.push_back(key);
        if (left != right) add(found.size(), Kind::reordered, text, list, 0);
    }

private:
    void add(std::size_t place, Kind kind, std::string text, const std::string& list,
             std::uint64_t id, std::vector<Difference::Field> fields = {})
    {
        const auto& names = kind == Kind::added ? after_ : before_;
        Difference difference{
            kind, names.place(frames_), names.noun(frames_), std::move(text), list,
            id,   std::move(fields)};
        found.insert(found.begin() + static_cast<std::ptrdiff_t>(place), std::move(difference));
    }

    [[nodiscard]] std::string containerNoun() const
    {
        const auto& outer = frames_.front().list;
        return outer == "tracks" ? "track" : outer == "patterns" ? "pattern" : "song";
    }

    void compareExistence(const std::string& list, bool wasThere, const JsonValue* noun)
    {
        const auto& names = wasThere ? before_ : after_;
        const auto* object = noun->getIf<JsonObject>();
        const auto id = object == nullptr ? std::string{} : textOf(*object, "id");
        auto text = names.noun(frames_);
        if (list == "clips" && movedClips.contains(id)) {
            if (wasThere)
                add(found.size(), Kind::changed, text + " moved to " + movedClips.at(id), list,
                    numberId(noun));
            return;
        }
        if (text.empty()) text = frames_.size() > 1 ? "its part of the pattern" : containerNoun();
        add(found.size(), wasThere ? Kind::removed : Kind::added,
            text + (wasThere ? " removed" : " added"), list, numberId(noun));
    }

    static std::uint64_t numberId(const JsonValue* noun)
    {
        const auto* object = noun->getIf<JsonObject>();
        return object == nullptr ? 0 : static_cast<std::uint64_t>(numberOf(*object, "id"));
    }

    void addField(const std::string& path, const JsonValue* a, const JsonValue* b,
                  std::vector<Difference::Field>& fields)
    {
        const auto copy = [](const JsonValue* value) {
            return value == nullptr ? std::nullopt : std::optional(*value);
        };
        fields.push_back({path, before_.field(frames_, path), copy(a), copy(b),
                          before_.value(frames_, path, a), after_.value(frames_, path, b)});
    }

    void compareMembers(const std::string& path, const JsonObject& a, const JsonObject& b,
                        std::vector<Difference::Field>& fields)
    {
        for (const auto& [name, value] : a)
            compareMember(path, name, &value, findMember(b, name), fields);
        for (const auto& [name, value] : b)
            if (findMember(a, name) == nullptr) compareMember(path, name, nullptr, &value, fields);
    }

    void compareMember(const std::string& path, const std::string& name, const JsonValue* a,
                       const JsonValue* b, std::vector<Difference::Field>& fields)
    {
        if (isSame(a, b)) return;
        const auto *left = asList(name, a), *right = asList(name, b);
        if (left != nullptr && right != nullptr) return compareLists(name, *left, *right);
        const bool isSameNoun =
            a == nullptr || b == nullptr || !isNoun(a) || !isNoun(b) || numberId(a) == numberId(b);
        if (isNoun(a) || isNoun(b)) {
            if (isSameNoun) return compare(name, a, b);
            compare(name, a, nullptr);
            return compare(name, nullptr, b);
        }
        static const JsonObject none;
        const auto inner = path.empty() ? name : path + "/" + name;
        const auto *x = a == nullptr ? &none : a->getIf<JsonObject>(),
                   *y = b == nullptr ? &none : b->getIf<JsonObject>();
        const auto before = fields.size();
        const auto told = found.size();
        if (x != nullptr && y != nullptr) compareMembers(inner, *x, *y, fields);
        if (fields.size() == before && found.size() == told) addField(inner, a, b, fields);
    }

    void compareLists(const std::string& name, const JsonArray& a, const JsonArray& b)
    {
        const auto keysA = *keysOf(name, a), keysB = *keysOf(name, b);
        std::map<std::string, const JsonValue*> inA, inB;
        for (std::size_t place = 0; place < a.size(); ++place) inA.emplace(keysA[place], &a[place]);
        for (std::size_t place = 0; place < b.size(); ++place) inB.emplace(keysB[place], &b[place]);
        const auto told = found.size();
        for (const auto& key : keysA) {
            const auto other = inB.find(key);
            compare(name, inA.at(key), other == inB.end() ? nullptr : other->second);
        }
        for (const auto& key : keysB)
            if (!inA.contains(key)) compare(name, nullptr, inB.at(key));
        // A sorted list's order follows from its elements, unless nothing else differs.
        if (!isSorted(name) || found.size() == told)
            compareOrder(name, keysA, keysB, "order of " + name + " changed");
    }

    // One sentence for all fields of a noun, before what was found inside of it.
    void tellFields(std::size_t place, std::vector<Difference::Field> fields,
                    const JsonValue* after)
    {
        const auto noun = before_.noun(frames_);
        std::string changes;
        for (const auto& field : fields) {
            const bool isMove = (field.path == "start" || field.path == "at") && frames_.size() > 1;
            if (!changes.empty()) changes += ", ";
            if (isMove)
                changes += "moved to " + field.afterText;
            else
                changes += (noun.starts_with(field.label + " ") ? "" : field.label + " ") +
                           field.beforeText + " → " + field.afterText;
        }
        auto text = noun;
        text += (text.empty() ? "" : " ") + changes;
        add(place, Kind::changed, std::move(text), frames_.back().list, numberId(after),
            std::move(fields));
    }

    const MusicText& before_;
    const MusicText& after_;
    std::vector<NounFrame> frames_;
};

void findMovedClips(const model::Project& a, const model::Project& b, const MusicText& names,
                    std::map<std::string, std::string>& moved)
{
    std::map<model::ClipId, model::TrackId> places;
    for (const auto& track : a.tracks)
        for (const auto& clip : track->clips) places.emplace(clip->id, track->id);
    for (const auto& track : b.tracks)
        for (const auto& clip : track->clips)
            if (const auto was = places.find(clip->id);
                was != places.end() && was->second != track->id)
                moved.emplace(std::to_string(clip->id.value), names.trackName(track->id.value) +
                                                                  " at " +
                                                                  names.position(clip->start));
}

template <class Id>
Keys idsOf(const std::vector<Id>& ids)
{
    Keys keys;
    for (const auto id : ids) keys.push_back(std::to_string(id.value));
    return keys;
}

std::vector<model::TrackId> tracksOf(const model::Project& project)
{
    std::vector<model::TrackId> ids;
    for (const auto& track : project.tracks) ids.push_back(track->id);
    return ids;
}

template <class T>
constexpr const T* nothing = nullptr;

} // namespace

std::vector<Difference> diffProjects(const model::Project& a, const model::Project& b,
                                     const MusicLabels& labels)
{
    const MusicText before(a, labels), after(b, labels);
    Walker walker(before, after);
    findMovedClips(a, b, after, walker.movedClips);
    const auto songA = songTree(a), songB = songTree(b);
    walker.compare("song", &songA, &songB);
    // Either may be null; a value that both share is the same.
    const auto compare = [&]<class T>(const std::string& list, const T* x, const T* y) {
        if (x == y) return;
        const auto left = x == nullptr ? JsonValue{} : treeOf(*x);
        const auto right = y == nullptr ? JsonValue{} : treeOf(*y);
        walker.compare(list, x == nullptr ? nullptr : &left, y == nullptr ? nullptr : &right);
    };
    const auto trackIn = [](const model::Project& project, model::TrackId id) {
        const auto* track = project.tracks.find(id);
        return track == nullptr ? nullptr : track->identity();
    };
    const auto patternIn = [](const model::Project& project, model::PatternId id) {
        const auto place = project.patterns.find(id);
        return place == project.patterns.end() ? nullptr : place->second.identity();
    };
    walker.compareOrder("tracks", idsOf(tracksOf(a)), idsOf(tracksOf(b)),
                        "order of tracks changed");
    for (const auto& track : a.tracks) compare("tracks", track.identity(), trackIn(b, track->id));
    for (const auto& track : b.tracks)
        if (trackIn(a, track->id) == nullptr)
            compare("tracks", nothing<model::Track>, track.identity());
    for (const auto& [id, pattern] : a.patterns)
        compare("patterns", pattern.identity(), patternIn(b, id));
    for (const auto& [id, pattern] : b.patterns)
        if (patternIn(a, id) == nullptr)
            compare("patterns", nothing<model::Pattern>, pattern.identity());
    return std::move(walker.found);
}

std::vector<Difference> diffFile(const std::string& path, const JsonValue* a, const JsonValue* b,
                                 const model::Project& context, const MusicLabels& labels)
{
    const MusicText names(context, labels);
    Walker walker(names, names);
    if (path.starts_with("tracks/"))
        walker.compare("tracks", a, b);
    else if (path.starts_with("patterns/"))
        walker.compare("patterns", a, b);
    else if (path.starts_with("automation/"))
        walker.compare("automation", a, b);
    else if (path == "project.json")
        walker.compare("song", a, b);
    return std::move(walker.found);
}

} // namespace cppmusic::project
