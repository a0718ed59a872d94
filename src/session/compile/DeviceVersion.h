// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Device.h"

#include <string>

namespace cppmusic::session {

/// The values of the parameters that the device's node takes once and keeps
/// (audio::NodeType::fixedParameters), as a text; empty for devices without any. Devices of one id
/// and another version need another node. [any]
[[nodiscard]] std::string deviceVersion(const model::Device&);

} // namespace cppmusic::session
