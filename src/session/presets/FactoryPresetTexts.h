// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>
#include <utility>

namespace cppmusic::session {

/// The files of content/presets with their names in it, put into the program when it is built.
/// [any]
[[nodiscard]] std::span<const std::pair<std::string_view, std::string_view>> factoryPresetTexts();

} // namespace cppmusic::session
