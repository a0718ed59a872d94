// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "model/Project.h"
#include "project/serialization/ProjectFolder.h"

#include <string>
#include <vector>

namespace cppmusic::project {

/// "tracks/track-007.json", "patterns/pattern-012.json", "automation/auto-003.json". [any]
[[nodiscard]] std::string fileNameOf(model::TrackId id);
[[nodiscard]] std::string fileNameOf(model::PatternId id);
[[nodiscard]] std::string fileNameOf(model::LaneId id);

/// project.json and a file for each track, pattern and automation lane. The id counter is not among
/// them (the manifest has it). [any]
[[nodiscard]] core::Result<FileContents> writeProjectFiles(const model::Project& project);
/// The same without the files of tracks and patterns that `before` has too, shared; `same` gets
/// their names. [any]
[[nodiscard]] core::Result<FileContents> writeChangedFiles(const model::Project& project,
                                                           const model::Project& before,
                                                           std::vector<std::string>& same);

/// The project of these files, of this or an older version, with nextId still to be set; validated
/// by the caller. `unused` gets the names of files that nothing refers to. corrupt with the file
/// and the place in it; newerVersion when a newer program wrote them. [any]
[[nodiscard]] core::Result<model::Project> readProjectFiles(const FileContents& files,
                                                            std::vector<std::string>& unused);

} // namespace cppmusic::project
