// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Project.h"

#include <string>
#include <vector>

namespace cppmusic::model {

/// Something wrong with a project that came from outside.
struct Problem {
    std::string message; ///< a sentence
    std::string place;   ///< "track 3 'Bass', clip 12"
    bool isFatal =
        false; ///< true: the project contradicts itself (two masters, a cycle, one id twice)
               ///< and must not be opened; false: a part is missing or odd and stays silent
    friend bool operator==(const Problem&, const Problem&) = default;
};

/// Everything that is wrong; repairs nothing. Empty: the project keeps every promise that its
/// headers make. [any]
[[nodiscard]] std::vector<Problem> validate(const Project& project);

} // namespace cppmusic::model
