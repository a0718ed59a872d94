// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "model/AutomationLane.h"
#include "session/AutomationRecorder.h"

#include <vector>

namespace cppmusic::project {
class ProjectModel;
}

namespace cppmusic::session {

/// Automation lanes: which there are, what is drawn in them, when hands write into them. Every
/// change is an edit. [main]
class AutomationController {
public:
    explicit AutomationController(project::ProjectModel&);

    /// Null when the target has none.
    [[nodiscard]] model::LaneId findLane(const AutomationTarget&) const;
    /// The target's lane; a new, empty one if it has none.
    core::Result<model::LaneId> laneFor(const AutomationTarget&);
    core::Status removeLane(model::LaneId);
    core::Status setEnabled(model::LaneId, bool);
    /// Adds the lane if there is none; one undo entry.
    core::Status setMode(const AutomationTarget&, model::AutomationMode);
    /// Adds a point or gives the one at this place new values.
    core::Status setPoint(model::LaneId, const model::AutomationPoint&);
    core::Status removePoints(model::LaneId, core::Beats from, core::Beats to);
    /// Replaces what lies in the closed range by points in it, in order.
    core::Status setPoints(model::LaneId, core::Beats from, core::Beats to,
                           std::vector<model::AutomationPoint>);
    /// The lane parameter that means a send's level.
    [[nodiscard]] static std::string sendLevel(model::TrackId target);

private:
    project::ProjectModel& model_;
};

} // namespace cppmusic::session
