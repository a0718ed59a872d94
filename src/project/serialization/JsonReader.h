// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "project/serialization/JsonValue.h"

#include <cstddef>
#include <string_view>

namespace cppmusic::project {

/// What a file may ask for at most. Larger input is refused before memory is spent on it.
struct JsonLimits {
    int depth = 64;
    std::size_t bytes = 64u << 20;
    std::size_t values = 8'000'000;
};

/// Reads one JSON text (UTF-8). corrupt for anything else: broken syntax, a name twice in an
/// object, numbers beyond double, lone surrogates, limits exceeded; `place` (a file's name) becomes
/// the error's place, followed by the line. [any]
[[nodiscard]] core::Result<JsonValue> readJson(std::string_view text, std::string_view place,
                                               const JsonLimits& limits = {});

} // namespace cppmusic::project
