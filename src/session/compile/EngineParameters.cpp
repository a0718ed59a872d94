// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/compile/EngineParameters.h"

#include "session/compile/NodeIds.h"

namespace cppmusic::session {

std::optional<audio::ParameterRef>
findEngineParameter(const audio::AudioGraph& graph, audio::NodeId node, std::string_view parameter)
{
    const auto found = graph.nodes().find(node);
    if (found == graph.nodes().end()) return std::nullopt;
    const auto specs = found->second.node->parameters();
    for (std::size_t i = 0; i < specs.size(); ++i)
        if (specs[i].id == parameter) return audio::ParameterRef{node, static_cast<int>(i)};
    return std::nullopt;
}

std::string sendLevelParameter(model::TrackId target)
{
    return "send." + std::to_string(target.value);
}

std::optional<audio::ParameterRef> findLaneParameter(const audio::AudioGraph& graph,
                                                     const model::Track& track,
                                                     model::DeviceId device,
                                                     std::string_view parameter)
{
    if (device.isValid()) {
        const bool isInstrument = track.instrument && (*track.instrument)->id == device;
        const auto role = isInstrument ? NodeRole::instrument : NodeRole::insert;
        return findEngineParameter(graph, nodeIdOf(device, role), parameter);
    }
    const auto& sends = track.strip.sends;
    for (std::size_t i = 0; i < sends.size() && parameter.starts_with("send."); ++i)
        if (parameter == sendLevelParameter(sends[i].target))
            return findEngineParameter(
                graph, nodeIdOf(track.id, NodeRole::send, static_cast<std::uint8_t>(i)), "level");
    return findEngineParameter(graph, nodeIdOf(track.id, NodeRole::strip), parameter);
}

} // namespace cppmusic::session
