// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"

#include <filesystem>
#include <string_view>
#include <system_error>

namespace cppmusic::core {

/// The Error for what the operating system answered when asked to `action` ("write this file") at
/// `path`. [any]
[[nodiscard]] Error diskError(std::string_view action, const std::filesystem::path& path,
                              const std::error_code& code);

} // namespace cppmusic::core
