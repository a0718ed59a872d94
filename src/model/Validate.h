// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Project.h"

#include <string>
#include <vector>

namespace cppmusic::model {

/// Something wrong with a project: it contradicts itself (two masters, a cycle, one id twice, a
/// clip whose pattern isn't there) or a value lies out of its range. Such a project must not be
/// opened, because commands promise to keep these rules. (A file that is missing on the disk is
/// another matter: the project is whole, the sample is silent.)
struct Problem {
    std::string message; ///< a sentence
    std::string place;   ///< "track 3 'Bass', clip 12"
    friend bool operator==(const Problem&, const Problem&) = default;
};

/// Everything that is wrong; repairs nothing. Empty: the project keeps every promise that its
/// headers make. [any]
[[nodiscard]] std::vector<Problem> validate(const Project& project);

} // namespace cppmusic::model
