// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/migration/Migrations.h"

#include <set>

// Format 1 named the files of patterns in project.json as well, so that a new pattern changed two
// files and two people who each made one met in the same lines. In format 2 a pattern is in the
// song when its file is in patterns/.
namespace cppmusic::project {

core::Status migrateFrom1(JsonFiles& files)
{
    const auto refuse = [](std::string message, std::string place) {
        return core::makeError(core::ErrorCode::corrupt, std::move(message), std::move(place));
    };
    auto* song = std::get_if<JsonObject>(&files["project.json"].content);
    if (song == nullptr) return refuse("This must be an object.", "project.json#");
    const auto* list = findMember(*song, "patterns");
    const auto* names = list == nullptr ? nullptr : list->getIf<JsonArray>();
    if (names == nullptr) return refuse("This must be a list.", "project.json#/patterns");
    std::set<std::string> listed;
    for (const auto& name : *names) {
        const auto* path = name.getIf<std::string>();
        if (path == nullptr) return refuse("This must be a text.", "project.json#/patterns");
        if (!files.contains(*path)) return refuse("The file is missing.", *path);
        if (!path->starts_with("patterns/"))
            return refuse("A pattern's file must lie in patterns/.", *path);
        if (!listed.insert(*path).second) return refuse("The file is referred to twice.", *path);
    }
    std::erase_if(files, [&](const auto& file) {
        return file.first.starts_with("patterns/") && !listed.contains(file.first);
    });
    std::erase_if(*song, [](const auto& member) { return member.first == "patterns"; });
    return {};
}

} // namespace cppmusic::project
