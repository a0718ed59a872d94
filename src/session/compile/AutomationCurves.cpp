// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/compile/AutomationCurves.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace cppmusic::session {

namespace {

audio::CurveShape shapeOf(model::AutomationShape shape)
{
    switch (shape) {
    case model::AutomationShape::linear: return audio::CurveShape::linear;
    case model::AutomationShape::curved: return audio::CurveShape::curved;
    case model::AutomationShape::stepped: return audio::CurveShape::stepped;
    }
    return audio::CurveShape::linear;
}

/// The beats strictly between two places at which the tempo bends or jumps.
std::vector<core::Beats> tempoChangesBetween(const core::TempoMap& tempo, core::Beats from,
                                             core::Beats to)
{
    std::vector<core::Beats> places;
    const auto& points = tempo.tempos();
    for (std::size_t i = 0; i < points.size(); ++i) {
        const core::Beats start = points[i].at;
        if (start >= to) break;
        if (start > from) places.push_back(start);
        if (!points[i].rampToNext || i + 1 == points.size()) continue;
        const core::Beats end = std::min(points[i + 1].at, to);
        core::Beats beat{std::floor(std::max(start, from).value) + 1.0};
        for (; beat < end; beat += core::Beats{1.0}) places.push_back(beat);
    }
    return places;
}

} // namespace

std::shared_ptr<const audio::AutomationCurve>
buildAutomationCurve(const model::AutomationLane& lane, const core::ParameterSpec& spec,
                     const core::TempoMap& tempo, core::SampleRate rate, float offset)
{
    if (lane.points.empty()) return nullptr;
    std::vector<audio::CurvePoint> points;
    points.reserve(lane.points.size());
    const auto add = [&](core::Beats at, float value, audio::CurveShape shape, float tension) {
        const float moved = value > spec.min ? value + offset : value;
        points.push_back({tempo.framesAt(at, rate).value, core::clampToRange(spec, moved), shape,
                          std::clamp(tension, -1.0f, 1.0f)});
    };
    for (std::size_t i = 0; i < lane.points.size(); ++i) {
        const auto& point = lane.points[i];
        add(point.at, point.value, shapeOf(point.shape), point.tension);
        if (point.shape != model::AutomationShape::linear || i + 1 == lane.points.size()) continue;
        const auto& next = lane.points[i + 1];
        for (const core::Beats at : tempoChangesBetween(tempo, point.at, next.at)) {
            const double share = (at - point.at) / (next.at - point.at);
            const double value = point.value + (next.value - point.value) * share;
            add(at, static_cast<float>(value), audio::CurveShape::linear, 0.0f);
        }
    }
    return std::make_shared<const audio::AutomationCurve>(std::move(points));
}

} // namespace cppmusic::session
