// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "core/io/FileSystem.h"
#include "model/Project.h"
#include "project/Command.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace cppmusic::session {

/// What collecting brought into assets/audio, and the edit that says so in the document.
struct CollectReport {
    struct Brought {
        std::string name;         ///< the asset's
        std::string from;         ///< where its content was: a path in the song, or "outside"
        double convertedRate = 0; ///< not 0: only a version converted to this rate was left
    };
    std::vector<Brought> brought;
    std::vector<core::Error> lost; ///< what the song plays and nobody has
    project::Batch edit;           ///< empty when the document stays as it is
};

/// Makes the song's folder hold all audio that the song has, under assets/audio by content: what is
/// a link to another place (if its content is the song's), what lies elsewhere in the folder, among
/// recordings or removed files, and, when nothing else is left, what was converted for playing and
/// is still in `converted`, the cache. Nothing is removed. [main or job]
[[nodiscard]] core::Result<CollectReport> collectAssets(core::FileSystem&, const model::Project&,
                                                        const core::FileSystem::Path& folder,
                                                        const core::FileSystem::Path& converted);

} // namespace cppmusic::session
