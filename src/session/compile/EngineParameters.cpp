// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/compile/EngineParameters.h"

#include "session/compile/NodeIds.h"

namespace cppmusic::session {

std::optional<audio::ParameterRef> findEngineParameter(const audio::AudioNode& node,
                                                       audio::NodeId id, std::string_view parameter)
{
    const auto specs = node.parameters();
    for (std::size_t i = 0; i < specs.size(); ++i)
        if (specs[i].id == parameter) return audio::ParameterRef{id, static_cast<int>(i)};
    return std::nullopt;
}

std::optional<audio::ParameterRef>
findEngineParameter(const audio::AudioGraph& graph, audio::NodeId node, std::string_view parameter)
{
    const auto found = graph.nodes().find(node);
    if (found == graph.nodes().end()) return std::nullopt;
    return findEngineParameter(*found->second.node, node, parameter);
}

std::string sendLevelParameter(model::TrackId target)
{
    return "send." + std::to_string(target.value);
}

LaneTarget laneTarget(const model::Track& track, model::DeviceId device, std::string_view parameter)
{
    if (device.isValid()) {
        const bool isInstrument = track.instrument && (*track.instrument)->id == device;
        return {nodeIdOf(device, isInstrument ? NodeRole::instrument : NodeRole::insert),
                parameter};
    }
    const auto& sends = track.strip.sends;
    for (std::size_t i = 0; i < sends.size() && parameter.starts_with("send."); ++i)
        if (parameter == sendLevelParameter(sends[i].target))
            return {nodeIdOf(track.id, NodeRole::send, static_cast<std::uint8_t>(i)), "level"};
    return {nodeIdOf(track.id, NodeRole::strip), parameter};
}

std::optional<audio::ParameterRef> findLaneParameter(const audio::AudioGraph& graph,
                                                     const model::Track& track,
                                                     model::DeviceId device,
                                                     std::string_view parameter)
{
    const auto target = laneTarget(track, device, parameter);
    return findEngineParameter(graph, target.node, target.parameter);
}

} // namespace cppmusic::session
