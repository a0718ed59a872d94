// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/BenchFiles.h"
#include "core/Result.h"
#include "project/ProjectModel.h"

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

namespace cppmusic::cli {

/// How much a measured song does with each of its tracks.
enum class BenchVariant {
    dry,   ///< gain, pan, sum
    bus,   ///< and a group for every eight tracks, two sends each to a reverb and a delay bus (both
           ///< without effects)
    native ///< and our own equaliser (5 bands) and compressor on every track, reverb and delay on
           ///< the buses
};
[[nodiscard]] std::optional<BenchVariant> benchVariantFromName(std::string_view);

/// The type of the equaliser that `native` needs.
inline constexpr std::string_view benchEqualiser = "cppmusic.eq";

/// Makes a song of one track per file with the commands that editing uses, one undo entry a track.
/// `projectFolder` gets links to the files under assets/audio. unsupported when this version lacks
/// an effect of the variant.
core::Status buildBenchProject(project::ProjectModel&, const std::filesystem::path& projectFolder,
                               const std::vector<BenchFile>&, BenchVariant);

/// The commands that add one more such track; for measuring edits.
[[nodiscard]] project::Command addBenchTrack(project::ProjectModel&, const BenchFile&,
                                             model::AssetId, BenchVariant, int number);

} // namespace cppmusic::cli
