// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/assets/UnusedAudio.h"

#include "project/storage/FolderBounds.h"
#include "project/storage/HistoryAudio.h"
#include "session/assets/AssetList.h"

#include <algorithm>

namespace cppmusic::session {

namespace {

using Path = core::FileSystem::Path;

/// <sha256>.ext, as import names what it stores.
bool isContentName(const std::string& path)
{
    const auto stem = Path(path).stem().string();
    return stem.size() == 64 && stem.find_first_not_of("0123456789abcdef") == std::string::npos;
}

} // namespace

UnusedAudio findUnusedAudio(const core::FileSystem& files, const model::Project& project,
                            const Path& folder, const std::set<std::string>& history)
{
    UnusedAudio unused;
    const auto played = project::assetsPlayed(project);
    std::set<std::string> needed, told;
    for (const auto& [id, asset] : project.assets)
        if (played.contains(id)) needed.insert(asset->file);
    for (const auto& [id, asset] : project.assets) {
        if (played.contains(id)) continue;
        if (history.contains(asset->file) && !needed.contains(asset->file)) {
            if (told.insert(asset->file).second) unused.kept.push_back(asset->file);
        } else {
            unused.assets.push_back(asset);
        }
    }
    for (const auto& file : filesIn(files, folder, "assets/audio")) {
        if (needed.contains(file) || told.contains(file)) continue;
        if (history.contains(file)) {
            unused.kept.push_back(file);
        } else if (!isContentName(file) || files.isLink(folder / file)) {
            const auto isFile = [&](const auto& asset) { return asset->file == file; };
            const bool isOurs = std::any_of(unused.assets.begin(), unused.assets.end(), isFile);
            (isOurs ? unused.files : unused.foreign).push_back(file);
        } else {
            unused.files.push_back(file);
        }
    }
    for (const auto& file : unused.files) {
        const auto size = files.fileSize(folder / file);
        if (size) unused.bytes += *size;
    }
    return unused;
}

core::Status moveToUnused(core::FileSystem& files, const Path& folder,
                          const std::vector<std::string>& names)
{
    if (names.empty()) return {};
    if (auto status = project::checkBounds(folder, files); !status) return status;
    const auto from = folder / "assets" / "audio", to = folder / "assets" / "unused";
    if (auto status = files.createDirectories(to); !status) return status;
    for (const auto& name : names) {
        if (!name.starts_with("assets/audio/"))
            return core::makeError(core::ErrorCode::invalidArgument,
                                   "Only audio of the song is moved away.", name);
        auto status = files.rename(folder / name, to / Path(name).filename());
        if (!status) return status;
    }
    // The new names before the old ones go: a power cut may leave both, never none.
    if (auto status = files.syncDirectory(to); !status) return status;
    if (auto status = files.syncDirectory(folder / "assets"); !status) return status;
    return files.syncDirectory(from);
}

core::Status deleteUnused(core::FileSystem& files, const Path& folder)
{
    if (auto status = project::checkBounds(folder, files); !status) return status;
    if (!files.exists(folder / "assets" / "unused")) return {};
    if (auto status = files.removeAll(folder / "assets" / "unused"); !status) return status;
    return files.syncDirectory(folder / "assets");
}

} // namespace cppmusic::session
