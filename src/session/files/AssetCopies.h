// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "core/io/FileSystem.h"
#include "model/Asset.h"
#include "model/Project.h"

namespace cppmusic::session {

/// Copies an audio file to assets/audio/<sha256>.<ext> of a project folder and describes it; the id
/// is left to the caller. A file of that content that is there already is kept. Not an audio file,
/// cut short or not readable: an Error that names it, and nothing is left behind. [main or job]
[[nodiscard]] core::Result<model::Asset> copyIntoAssets(core::FileSystem&,
                                                        const core::FileSystem::Path& source,
                                                        const core::FileSystem::Path& folder);

/// The same, but the file itself goes there: no room is needed, and `source` is gone afterwards. On
/// an error it stays where it is.
[[nodiscard]] core::Result<model::Asset> moveIntoAssets(core::FileSystem&,
                                                        const core::FileSystem::Path& source,
                                                        const core::FileSystem::Path& folder);

/// Copies the files of all assets from one project folder to another. Files that are missing in the
/// first stay missing.
[[nodiscard]] core::Status copyAssets(core::FileSystem&, const model::Project&,
                                      const core::FileSystem::Path& from,
                                      const core::FileSystem::Path& to);

} // namespace cppmusic::session
