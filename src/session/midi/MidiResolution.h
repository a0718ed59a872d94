// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time/Units.h"

#include <vector>

namespace cppmusic::session {

/// The ticks a quarter note that put all these places exactly on ticks, at least 480 where that is
/// possible; if no number up to 32,767 does, 15,360, and places are rounded. Places that came from
/// a file of any resolution are found again. [any]
[[nodiscard]] int chooseTicksPerQuarter(const std::vector<core::Beats>& places);

} // namespace cppmusic::session
