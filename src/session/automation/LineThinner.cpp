// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/automation/LineThinner.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace cppmusic::session {

namespace {

constexpr float faderBoundDb = 0.1f;
constexpr float logarithmicBound = 0.005f;
constexpr float rangeBound = 0.002f;

double chordAt(const LinePoint& a, const LinePoint& b, std::int64_t frame)
{
    const double t = static_cast<double>(frame - a.frame) / static_cast<double>(b.frame - a.frame);
    return static_cast<double>(a.value) +
           (static_cast<double>(b.value) - static_cast<double>(a.value)) * t;
}

} // namespace

ThinningBound thinningBoundFor(const core::ParameterSpec& spec)
{
    switch (spec.taper) {
    case core::Taper::fader: return {faderBoundDb, 0.0f};
    case core::Taper::logarithmic: return {0.0f, logarithmicBound};
    case core::Taper::linear: return {(spec.max - spec.min) * rangeBound, 0.0f};
    case core::Taper::stepped: return {};
    }
    return {};
}

std::vector<LinePoint> thinned(const std::vector<LinePoint>& line, ThinningBound bound)
{
    if (line.size() < 3) return line;
    std::vector<bool> isKept(line.size(), false);
    isKept.front() = isKept.back() = true;
    std::vector<std::pair<std::size_t, std::size_t>> open{{0, line.size() - 1}};
    while (!open.empty()) {
        const auto [first, last] = open.back();
        open.pop_back();
        std::size_t farthest = first;
        double worst = 0.0; // distance in units of what is allowed
        for (std::size_t i = first + 1; i < last; ++i) {
            const auto value = static_cast<double>(line[i].value);
            const double away = std::abs(value - chordAt(line[first], line[last], line[i].frame));
            const double allowed =
                std::max({static_cast<double>(bound.absolute),
                          static_cast<double>(bound.relative) * std::abs(value), 1.0e-9});
            if (away / allowed > std::max(1.0, worst)) {
                worst = away / allowed;
                farthest = i;
            }
        }
        if (farthest == first) continue;
        isKept[farthest] = true;
        open.emplace_back(first, farthest);
        open.emplace_back(farthest, last);
    }
    std::vector<LinePoint> kept;
    for (std::size_t i = 0; i < line.size(); ++i)
        if (isKept[i]) kept.push_back(line[i]);
    return kept;
}

} // namespace cppmusic::session
