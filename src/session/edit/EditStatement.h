// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cppmusic::session {

/// A value as it was written, without its quotes, and where.
struct EditArgument {
    std::string name; ///< empty: named by its place
    std::string text;
    std::size_t column = 0; ///< from 1
};

/// track("Bass"), gain, addNote("E2", at=2.5).
struct EditStep {
    std::string name;
    std::vector<EditArgument> arguments;
    bool isCall = false;
    std::size_t column = 0;

    /// The argument of this name, else the nameless one at `place`, else null.
    [[nodiscard]] const EditArgument* find(std::string_view argument, std::size_t place) const;
};

/// track("Bass").gain = -3 dB
struct EditStatement {
    std::string source;
    std::vector<EditStep> steps;
    std::optional<EditArgument> value; ///< behind the '='
};

/// Reads one statement. invalidArgument with the column as its place. [any]
[[nodiscard]] core::Result<EditStatement> parseEdit(std::string_view source);

/// The place of an error: "column 14 of track("Bas").gain=-3". [any]
[[nodiscard]] std::string placeIn(std::string_view source, std::size_t column);

} // namespace cppmusic::session
