// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace cppmusic::session {

/// Where files go that can be made again (converted audio, waveform pictures): $CPPMUSIC_CACHE,
/// else the user's cache folder, else the folder for temporary files. It need not exist yet. [any]
[[nodiscard]] std::filesystem::path cacheFolder();

/// Where songs are that were never saved: $CPPMUSIC_STATE/drafts, else cppmusic/drafts in
/// $XDG_STATE_HOME. It need not exist yet. [any]
[[nodiscard]] std::filesystem::path draftsFolder();

/// A new folder name there for such a song; nobody else uses it. [any]
[[nodiscard]] std::filesystem::path newDraftFolder();

} // namespace cppmusic::session
