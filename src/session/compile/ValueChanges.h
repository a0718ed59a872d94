// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioGraph.h"
#include "model/Project.h"

#include <optional>
#include <utility>
#include <vector>

namespace cppmusic::session {

/// Parameters of the engine and what they are to be.
using ValueChanges = std::vector<std::pair<audio::ParameterRef, float>>;

/// What a change of the document means for the engine when it is no more than values: faders, pans,
/// pan laws, mutes, send levels, device parameters, VCA faders. Looks only at the tracks that have
/// changed. Empty optional: more has changed, the project has to be compiled. `graph` is what the
/// project before was compiled to. [main]
[[nodiscard]] std::optional<ValueChanges> findValueChanges(const model::Project& before,
                                                           const model::Project& after,
                                                           const audio::AudioGraph& graph);

} // namespace cppmusic::session
