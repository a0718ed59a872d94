// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time/Units.h"
#include "model/Ids.h"

#include <cstdint>
#include <string>
#include <vector>

namespace cppmusic::model {

enum class AutomationShape : std::uint8_t { linear, curved, stepped };
enum class AutomationMode : std::uint8_t { read, touch, latch, write };

struct AutomationPoint {
    core::Beats at;
    float value = 0.0f;                              ///< plain units
    AutomationShape shape = AutomationShape::linear; ///< of the segment that starts here
    float tension = 0.0f;                            ///< −1…1, for curved
    std::string unknownFields = {};
    friend bool operator==(const AutomationPoint&, const AutomationPoint&) = default;
};

/// One parameter over time.
struct AutomationLane {
    LaneId id;
    DeviceId device; ///< null: the track's own strip
    /// ParameterSpec id: "cutoff", "gain", "pan"; of the strip also "send.12", the level of its
    /// first send to track 12.
    std::string parameter;
    AutomationMode mode = AutomationMode::read;
    bool isEnabled = true;
    std::vector<AutomationPoint> points; ///< sorted by place, places distinct
    std::string unknownFields = {};
    friend bool operator==(const AutomationLane&, const AutomationLane&) = default;
};

} // namespace cppmusic::model
