// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

#include <cstdint>
#include <vector>

namespace cppmusic::audio {

enum class CurveShape : std::uint8_t {
    linear, ///< a straight line in plain units to the next point
    curved, ///< bent by `tension`: see AutomationCurve::valueAt
    stepped ///< holds until the next point
};

struct CurvePoint {
    std::int64_t frame = 0;                ///< place in the song
    float value = 0.0f;                    ///< plain units
    CurveShape shape = CurveShape::linear; ///< of the segment that starts here
    float tension = 0.0f;                  ///< −1…1; 0 is straight
};

/// A drawn automation lane in song frames; immutable. Before the first point the first value holds,
/// after the last the last. [any]
class AutomationCurve {
public:
    AutomationCurve() = default;
    /// `points` sorted by frame; at the same frame the later one wins.
    explicit AutomationCurve(std::vector<CurvePoint> points) : points_(std::move(points)) {}

    [[nodiscard]] const std::vector<CurvePoint>& points() const noexcept { return points_; }
    [[nodiscard]] bool isEmpty() const noexcept { return points_.empty(); }
    /// The value at a frame; O(log n). With t = 0…1 along a segment from a to b:
    /// linear a + (b − a)·t; curved a + (b − a)·s(t), s(t) = (e^(k·t) − 1) / (e^k − 1),
    /// k = 6·tension: above 0 it starts slowly, below 0 quickly; stepped a.
    [[nodiscard]] float valueAt(std::int64_t frame) const noexcept CPPMUSIC_NONBLOCKING;
    /// The value that the curve arrives with at a frame, coming from the left; differs from
    /// valueAt only where it jumps. O(log n).
    [[nodiscard]] float valueBefore(std::int64_t frame) const noexcept CPPMUSIC_NONBLOCKING;
    /// The first breakpoint after `frame`, or INT64_MAX.
    [[nodiscard]] std::int64_t
    nextPointAfter(std::int64_t frame) const noexcept CPPMUSIC_NONBLOCKING;

private:
    std::vector<CurvePoint> points_;
};

} // namespace cppmusic::audio
