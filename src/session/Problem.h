// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace cppmusic::session {

/// Something that is not as it should be but doesn't stop the work: a missing sample, an unknown
/// device. Shown in a list.
struct Problem {
    std::string place;   ///< "Drums / cppmusic.flanger", a file
    std::string message; ///< one sentence
    friend bool operator==(const Problem&, const Problem&) = default;
};

} // namespace cppmusic::session
