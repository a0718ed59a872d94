// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/automation/AutomationTake.h"

#include <algorithm>

namespace cppmusic::session {

namespace {

using Pass = AutomationTake::Pass;

float valueOn(const Pass& pass, std::int64_t frame)
{
    const auto after =
        std::find_if(pass.begin(), pass.end(), [&](const auto& p) { return p.frame > frame; });
    if (after == pass.begin()) return pass.front().value;
    if (after == pass.end()) return pass.back().value;
    const auto before = std::prev(after);
    const double t = static_cast<double>(frame - before->frame) /
                     static_cast<double>(after->frame - before->frame);
    return static_cast<float>(static_cast<double>(before->value) +
                              (static_cast<double>(after->value) - before->value) * t);
}

/// What of a pass lies in [from, to]; empty when it is less than a frame.
Pass cut(const Pass& pass, std::int64_t from, std::int64_t to)
{
    from = std::max(from, pass.front().frame);
    to = std::min(to, pass.back().frame);
    Pass part;
    if (from >= to) return part;
    part.push_back({from, valueOn(pass, from)});
    for (const auto& point : pass)
        if (point.frame > from && point.frame < to) part.push_back(point);
    part.push_back({to, valueOn(pass, to)});
    return part;
}

} // namespace

float AutomationTake::valueAt(std::int64_t frame) const
{
    if (frame >= rampStart_ + rampFrames_) return rampTo_;
    const double t =
        static_cast<double>(frame - rampStart_) / static_cast<double>(std::max(1, rampFrames_));
    return static_cast<float>(static_cast<double>(rampFrom_) +
                              (static_cast<double>(rampTo_) - rampFrom_) * t);
}

void AutomationTake::add(std::int64_t frame, float value)
{
    Pass& pass = passes_.back();
    if (!pass.empty() && pass.back().frame >= frame)
        pass.back().value = value;
    else
        pass.push_back({frame, value});
}

/// The corner at the end of the last ramp, if that lies before `until`.
void AutomationTake::finishRamp(std::int64_t until)
{
    const std::int64_t end = rampStart_ + rampFrames_;
    if (rampFrames_ > 0 && end < until && end > passes_.back().back().frame) add(end, rampTo_);
}

void AutomationTake::begin(std::int64_t frame, float value)
{
    hasBegun_ = true;
    passes_.assign(1, {});
    rampStart_ = frame - rampFrames_;
    rampFrom_ = rampTo_ = value;
    add(frame, value);
}

void AutomationTake::change(std::int64_t frame, float value)
{
    if (!hasBegun_) return;
    finishRamp(frame);
    const float now = valueAt(frame);
    add(frame, rampFrames_ > 0 ? now : value);
    rampStart_ = frame;
    rampFrom_ = now;
    rampTo_ = value;
}

void AutomationTake::jump(std::int64_t from, std::int64_t to)
{
    if (!hasBegun_) return;
    end(from);
    rampStart_ += to - from;
    const float now = valueAt(to);
    passes_.emplace_back();
    add(to, now);
}

void AutomationTake::end(std::int64_t frame)
{
    if (!hasBegun_) return;
    finishRamp(frame);
    add(frame, valueAt(frame));
}

std::vector<Pass> mergePasses(const std::vector<Pass>& passes, std::int64_t glideFrames)
{
    constexpr std::int64_t far = std::int64_t{1} << 60;
    std::vector<Pass> merged;
    for (const Pass& pass : passes) {
        if (pass.size() < 2) continue;
        std::vector<Pass> parts;
        for (const Pass& old : merged) {
            for (auto part : {cut(old, -far, pass.front().frame - 1),
                              cut(old, pass.back().frame + glideFrames, far)})
                if (!part.empty()) parts.push_back(std::move(part));
        }
        parts.push_back(pass);
        merged = std::move(parts);
    }
    std::sort(merged.begin(), merged.end(),
              [](const Pass& a, const Pass& b) { return a.front().frame < b.front().frame; });
    return merged;
}

} // namespace cppmusic::session
