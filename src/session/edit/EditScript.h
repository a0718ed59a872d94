// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "model/Project.h"
#include "project/Command.h"
#include "session/edit/EditStatement.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace cppmusic::session {

using NewId = std::function<std::uint64_t()>;

/// The command that a statement means in this project. Tracks, patterns and markers are named by
/// name or number (from 1), clips, inserts and sends within their track as well. Errors name the
/// column; a name that isn't there is answered with those that are. [any]
[[nodiscard]] core::Result<project::Command>
commandOf(const EditStatement& statement, const model::Project& project, const NewId& newId);

/// All statements as one edit; a statement sees what those before it did. [any]
[[nodiscard]] core::Result<project::Batch> compileEdits(const std::vector<std::string>& statements,
                                                        const model::Project& project,
                                                        const NewId& newId);

} // namespace cppmusic::session
