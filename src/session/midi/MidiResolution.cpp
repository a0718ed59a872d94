// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/midi/MidiResolution.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>

namespace cppmusic::session {

namespace {

constexpr std::int64_t mostTicks = 32767;
constexpr int usualTicks = 480;
constexpr int finestTicks = 15360;

/// The smallest denominator of a fraction that is this number up to rounding errors, by continued
/// fractions; 0 if none up to mostTicks is.
std::int64_t denominatorOf(double number)
{
    const double fraction = number - std::floor(number);
    const double tolerance = 1.0e-11 + std::abs(number) * 4.0e-16;
    std::int64_t previous = 0, current = 1;
    double rest = fraction;
    while (current <= mostTicks) {
        const double scaled = fraction * static_cast<double>(current);
        if (std::abs(scaled - std::round(scaled)) <= tolerance * static_cast<double>(current))
            return current;
        const double floored = std::floor(rest);
        const double remainder = rest - floored;
        if (remainder < 1.0e-12) return 0;
        rest = 1.0 / remainder;
        const auto next = static_cast<std::int64_t>(std::min(std::floor(rest), 1.0e9));
        const std::int64_t following = next * current + previous;
        previous = current;
        current = following;
    }
    return 0;
}

} // namespace

int chooseTicksPerQuarter(const std::vector<core::Beats>& places)
{
    std::int64_t common = 1;
    for (const core::Beats place : places) {
        const double ticks = place.value * static_cast<double>(common);
        if (std::abs(ticks - std::round(ticks)) <=
            (1.0e-11 + std::abs(place.value) * 4.0e-16) * static_cast<double>(common))
            continue;
        const std::int64_t denominator = denominatorOf(place.value);
        if (denominator == 0) return finestTicks;
        common = std::lcm(common, denominator);
        if (common > mostTicks) return finestTicks;
    }
    const std::int64_t enough = common * ((usualTicks + common - 1) / common);
    return static_cast<int>(enough <= mostTicks ? enough : common);
}

} // namespace cppmusic::session
