// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/merge/JsonLists.h"
#include "project/merge/Merge.h"

namespace cppmusic::project {

namespace {

std::string describeValue(const Clash& clash, const MusicText& names)
{
    const auto value = [&](const std::optional<JsonValue>& side) {
        return names.value(clash.frames, clash.field, side ? &*side : nullptr);
    };
    return names.field(clash.frames, clash.field) + " is " + value(clash.ours) + " in ours and " +
           value(clash.theirs) +
           " in theirs; ours stands, the other value is kept beside it in the "
           "file as \"" +
           otherVersion + "\"";
}

/// How two versions of a note or clip differ: "moved to 17.3.2, velocity 0.9".
std::string describeVersion(const Clash& clash, const JsonValue& version, const JsonValue& other,
                            const MusicText& names)
{
    std::string text;
    const auto *mine = version.getIf<JsonObject>(), *theirs = other.getIf<JsonObject>();
    if (mine == nullptr || theirs == nullptr) return text;
    const auto add = [&](const std::string& name, const JsonValue* value) {
        if (name == "id" || isSame(value, findMember(*theirs, name))) return;
        if (!text.empty()) text += ", ";
        text += names.field(clash.frames, name) + " " + names.value(clash.frames, name, value);
    };
    for (const auto& [name, value] : *mine) add(name, &value);
    for (const auto& [name, value] : *theirs)
        if (findMember(*mine, name) == nullptr) add(name, nullptr);
    return text;
}

Conflict describe(const Clash& clash, const MusicText& names)
{
    Conflict conflict{names.place(clash.frames), names.noun(clash.frames)};
    auto& text = conflict.text;
    if (!text.empty()) text += " ";
    switch (clash.kind) {
    case Clash::Kind::value: text += describeValue(clash, names); break;
    case Clash::Kind::copy:
        text += "was changed on both sides (" +
                describeVersion(clash, *clash.ours, *clash.theirs, names) + " in ours, " +
                describeVersion(clash, *clash.theirs, *clash.ours, names) +
                " in theirs); theirs is a second one, muted";
        break;
    case Clash::Kind::removal:
        text += std::string("was removed in ") + (clash.ours ? "theirs" : "ours") +
                " and changed in " + (clash.ours ? "ours" : "theirs") + "; it stays, changed";
        break;
    case Clash::Kind::order:
        text += "the " + clash.field + " were put in two orders; ours stands";
        break;
    }
    return conflict;
}

} // namespace

std::vector<Conflict> describeClashes(const std::vector<Clash>& clashes,
                                      const model::Project& context, const MusicLabels& labels)
{
    const MusicText names(context, labels);
    std::vector<Conflict> conflicts;
    for (const auto& clash : clashes) conflicts.push_back(describe(clash, names));
    return conflicts;
}

} // namespace cppmusic::project
