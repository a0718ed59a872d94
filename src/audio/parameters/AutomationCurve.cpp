// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/parameters/AutomationCurve.h"

#include "core/MathUtils.h"

#include <algorithm>
#include <limits>

namespace cppmusic::audio {
namespace {

constexpr double bendPerTension = 6.0;
constexpr double straightBelow = 1.0e-3;

double bent(double t, float tension) noexcept CPPMUSIC_NONBLOCKING
{
    const double k = bendPerTension * std::clamp(static_cast<double>(tension), -1.0, 1.0);
    if (k < straightBelow && k > -straightBelow) return t;
    return (core::math::exp(k * t) - 1.0) / (core::math::exp(k) - 1.0);
}

float along(const CurvePoint& from, const CurvePoint& to,
            std::int64_t frame) noexcept CPPMUSIC_NONBLOCKING
{
    if (from.shape == CurveShape::stepped) return from.value;
    if (frame >= to.frame) return to.value;
    double t = static_cast<double>(frame - from.frame) / static_cast<double>(to.frame - from.frame);
    if (from.shape == CurveShape::curved) t = bent(t, from.tension);
    const double a = static_cast<double>(from.value);
    const double b = static_cast<double>(to.value);
    return static_cast<float>(a + (b - a) * t);
}

/// Index of the first point whose frame is above `frame`.
std::size_t firstAfter(const std::vector<CurvePoint>& points,
                       std::int64_t frame) noexcept CPPMUSIC_NONBLOCKING
{
    const auto found =
        std::upper_bound(points.begin(), points.end(), frame,
                         [](std::int64_t f, const CurvePoint& point) { return f < point.frame; });
    return static_cast<std::size_t>(found - points.begin());
}

} // namespace

float AutomationCurve::valueAt(std::int64_t frame) const noexcept CPPMUSIC_NONBLOCKING
{
    if (points_.empty()) return 0.0f;
    const std::size_t after = firstAfter(points_, frame);
    if (after == 0) return points_.front().value;
    if (after == points_.size()) return points_.back().value;
    return along(points_[after - 1], points_[after], frame);
}

float AutomationCurve::valueBefore(std::int64_t frame) const noexcept CPPMUSIC_NONBLOCKING
{
    if (points_.empty()) return 0.0f;
    const auto found =
        std::lower_bound(points_.begin(), points_.end(), frame,
                         [](const CurvePoint& point, std::int64_t f) { return point.frame < f; });
    const auto at = static_cast<std::size_t>(found - points_.begin());
    if (at == 0) return points_.front().value;
    if (at == points_.size()) return points_.back().value;
    return along(points_[at - 1], points_[at], frame);
}

std::int64_t AutomationCurve::nextPointAfter(std::int64_t frame) const noexcept CPPMUSIC_NONBLOCKING
{
    const std::size_t after = firstAfter(points_, frame);
    return after == points_.size() ? std::numeric_limits<std::int64_t>::max()
                                   : points_[after].frame;
}

} // namespace cppmusic::audio
