// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "project/serialization/JsonValue.h"

#include <cstdint>
#include <functional>
#include <span>

// The history's commands of older formats become commands of this one, a step at a time, before
// they are decoded.
namespace cppmusic::project {

/// A step: makes one command, none of a batch's, what the next format calls it. Fields it doesn't
/// know stay. corrupt when the command isn't what its format wrote.
using CommandStep = std::function<core::Status(JsonObject& command)>;

/// The steps there are; steps[n] leads from format n + 1 to n + 2. As many as rowFormat − 1.
[[nodiscard]] std::span<const CommandStep> commandSteps() noexcept;

/// Takes a command of this format (1 or more), and those within a batch, through all `steps` that
/// lead on from there. [any]
core::Status migrateCommand(JsonValue& command, std::uint32_t format,
                            std::span<const CommandStep> steps);

} // namespace cppmusic::project
