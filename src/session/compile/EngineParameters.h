// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioGraph.h"
#include "model/Track.h"

#include <optional>
#include <string>
#include <string_view>

namespace cppmusic::session {

/// The engine's name of a parameter, found by its ParameterSpec id; empty if there is no such node
/// or parameter. [any]
[[nodiscard]] std::optional<audio::ParameterRef>
findEngineParameter(const audio::AudioGraph&, audio::NodeId node, std::string_view parameter);

/// The same for a node at hand. [any]
[[nodiscard]] std::optional<audio::ParameterRef>
findEngineParameter(const audio::AudioNode&, audio::NodeId id, std::string_view parameter);

/// A node and the id of one of its parameters.
struct LaneTarget {
    audio::NodeId node;
    std::string_view parameter;
};
/// Where what an automation lane of a track names (model::AutomationLane) would be: a parameter of
/// a device, of the strip, or the level of a send. As long as `parameter` lives. [any]
[[nodiscard]] LaneTarget laneTarget(const model::Track&, model::DeviceId device,
                                    std::string_view parameter);

/// What an automation lane of a track names (model::AutomationLane): a parameter of a device, of
/// the strip, or the level of a send; empty if that isn't in the graph. [any]
[[nodiscard]] std::optional<audio::ParameterRef> findLaneParameter(const audio::AudioGraph&,
                                                                   const model::Track&,
                                                                   model::DeviceId device,
                                                                   std::string_view parameter);

/// The lane parameter that means the level of the first send to that track: "send.12". [any]
[[nodiscard]] std::string sendLevelParameter(model::TrackId target);

} // namespace cppmusic::session
