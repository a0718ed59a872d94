// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Shared.h"
#include "model/AutomationLane.h"

#include <cstddef>
#include <tuple>
#include <variant>
#include <vector>

namespace cppmusic::project {

/// Adds a lane with a new id. Its device (null: the strip) is on the track; one lane a parameter.
struct AddLane {
    model::TrackId track;
    core::Shared<model::AutomationLane> lane;
    std::size_t index = static_cast<std::size_t>(-1); ///< above the number of lanes: at the end
    friend bool operator==(const AddLane&, const AddLane&) = default;
};

struct RemoveLane {
    model::LaneId lane;
    friend bool operator==(const RemoveLane&, const RemoveLane&) = default;
};

/// Replaces the points in the closed range [from, to] by `points`, which lie in it, at distinct
/// places.
struct WriteAutomation {
    model::LaneId lane;
    core::Beats from, to;
    std::vector<model::AutomationPoint> points;
    [[nodiscard]] auto target() const { return std::make_tuple(lane, from, to); }
    friend bool operator==(const WriteAutomation&, const WriteAutomation&) = default;
};

struct SetLaneMode {
    model::LaneId lane;
    model::AutomationMode mode = model::AutomationMode::read;
    [[nodiscard]] auto target() const { return std::make_tuple(lane); }
    friend bool operator==(const SetLaneMode&, const SetLaneMode&) = default;
};

struct EnableLane {
    model::LaneId lane;
    bool isEnabled = true;
    [[nodiscard]] auto target() const { return std::make_tuple(lane); }
    friend bool operator==(const EnableLane&, const EnableLane&) = default;
};

using AutomationCommand =
    std::variant<AddLane, RemoveLane, WriteAutomation, SetLaneMode, EnableLane>;

} // namespace cppmusic::project
