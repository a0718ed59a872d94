// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace cppmusic::audio {

/// An instruction set that the kernels below src/audio/simd were compiled for.
struct SimdTarget {
    std::int64_t id = 0;
    std::string_view name; ///< "AVX2"
};

/// Those that this processor can run, the best first; the last is plain C++. All give the same
/// bits. [main]
[[nodiscard]] std::vector<SimdTarget> simdTargets();
/// Nodes made from now on use this one; 0 goes back to the best. For tests and benchmarks; not
/// while other threads make nodes. [main]
void useSimdTarget(std::int64_t id);

} // namespace cppmusic::audio
