// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace cppmusic::session {

/// Where files go that can be made again (converted audio, waveform pictures): $CPPMUSIC_CACHE,
/// else the user's cache folder, else the folder for temporary files. It need not exist yet. [any]
[[nodiscard]] std::filesystem::path cacheFolder();

/// A new folder name for the audio of a song that was never saved; nobody else uses it. [any]
[[nodiscard]] std::filesystem::path newDraftFolder();

} // namespace cppmusic::session
