// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/automation/AutomationWriter.h"

#include "session/compile/AutomationCurves.h"

#include <algorithm>
#include <cmath>

namespace cppmusic::session {

namespace {

using model::AutomationPoint;
using model::AutomationShape;

constexpr std::int64_t endOfSong = std::int64_t{1} << 60;

/// Puts the points of the command together, from left to right.
class Writer {
public:
    explicit Writer(const AutomationWrite& what)
        : what_(what), curve_(buildAutomationCurve(what.lane, what.spec, what.tempo, what.rate))
    {
        for (const auto& point : what.lane.points)
            frames_.push_back(what.tempo.framesAt(point.at, what.rate).value);
    }

    project::WriteAutomation run(const std::vector<AutomationTake::Pass>& passes)
    {
        keepBendBefore(endOfOldBefore(passes.front()));
        std::int64_t back = -1; // where the old line was taken up again
        for (std::size_t i = 0; i < passes.size(); ++i) {
            const std::int64_t start = passes[i].front().frame;
            const std::int64_t end = endOfOldBefore(passes[i]);
            if (i > 0 && back < end) keepOld(back, end);
            if (back < end && end < start) add(end, oldValueAt(end), shape(), 0.0f);
            for (const auto& point : thinned(passes[i], thinningBoundFor(what_.spec)))
                add(point.frame, point.value, shape(), 0.0f);
            back = passes[i].back().frame + what_.glideFrames;
        }
        keepOld(back, endOfSong);
        project::WriteAutomation command;
        command.lane = what_.lane.id;
        command.from = points_.front().at;
        command.to = points_.back().at;
        command.points = std::move(points_);
        return command;
    }

private:
    [[nodiscard]] AutomationShape shape() const
    {
        return what_.spec.taper == core::Taper::stepped ? AutomationShape::stepped
                                                        : AutomationShape::linear;
    }

    [[nodiscard]] float oldValueAt(std::int64_t frame) const
    {
        return curve_ ? curve_->valueAt(frame) : what_.baseValue;
    }

    /// Where the old line ends in front of a pass: at its start, or, when that lies somewhere else,
    /// a frame before, so that the line jumps there and doesn't lean.
    [[nodiscard]] std::int64_t endOfOldBefore(const AutomationTake::Pass& pass) const
    {
        const auto& start = pass.front();
        const auto bound = thinningBoundFor(what_.spec);
        const float allowed = std::max(bound.absolute, bound.relative * std::abs(start.value));
        const bool isJump = std::abs(oldValueAt(start.frame) - start.value) > allowed;
        return isJump && start.frame > 0 && what_.spec.taper != core::Taper::stepped
                   ? start.frame - 1
                   : start.frame;
    }

    void add(AutomationPoint point)
    {
        if (!points_.empty() && !(points_.back().at < point.at)) points_.pop_back();
        points_.push_back(std::move(point));
    }

    void add(std::int64_t frame, float value, AutomationShape shape, float tension)
    {
        AutomationPoint point;
        point.at = what_.tempo.beatsAt(core::Frames{std::max<std::int64_t>(0, frame)}, what_.rate);
        point.value = core::clampToRange(what_.spec, value);
        point.shape = shape;
        point.tension = tension;
        add(std::move(point));
    }

    /// The last old point at or before the frame; −1 if there is none.
    [[nodiscard]] std::ptrdiff_t before(std::int64_t frame) const
    {
        return std::upper_bound(frames_.begin(), frames_.end(), frame) - frames_.begin() - 1;
    }

    /// The tension of a part [from, to] of the bend that starts at an old point: a part of an
    /// exponential is one again, bent in proportion to its length.
    [[nodiscard]] float tensionOf(std::size_t index, std::int64_t from, std::int64_t to) const
    {
        if (index + 1 >= frames_.size()) return 0.0f;
        const auto whole = static_cast<double>(frames_[index + 1] - frames_[index]);
        const auto part = static_cast<double>(std::min(to, frames_[index + 1]) - from);
        return whole <= 0.0 ? 0.0f
                            : static_cast<float>(what_.lane.points[index].tension * part / whole);
    }

    /// The take cuts a bend off: its start is written again, so that what is left keeps its shape.
    void keepBendBefore(std::int64_t frame)
    {
        const auto index = before(frame - 1);
        if (index < 0) return;
        auto point = what_.lane.points[static_cast<std::size_t>(index)];
        if (point.shape != AutomationShape::curved) return;
        point.tension = tensionOf(static_cast<std::size_t>(index),
                                  frames_[static_cast<std::size_t>(index)], frame);
        add(std::move(point));
    }

    /// The old line in [from, until): the point where it is taken up again and, if a later pass
    /// follows, those on the way to it.
    void keepOld(std::int64_t from, std::int64_t until)
    {
        const auto index = before(from);
        AutomationShape shape = this->shape();
        float tension = 0.0f;
        if (index >= 0) {
            shape = what_.lane.points[static_cast<std::size_t>(index)].shape;
            tension = tensionOf(static_cast<std::size_t>(index), from, until);
        }
        add(from, oldValueAt(from), shape, tension);
        if (until == endOfSong) return;
        for (auto i = static_cast<std::size_t>(index + 1); i < frames_.size() && frames_[i] < until;
             ++i) {
            auto point = what_.lane.points[i];
            point.tension = tensionOf(i, frames_[i], until);
            add(std::move(point));
        }
    }

    const AutomationWrite& what_;
    std::shared_ptr<const audio::AutomationCurve> curve_;
    std::vector<std::int64_t> frames_; // of the old points
    std::vector<AutomationPoint> points_;
};

} // namespace

std::optional<project::WriteAutomation> writeTake(const AutomationWrite& what,
                                                  const std::vector<AutomationTake::Pass>& passes)
{
    const auto merged = mergePasses(passes, what.glideFrames);
    if (merged.empty()) return std::nullopt;
    return Writer(what).run(merged);
}

} // namespace cppmusic::session
