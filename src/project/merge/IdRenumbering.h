// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Project.h"

namespace cppmusic::project {

/// Gives the things that `project` added since `base` new ids where `other` used the same ids for
/// other things, from `nextId` on, which is counted up. References follow. A file that both added
/// counts as one asset. What is equal on both sides keeps its id. [any]
[[nodiscard]] model::Project renumber(const model::Project& base, const model::Project& other,
                                      const model::Project& project, std::uint64_t& nextId);

} // namespace cppmusic::project
