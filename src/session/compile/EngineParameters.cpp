// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/compile/EngineParameters.h"

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

} // namespace cppmusic::session
