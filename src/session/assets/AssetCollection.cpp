// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/assets/AssetCollection.h"

#include "audio/files/AudioFileReader.h"
#include "audio/files/ConformedFile.h"
#include "core/io/Checksum.h"
#include "project/storage/FolderBounds.h"
#include "session/assets/AssetList.h"
#include "session/assets/AssetSearch.h"
#include "session/files/AssetCopies.h"

#include <cstdlib>
#include <optional>
#include <utility>

namespace cppmusic::session {

namespace {

using Path = core::FileSystem::Path;
using Condition = AssetState::Condition;
constexpr std::string_view audioFolder = "assets/audio/";

/// A converted version of a file that is gone, as the cache has it.
struct Converted {
    Path path;
    double rate = 0;
};

std::optional<Converted> bestConverted(const core::FileSystem& files, const model::Asset& asset,
                                       const Path& cache)
{
    std::optional<Converted> best;
    const auto names = files.list(cache);
    if (!names || asset.sha256.empty() || asset.frames <= 0) return best;
    for (const auto& name : *names) {
        if (!name.starts_with(asset.sha256 + "-") || files.isLink(cache / name)) continue;
        const auto reader = audio::AudioFileReader::open(cache / name);
        if (!reader || reader->info().channels != asset.channels) continue;
        const double rate = reader->info().sampleRate;
        const auto frames = audio::conformedFrames(asset.frames, asset.sampleRate, rate);
        if (reader->info().frames == frames && (!best || best->rate < rate))
            best = Converted{cache / name, rate};
    }
    return best;
}

class Collector {
public:
    Collector(core::FileSystem& files, Path folder, Path cache)
        : files_(files), folder_(std::move(folder)), cache_(std::move(cache)), removed_(files)
    {
        removed_.add(folder_ / "assets" / "unused");
        removed_.add(folder_ / "assets" / "recording");
    }

    core::Status take(const model::Asset& asset)
    {
        const auto condition = conditionOf(files_, asset, folder_, AssetCheck::content);
        const bool isInPlace = asset.file.starts_with(audioFolder);
        if (condition == Condition::link) return takeLink(asset);
        if (isSound(condition)) return isInPlace ? core::Status{} : moveHere(asset);
        if (const auto found = asset.sha256.empty() ? std::nullopt : removed_.find(asset))
            return bring(asset, *found, found->lexically_relative(folder_).generic_string());
        return takeConverted(asset);
    }

    CollectReport report;

private:
    core::Status bring(const model::Asset& asset, const Path& from, std::string where)
    {
        if (auto status = putAsset(files_, placed(asset), from, folder_); !status) return status;
        report.brought.push_back({asset.name, std::move(where)});
        if (placed(asset).file != asset.file) change(placed(asset));
        return {};
    }

    /// The asset with its file where audio belongs.
    static model::Asset placed(model::Asset asset)
    {
        if (!asset.file.starts_with(audioFolder))
            asset.file =
                std::string(audioFolder) + asset.sha256 + Path(asset.file).extension().string();
        return asset;
    }

    void change(model::Asset asset)
    {
        report.edit.commands.emplace_back(
            project::ChangeAsset{core::Shared<model::Asset>(std::move(asset))});
    }

    core::Status moveHere(const model::Asset& asset)
    {
        if (!asset.sha256.empty()) return bring(asset, folder_ / asset.file, asset.file);
        report.lost.push_back(core::makeError(
            core::ErrorCode::unsupported,
            "'" + asset.name + "' has no checksum and stays where it is; import it again.",
            asset.file));
        return {};
    }

    core::Status takeLink(const model::Asset& asset)
    {
        const auto sum = core::sha256OfFile(files_, folder_ / asset.file);
        if (sum && !asset.sha256.empty() && *sum == asset.sha256) {
            std::error_code code;
            const auto source = std::filesystem::canonical(folder_ / asset.file, code);
            if (!code) return bring(asset, source, "outside");
        }
        report.lost.push_back(core::makeError(
            core::ErrorCode::corrupt,
            "'" + asset.name + "' is a link to something else than the song's audio.", asset.file));
        return {};
    }

    core::Status takeConverted(const model::Asset& asset)
    {
        const auto converted = bestConverted(files_, asset, cache_);
        if (!converted) {
            report.lost.push_back(core::makeError(
                core::ErrorCode::notFound,
                "'" + asset.name + "' is not here; 'relink' finds it in folders that you name.",
                asset.file));
            return {};
        }
        auto made = copyIntoAssets(files_, converted->path, folder_);
        if (!made) return made.error();
        made->id = asset.id;
        made->name = asset.name;
        made->unknownFields = asset.unknownFields;
        made->provenance = asset.provenance;
        if (made->provenance.sampleRate == 0) made->provenance.sampleRate = asset.sampleRate;
        const auto extension = Path(asset.file).extension().string();
        if (made->provenance.format.empty() && extension.size() > 1)
            made->provenance.format = extension.substr(1);
        report.brought.push_back({asset.name, "cache", converted->rate});
        change(std::move(*made));
        return {};
    }

    core::FileSystem& files_;
    Path folder_, cache_;
    AssetSearch removed_;
};

} // namespace

core::Result<CollectReport> collectAssets(core::FileSystem& files, const model::Project& project,
                                          const Path& folder, const Path& converted)
{
    Collector collector(files, folder, converted);
    for (const auto& [id, asset] : project.assets)
        if (auto status = collector.take(*asset); !status) return status.error();
    collector.report.edit.label = "Collect audio";
    return std::move(collector.report);
}

} // namespace cppmusic::session
