// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/storage/FolderBounds.h"

#include <array>
#include <string>

namespace cppmusic::project {

namespace {

core::Status refuse(const std::string& name)
{
    return core::makeError(core::ErrorCode::unsupported,
                           "This is a link to another place, and a song is written only within its "
                           "own folder. Put the folder or file itself here, or open the song for "
                           "reading only.",
                           name);
}

} // namespace

core::Status checkBounds(const std::filesystem::path& folder, const core::FileSystem& files)
{
    constexpr std::array folders{"tracks",        "patterns",     "automation",
                                 "assets",        "assets/audio", "assets/recording",
                                 "assets/unused", ".journal",     ".save"};
    for (const char* name : folders)
        if (files.isLink(folder / name)) return refuse(name);
    const auto names = files.list(folder / ".journal");
    if (!names) return {}; // it isn't there yet
    for (const auto& name : *names)
        if (files.isLink(folder / ".journal" / name)) return refuse(".journal/" + name);
    return {};
}

bool isAssetPath(std::string_view path)
{
    return path.starts_with("assets/") && path.find("/../") == std::string_view::npos;
}

std::filesystem::path nameForDamaged(const std::filesystem::path& path,
                                     const core::FileSystem& files)
{
    std::filesystem::path name = path.string() + ".damaged";
    for (int count = 2; files.exists(name) || files.isLink(name); ++count)
        name = path.string() + ".damaged-" + std::to_string(count);
    return name;
}

} // namespace cppmusic::project
