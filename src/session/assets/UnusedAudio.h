// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "core/Shared.h"
#include "core/io/FileSystem.h"
#include "model/Project.h"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace cppmusic::session {

/// Audio that nothing in the song plays.
struct UnusedAudio {
    std::vector<core::Shared<model::Asset>> assets; ///< of the document, to be removed from it
    std::vector<std::string> files;                 ///< in assets/audio that may go; by path
    std::vector<std::string> kept;    ///< files that undo, redo or restore would play again
    std::vector<std::string> foreign; ///< in assets/audio, put there by somebody else: left alone
    std::uint64_t bytes = 0;          ///< of `files`
};

/// `history`: files that must stay because some revision plays them; empty to spare none. Writes
/// nothing. [main or job]
[[nodiscard]] UnusedAudio findUnusedAudio(const core::FileSystem&, const model::Project&,
                                          const core::FileSystem::Path& folder,
                                          const std::set<std::string>& history);

/// Moves files of assets/audio to assets/unused, from where relinking finds them. Durable when it
/// returns. Only when the song without them is saved. [main or job]
core::Status moveToUnused(core::FileSystem&, const core::FileSystem::Path& folder,
                          const std::vector<std::string>& names);

/// Deletes what is in assets/unused. [main or job]
core::Status deleteUnused(core::FileSystem&, const core::FileSystem::Path& folder);

} // namespace cppmusic::session
