// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Project.h"

#include <string>
#include <vector>

// What two sides made together may contradict itself although neither did: one removed what the
// other began to use, both routed into each other. [any]
namespace cppmusic::project {

/// Brings back from `sources` (first come, first served) what `project` refers to and doesn't have:
/// tracks, patterns, assets, devices. A sentence for each.
[[nodiscard]] std::vector<std::string>
restoreUsed(model::Project& project, const std::vector<const model::Project*>& sources);

/// Makes a project keep every promise of the model, dropping as little as it can: things with one
/// id get two, what is missing for good gets an empty stand-in, a way that feeds back is cut (first
/// where `preferred`, if any, has no such way). A sentence for everything done; nothing is done to
/// a valid project.
[[nodiscard]] std::vector<std::string> mend(model::Project& project,
                                            const model::Project* preferred = nullptr);

} // namespace cppmusic::project
