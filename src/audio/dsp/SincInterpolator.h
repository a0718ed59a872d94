// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

#include <array>
#include <memory>
#include <vector>

namespace cppmusic::audio {

/// Reads between samples with a 16-point sinc under a Kaiser window, 1024 steps between two samples
/// and straight lines between the steps. On a sample it gives that sample exactly. Immutable. [any]
class SincInterpolator {
public:
    static constexpr int numPoints = 16;
    static constexpr int before = 7; ///< points before the sample at the read position
    static constexpr int after = 8;  ///< and behind it

    SincInterpolator();                                                    // [main]
    [[nodiscard]] static std::shared_ptr<const SincInterpolator> shared(); // [main]

    /// Between points[before] and the next, `fraction` 0 to below 1.
    [[nodiscard]] float operator()(const float* points,
                                   float fraction) const noexcept CPPMUSIC_NONBLOCKING
    {
        const float place = fraction * static_cast<float>(numSteps);
        const int step = static_cast<int>(place);
        const float t = place - static_cast<float>(step);
        const auto& a = kernels_[static_cast<std::size_t>(step)];
        const auto& b = kernels_[static_cast<std::size_t>(step) + 1];
        float sum = 0.0f;
        for (std::size_t i = 0; i < numPoints; ++i) sum += points[i] * (a[i] + t * (b[i] - a[i]));
        return sum;
    }

private:
    static constexpr int numSteps = 1024;
    std::vector<std::array<float, numPoints>> kernels_;
};

} // namespace cppmusic::audio
