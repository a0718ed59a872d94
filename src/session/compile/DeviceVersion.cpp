// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/compile/DeviceVersion.h"

#include "audio/engine/NodeFactory.h"

namespace cppmusic::session {

std::string deviceVersion(const model::Device& device)
{
    std::string version;
    const auto* type = audio::findNodeType(device.type);
    if (type == nullptr) return version;
    for (const auto parameter : type->fixedParameters) {
        const auto found = device.parameters.find(std::string(parameter));
        if (found == device.parameters.end()) continue; // on its default
        version += parameter;
        version += '=';
        version += std::to_string(found->second);
        version += ' ';
    }
    return version;
}

} // namespace cppmusic::session
