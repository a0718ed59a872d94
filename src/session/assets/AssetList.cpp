// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/assets/AssetList.h"

#include "core/io/Checksum.h"
#include "project/storage/FolderBounds.h"
#include "project/storage/HistoryAudio.h"

#include <set>

namespace cppmusic::session {

using Condition = AssetState::Condition;

std::vector<std::string> filesIn(const core::FileSystem& files,
                                 const core::FileSystem::Path& folder, const std::string& place)
{
    std::vector<std::string> found;
    const auto names = files.list(folder / place);
    if (!names) return found;
    for (const auto& name : *names) {
        const bool isLeft = name.starts_with(".") || name.find(".damaged") != std::string::npos ||
                            name.ends_with(".part") || name.ends_with(".place");
        if (!isLeft && !files.isDirectory(folder / place / name))
            found.push_back(place + "/" + name);
    }
    return found;
}

Condition conditionOf(const core::FileSystem& files, const model::Asset& asset,
                      const core::FileSystem::Path& folder, AssetCheck check)
{
    const auto path = folder / asset.file;
    if (files.isLink(path)) return Condition::link;
    const auto size = files.fileSize(path);
    if (!size) return Condition::missing;
    if (asset.sizeBytes != 0 && *size != asset.sizeBytes) return Condition::damaged;
    if (check == AssetCheck::size || asset.sha256.empty()) return Condition::unchecked;
    const auto sum = core::sha256OfFile(files, path);
    return sum && *sum == asset.sha256 ? Condition::whole : Condition::damaged;
}

const char* nameOf(Condition condition)
{
    switch (condition) {
    case Condition::whole: return "whole";
    case Condition::unchecked: return "there";
    case Condition::missing: return "missing";
    case Condition::damaged: return "damaged";
    case Condition::link: return "outside";
    }
    return "missing";
}

bool isSound(Condition condition) noexcept
{
    return condition == Condition::whole || condition == Condition::unchecked;
}

AssetList listAssets(const core::FileSystem& files, const model::Project& project,
                     const core::FileSystem::Path& folder, AssetCheck check)
{
    AssetList list;
    std::set<std::string> known;
    const auto played = project::assetsPlayed(project);
    for (const auto& [id, asset] : project.assets) {
        known.insert(asset->file);
        list.assets.push_back(
            {asset, conditionOf(files, *asset, folder, check), played.contains(id)});
    }
    for (auto& file : filesIn(files, folder, "assets/audio"))
        if (!known.contains(file)) list.strays.push_back(std::move(file));
    list.recordings = filesIn(files, folder, "assets/recording");
    list.unused = filesIn(files, folder, "assets/unused");
    return list;
}

} // namespace cppmusic::session
