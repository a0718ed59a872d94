// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "core/io/FileSystem.h"
#include "core/jobs/CancellationToken.h"
#include "model/Project.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cppmusic::session {

/// Files in folders and all below them, by size, so that only those of the right size are read.
/// Links are not followed. What can't be read is passed over. [main or job]
class AssetSearch {
public:
    using Path = std::filesystem::path;
    explicit AssetSearch(const core::FileSystem& files) : files_(files) {}

    /// A folder, or one file. Stops after a million files in all.
    void add(const Path& place, const core::CancellationToken& = {});
    /// A file of this content.
    [[nodiscard]] std::optional<Path> find(const model::Asset&) const;

private:
    const core::FileSystem& files_;
    std::multimap<std::uint64_t, Path> bySize_;
    mutable std::map<Path, std::string> sums_; ///< of those that were read
};

/// What became of the assets whose files were missing, damaged or elsewhere.
struct RelinkReport {
    struct Found {
        std::string name; ///< the asset's
        AssetSearch::Path from;
    };
    std::vector<Found> found;
    std::vector<core::Error> lost; ///< what is still wrong, a sentence each; the place is its file
};

/// Looks for the content of every asset whose file isn't whole, in the song's assets/unused and
/// assets/recording and in the given places, and copies it to where the song has it. A damaged file
/// stays beside it as NAME.damaged. The document doesn't change: content is what an asset is. An
/// error: the folder can't be written to. [main or job]
[[nodiscard]] core::Result<RelinkReport> relinkAssets(core::FileSystem&, const model::Project&,
                                                      const AssetSearch::Path& folder,
                                                      std::span<const AssetSearch::Path> places,
                                                      const core::CancellationToken& = {});

} // namespace cppmusic::session
