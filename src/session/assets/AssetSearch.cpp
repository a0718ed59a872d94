// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/assets/AssetSearch.h"

#include "core/io/Checksum.h"
#include "session/assets/AssetList.h"
#include "session/files/AssetCopies.h"

#include <system_error>

namespace cppmusic::session {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t maxFiles = 1'000'000;

} // namespace

void AssetSearch::add(const Path& place, const core::CancellationToken& token)
{
    std::error_code code;
    const auto take = [&](const fs::directory_entry& entry) {
        if (entry.is_symlink(code) || !entry.is_regular_file(code)) return;
        const auto size = entry.file_size(code);
        if (!code) bySize_.emplace(size, entry.path());
    };
    const auto status = fs::status(place, code);
    if (fs::is_regular_file(status)) return take(fs::directory_entry(place, code));
    if (!fs::is_directory(status)) return;
    fs::recursive_directory_iterator entry(place, fs::directory_options::skip_permission_denied,
                                           code);
    for (; !code && entry != fs::recursive_directory_iterator(); entry.increment(code)) {
        if (bySize_.size() >= maxFiles || token.isCancelled()) return;
        take(*entry);
        code.clear();
    }
}

std::optional<AssetSearch::Path> AssetSearch::find(const model::Asset& asset) const
{
    const auto [first, last] = bySize_.equal_range(asset.sizeBytes);
    for (auto candidate = first; candidate != last; ++candidate) {
        auto& sum = sums_[candidate->second];
        if (sum.empty()) {
            const auto read = core::sha256OfFile(files_, candidate->second);
            sum = read ? *read : "can't be read";
        }
        if (sum == asset.sha256) return candidate->second;
    }
    return std::nullopt;
}

core::Result<RelinkReport> relinkAssets(core::FileSystem& files, const model::Project& project,
                                        const AssetSearch::Path& folder,
                                        std::span<const AssetSearch::Path> places,
                                        const core::CancellationToken& token)
{
    std::vector<const model::Asset*> wanted;
    for (const auto& [id, asset] : project.assets)
        if (!isSound(conditionOf(files, *asset, folder, AssetCheck::content)))
            wanted.push_back(&*asset);
    RelinkReport report;
    if (wanted.empty()) return report;
    AssetSearch search(files);
    search.add(folder / "assets" / "unused", token);
    search.add(folder / "assets" / "recording", token);
    for (const auto& place : places) search.add(place, token);
    for (const auto* asset : wanted) {
        if (token.isCancelled()) return core::makeError(core::ErrorCode::cancelled, "stopped");
        const auto lose = [&](std::string sentence) {
            report.lost.push_back(core::makeError(core::ErrorCode::notFound,
                                                  "'" + asset->name + "' " + std::move(sentence),
                                                  asset->file));
        };
        if (asset->sha256.empty()) {
            lose("has no checksum that a file could be known by; import it again.");
            continue;
        }
        const auto source = search.find(*asset);
        if (!source) {
            lose("was not found; name a folder that it is in.");
            continue;
        }
        if (auto status = putAsset(files, *asset, *source, folder); !status) {
            if (report.found.empty() && status.error().code != core::ErrorCode::invalidArgument)
                return status.error();
            lose("was found and can't be copied: " + status.error().message);
            continue;
        }
        report.found.push_back({asset->name, *source});
    }
    return report;
}

} // namespace cppmusic::session
