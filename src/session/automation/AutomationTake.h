// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "session/automation/LineThinner.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace cppmusic::session {

/// What was performed on one parameter, as the engine told it: a line over song frames, in one pass
/// or, with loops and locates in between, in several. A value that is set is reached in a straight
/// ramp, as the engine does it. [main]
class AutomationTake {
public:
    /// A stretch of song that was played through; at least one point.
    using Pass = std::vector<LinePoint>;

    /// `rampFrames`: of a value that is set; 0 for stepped parameters, whose lines are stairs.
    explicit AutomationTake(int rampFrames) : rampFrames_(rampFrames) {}

    /// A hand takes the parameter; it stands on `value`.
    void begin(std::int64_t frame, float value);
    void change(std::int64_t frame, float value);
    /// Playback went on at `to` instead of `from`.
    void jump(std::int64_t from, std::int64_t to);
    /// The hand lets go, or playback stops.
    void end(std::int64_t frame);

    [[nodiscard]] bool hasBegun() const noexcept { return hasBegun_; }
    /// In order of playing; after end().
    [[nodiscard]] const std::vector<Pass>& passes() const noexcept { return passes_; }

private:
    [[nodiscard]] float valueAt(std::int64_t frame) const;
    void add(std::int64_t frame, float value);
    void finishRamp(std::int64_t until);

    const int rampFrames_;
    bool hasBegun_ = false;
    std::int64_t rampStart_ = 0;
    float rampFrom_ = 0.0f;
    float rampTo_ = 0.0f;
    std::vector<Pass> passes_;
};

/// The stretches that the passes cover, in order of the song and apart from each other; where
/// passes overlap the later one counts. `glideFrames` behind the end of a later pass an earlier one
/// takes over again. [any]
[[nodiscard]] std::vector<AutomationTake::Pass>
mergePasses(const std::vector<AutomationTake::Pass>&, std::int64_t glideFrames);

} // namespace cppmusic::session
