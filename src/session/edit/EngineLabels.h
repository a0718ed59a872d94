// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/params/ParameterSpec.h"
#include "project/merge/MusicText.h"

#include <optional>
#include <string_view>

namespace cppmusic::session {

/// Names and units of all built-in devices and their parameters. [main or job]
[[nodiscard]] project::MusicLabels engineLabels();

/// What the engine knows of a device's parameter; none: of no such type, no such parameter. The
/// texts in it live for ever. [main or job]
[[nodiscard]] std::optional<core::ParameterSpec> parameterOf(std::string_view deviceType,
                                                             std::string_view parameter);

} // namespace cppmusic::session
