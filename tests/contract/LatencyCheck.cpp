// SPDX-License-Identifier: GPL-3.0-or-later
#include "contract/LatencyCheck.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace cppmusic::test {
namespace {

/// How much both sides of `centre` differ at most; what lies outside the answer is zero.
float unevenness(std::span<const float> answer, int centre)
{
    const auto size = static_cast<int>(answer.size());
    const auto sample = [&](int frame) {
        return frame < 0 || frame >= size ? 0.0f : answer[static_cast<std::size_t>(frame)];
    };
    float largest = 0.0f;
    for (int k = 1; k < size; ++k)
        largest = std::max(largest, std::abs(sample(centre - k) - sample(centre + k)));
    return largest;
}

} // namespace

std::string mistakeInLatency(std::span<const float> answer, int at, int latency)
{
    const auto magnitude = [](float a, float b) { return std::abs(a) < std::abs(b); };
    const auto largest = std::max_element(answer.begin(), answer.end(), magnitude);
    const auto peakAt = static_cast<int>(largest - answer.begin());
    const float peak = std::abs(*largest);
    const auto first =
        std::find_if(answer.begin(), answer.end(), [](float s) { return s != 0.0f; });
    if (first - answer.begin() < at) return "it answers before it is asked";

    const std::string found = "the largest sample comes " + std::to_string(peakAt - at) +
                              " frames late, reported are " + std::to_string(latency);
    const bool isEven = unevenness(answer, peakAt) < 1.0e-5f * peak;
    if (latency > 0) {
        if (peakAt != at + latency) return found;
        return isEven ? "" : found + ", but more comes on one side of it than on the other";
    }
    if (std::abs(answer[static_cast<std::size_t>(at)]) < 0.1f * peak) return found;
    if (peakAt != at && isEven) return found + ", and as much before it as behind it";
    return "";
}

} // namespace cppmusic::test
