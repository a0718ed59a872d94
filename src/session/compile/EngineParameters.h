// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioGraph.h"

#include <optional>
#include <string_view>

namespace cppmusic::session {

/// The parameter of a node by its text id; empty if the graph has no such node or parameter. [main]
[[nodiscard]] std::optional<audio::ParameterRef>
findEngineParameter(const audio::AudioGraph&, audio::NodeId, std::string_view parameter);

} // namespace cppmusic::session
