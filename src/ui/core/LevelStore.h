// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Ids.h"
#include "model/Project.h"
#include "ui/core/MeterBallistics.h"

#include <map>

namespace cppmusic::session {
class MixerController;
}

namespace cppmusic::ui {

/// Reads every strip's meter once a frame, so that several views can show the same level. [main]
class LevelStore {
public:
    /// `seconds` since the last call.
    void update(session::MixerController&, const model::Project&, float seconds);
    [[nodiscard]] const StereoBallistics& of(model::TrackId) const;
    void resetClip(model::TrackId);
    /// Nothing moves any more: views may rest.
    [[nodiscard]] bool isAtRest() const noexcept { return isAtRest_; }

private:
    std::map<model::TrackId, StereoBallistics> levels_;
    StereoBallistics silence_;
    bool isAtRest_ = true;
};

} // namespace cppmusic::ui
