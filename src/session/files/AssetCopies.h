// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "core/io/FileSystem.h"
#include "model/Asset.h"
#include "model/Project.h"

namespace cppmusic::session {

// How audio gets into a song's folder. Nothing is written where a link would lead elsewhere.
// [main or job]

/// Copies an audio file to assets/audio/<sha256>.<ext> of a project folder and describes it; the id
/// is left to the caller. A file of that content that is there already is kept; a damaged one is
/// kept beside it as NAME.damaged. Not an audio file, cut short or not readable: an Error that
/// names it, and nothing is left behind.
[[nodiscard]] core::Result<model::Asset> copyIntoAssets(core::FileSystem&,
                                                        const core::FileSystem::Path& source,
                                                        const core::FileSystem::Path& folder);

/// The same for a recording, which itself goes there: no room is needed, and `source` is gone
/// afterwards. On an error it stays where it is.
[[nodiscard]] core::Result<model::Asset> moveIntoAssets(core::FileSystem&,
                                                        const core::FileSystem::Path& source,
                                                        const core::FileSystem::Path& folder);

/// Copies a file that has the asset's content to the asset's place; as copyIntoAssets.
[[nodiscard]] core::Status putAsset(core::FileSystem&, const model::Asset&,
                                    const core::FileSystem::Path& source,
                                    const core::FileSystem::Path& folder);

/// Whether a file is there, no link, and has the asset's content. Reads all of it.
[[nodiscard]] bool isWholeAsset(const core::FileSystem&, const model::Asset&,
                                const core::FileSystem::Path& file);

/// Puts the files of all assets of one project folder into another, sharing the disk's space where
/// it can. Files that are missing in the first stay missing.
[[nodiscard]] core::Status copyAssets(core::FileSystem&, const model::Project&,
                                      const core::FileSystem::Path& from,
                                      const core::FileSystem::Path& to);

} // namespace cppmusic::session
