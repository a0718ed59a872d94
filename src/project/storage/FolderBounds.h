// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "core/io/FileSystem.h"

#include <filesystem>
#include <string_view>

namespace cppmusic::project {

/// Refuses to write where a link leads elsewhere: whether any folder of the song, or a file that is
/// written in place (the journal's), is a symbolic link. permissionDenied would let it open for
/// reading without a word, so it is unsupported, with the name of the link. The song's other files
/// are replaced by name, which replaces a link and not what it leads to. [main or job]
[[nodiscard]] core::Status checkBounds(const std::filesystem::path& folder,
                                       const core::FileSystem& files);

/// Whether an asset's file is where audio belongs: "assets/…". Nothing else is written, moved or
/// sent in an asset's name. [any]
[[nodiscard]] bool isAssetPath(std::string_view path);

/// "NAME.damaged", with a number when that is there already: where a damaged original is kept.
[[nodiscard]] std::filesystem::path nameForDamaged(const std::filesystem::path& path,
                                                   const core::FileSystem& files);

} // namespace cppmusic::project
