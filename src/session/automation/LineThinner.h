// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/params/ParameterSpec.h"

#include <cstdint>
#include <vector>

namespace cppmusic::session {

/// A corner of a line over song frames; straight between corners.
struct LinePoint {
    std::int64_t frame = 0;
    float value = 0.0f; ///< plain units
    friend bool operator==(const LinePoint&, const LinePoint&) = default;
};

/// How far a thinned line may leave the line it stands for, at any frame: the larger of the two.
struct ThinningBound {
    float absolute = 0.0f; ///< plain units
    float relative = 0.0f; ///< of the value there
};

/// 0.1 dB on a fader, 0.5 % of the value where the taper is logarithmic, a five-hundredth of the
/// range else; 0 for stepped parameters. [any]
[[nodiscard]] ThinningBound thinningBoundFor(const core::ParameterSpec&);

/// Fewer corners for the same line: of D. Douglas and T. Peucker, "Algorithms for the reduction of
/// the number of points required to represent a digitized line", Cartographica 10(2), 1973, with
/// the distance measured in values, not at right angles, so that the bound holds at every frame.
/// First and last stay. `line` is sorted by frame, frames distinct. [any]
[[nodiscard]] std::vector<LinePoint> thinned(const std::vector<LinePoint>& line, ThinningBound);

} // namespace cppmusic::session
