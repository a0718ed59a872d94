// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/edit/EngineLabels.h"

#include "audio/engine/NodeFactory.h"

#include <string>

namespace cppmusic::session {

std::optional<core::ParameterSpec> parameterOf(std::string_view deviceType,
                                               std::string_view parameter)
{
    const auto* type = audio::findNodeType(deviceType);
    if (type == nullptr) return std::nullopt;
    const auto node = type->make();
    for (const auto& spec : node->parameters())
        if (spec.id == parameter) return spec;
    return std::nullopt;
}

project::MusicLabels engineLabels()
{
    project::MusicLabels labels;
    labels.device = [](std::string_view type) {
        const auto* known = audio::findNodeType(type);
        return known == nullptr ? std::string{} : std::string(known->label);
    };
    labels.parameter = parameterOf;
    return labels;
}

} // namespace cppmusic::session
