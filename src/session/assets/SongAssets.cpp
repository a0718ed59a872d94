// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/assets/SongAssets.h"

#include "project/ProjectModel.h"
#include "project/storage/HistoryAudio.h"
#include "session/ProjectFiles.h"
#include "session/services/AssetPool.h"
#include "session/services/CacheFolder.h"
#include "session/storage/SongKeeper.h"

#include <utility>

namespace cppmusic::session {

SongAssets::SongAssets(core::FileSystem& files, project::ProjectModel& model, ProjectFiles& project,
                       AssetPool& pool)
    : files_(files), model_(model), project_(project), pool_(pool)
{
}

core::Status SongAssets::checkWritable() const
{
    if (!project_.hasLocation())
        return core::makeError(core::ErrorCode::notFound,
                               "The song has no folder yet; save it under a name.");
    if (project_.isReadOnly())
        return core::makeError(core::ErrorCode::permissionDenied,
                               "The song is open for reading only; its audio stays as it is.",
                               project_.location().string());
    return {};
}

AssetList SongAssets::list(AssetCheck check) const
{
    return listAssets(files_, *model_.snapshot(), pool_.folder(), check);
}

core::Result<RelinkReport> SongAssets::relink(std::span<const Path> folders)
{
    if (auto status = checkWritable(); !status) return status.error();
    auto report = relinkAssets(files_, *model_.snapshot(), project_.location(), folders);
    pool_.filesChanged();
    return report;
}

core::Result<CollectReport> SongAssets::collect()
{
    if (auto status = checkWritable(); !status) return status.error();
    auto report =
        collectAssets(files_, *model_.snapshot(), project_.location(), cacheFolder() / "conformed");
    if (!report) return report;
    if (!report->edit.commands.empty())
        if (auto status = model_.execute(report->edit); !status) return status.error();
    pool_.filesChanged();
    if (auto status = project_.save(); !status) return status.error();
    return report;
}

core::Result<UnusedAudio> SongAssets::unused(bool sparesHistory) const
{
    std::set<std::string> history;
    if (sparesHistory) {
        const auto rows = project_.keeper().rows();
        if (!rows) return rows.error();
        auto files = project::audioOfHistory(*rows);
        if (!files) return files.error();
        history = std::move(*files);
    }
    return findUnusedAudio(files_, *model_.snapshot(), project_.location(), history);
}

core::Result<UnusedAudio> SongAssets::removeUnused(Removal removal)
{
    if (auto status = checkWritable(); !status) return status.error();
    auto found = unused(removal.sparesHistory);
    if (!found) return found;
    if (!found->assets.empty()) {
        project::Batch batch{"Remove unused audio", {}};
        for (const auto& asset : found->assets)
            batch.commands.emplace_back(project::RemoveAsset{asset->id});
        if (auto status = model_.execute(std::move(batch)); !status) return status.error();
    }
    // No file goes before the song without it is safe.
    if (auto status = project_.save(); !status) return status.error();
    if (auto status = moveToUnused(files_, project_.location(), found->files); !status)
        return status.error();
    if (removal.isForever)
        if (auto status = deleteUnused(files_, project_.location()); !status) return status.error();
    return found;
}

} // namespace cppmusic::session
