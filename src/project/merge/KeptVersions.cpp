// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/merge/KeptVersions.h"

#include "project/merge/JsonLists.h"
#include "project/merge/JsonMerge.h"
#include "project/merge/ProjectTree.h"

#include <utility>

namespace cppmusic::project {

std::string KeptVersion::sentence() const
{
    return place + ": " + (noun.empty() ? "" : noun + " ") + field + " is " + stands +
           ", the other version has " + kept;
}

namespace {

/// The value of a field that may be a device's "parameters/cutoff".
const JsonValue* memberAt(const JsonObject& object, const std::string& path)
{
    const auto slash = path.find('/');
    if (slash == std::string::npos) return findMember(object, path);
    const auto* inner = findMember(object, path.substr(0, slash));
    const auto* members = inner == nullptr ? nullptr : inner->getIf<JsonObject>();
    return members == nullptr ? nullptr : findMember(*members, path.substr(slash + 1));
}

/// Walks through one piece of the song.
class Search {
public:
    Search(const MusicText& names, std::vector<KeptVersion>& found) : names_(names), found_(found)
    {
    }

    void noun(const std::string& list, const JsonValue& value)
    {
        const auto* object = value.getIf<JsonObject>();
        if (object == nullptr) return;
        NounFrame frame{list, {}};
        for (const auto& [name, member] : *object)
            if (!member.getIf<JsonArray>() && (!member.getIf<JsonObject>() || name == "content"))
                frame.noun.emplace_back(name, member);
        frames_.push_back(std::move(frame));
        members(*object);
        frames_.pop_back();
    }

private:
    void members(const JsonObject& object)
    {
        if (const auto* kept = findMember(object, otherVersion))
            if (const auto* fields = kept->getIf<JsonObject>())
                for (const auto& [field, value] : *fields) tell(object, field, value);
        for (const auto& [name, member] : object) {
            if (name == otherVersion) continue;
            if (const auto* list = member.getIf<JsonArray>()) {
                for (const auto& element : *list) noun(name, element);
            } else if (const auto* inner = member.getIf<JsonObject>()) {
                if (findMember(*inner, "id") != nullptr)
                    noun(name, member);
                else
                    members(*inner);
            }
        }
    }

    void tell(const JsonObject& object, const std::string& field, const JsonValue& value)
    {
        const auto* kept = value.isNull() ? nullptr : &value;
        if (isSame(memberAt(object, field), kept)) return; // somebody took it since
        found_.push_back({names_.place(frames_), names_.noun(frames_), names_.field(frames_, field),
                          names_.value(frames_, field, memberAt(object, field)),
                          names_.value(frames_, field, kept)});
    }

    const MusicText& names_;
    std::vector<KeptVersion>& found_;
    std::vector<NounFrame> frames_;
};

} // namespace

std::vector<KeptVersion> keptVersions(const model::Project& project, const MusicLabels& labels)
{
    std::vector<KeptVersion> found;
    const MusicText names(project, labels);
    Search search(names, found);
    search.noun("song", songTree(project));
    for (const auto& track : project.tracks) search.noun("tracks", treeOf(*track));
    for (const auto& [id, pattern] : project.patterns) search.noun("patterns", treeOf(*pattern));
    return found;
}

} // namespace cppmusic::project
