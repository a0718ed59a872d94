// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <string_view>

namespace cppmusic::audio {

/// Whether a content hash can be part of a file name: 1 to 128 letters, digits, '-' and '_'.
[[nodiscard]] inline bool isCacheKey(std::string_view key) noexcept
{
    return !key.empty() && key.size() <= 128 && std::all_of(key.begin(), key.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_';
    });
}

} // namespace cppmusic::audio
