// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "model/Device.h"
#include "project/Command.h"

#include <map>
#include <span>
#include <string>
#include <string_view>

namespace cppmusic::session {

/// A sound of one kind of device: its parameters, those left out on their defaults.
struct DevicePreset {
    std::string type; ///< NodeType id: "cppmusic.eq"
    std::string name; ///< "Vocal air"
    std::map<std::string, float> parameters;
    friend bool operator==(const DevicePreset&, const DevicePreset&) = default;
};

/// Reads a preset file; `place` is its name, for errors. A type or parameter that this program
/// doesn't know, and a value out of range, are errors that say which. [any]
[[nodiscard]] core::Result<DevicePreset> readDevicePreset(std::string_view text,
                                                          std::string_view place);
/// Canonical JSON, as project files are written. [any]
[[nodiscard]] core::Result<std::string> writeDevicePreset(const DevicePreset&);

/// The presets that come with the program (content/presets), by type and name; read once. [main or
/// job]
[[nodiscard]] std::span<const DevicePreset> factoryPresets();
/// Null when there is no such preset. [main or job]
[[nodiscard]] const DevicePreset* findFactoryPreset(std::string_view type, std::string_view name);

/// The edit that gives the device the preset's sound: every parameter that differs, those left out
/// back to their defaults. Of another type: invalidArgument. [any]
[[nodiscard]] core::Result<project::Command> commandOf(const DevicePreset&,
                                                       const model::Device& device);

} // namespace cppmusic::session
