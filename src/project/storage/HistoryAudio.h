// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "model/Project.h"
#include "project/storage/JournalRow.h"

#include <set>
#include <span>
#include <string>

namespace cppmusic::project {

/// The audio files that clips and devices of a song play. [any]
[[nodiscard]] std::set<model::AssetId> assetsPlayed(const model::Project& project);

/// The files (Asset::file) that are played in any revision of the history, undone branches
/// included: what undo, redo and restore may need. corrupt when the history can't be followed; then
/// nothing is known and everything must be kept. Takes as long as doing every edit again. [job]
[[nodiscard]] core::Result<std::set<std::string>>
audioOfHistory(std::span<const JournalRow> journal);

} // namespace cppmusic::project
