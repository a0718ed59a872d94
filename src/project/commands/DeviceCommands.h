// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Track.h"

#include <cstddef>
#include <optional>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

namespace cppmusic::project {

/// Adds an insert effect. `index`: place in the chain; above its length: at the end.
struct InsertDevice {
    model::TrackId track;
    core::Shared<model::Device> device;
    std::size_t index = static_cast<std::size_t>(-1);
    friend bool operator==(const InsertDevice&, const InsertDevice&) = default;
};

/// Removes an insert or an instrument, its automation lanes and the sidechains into it.
struct RemoveDevice {
    model::DeviceId device;
    friend bool operator==(const RemoveDevice&, const RemoveDevice&) = default;
};

/// Moves an insert within its track. `index`: the place it has afterwards.
struct MoveDevice {
    model::DeviceId device;
    std::size_t index = 0;
    [[nodiscard]] auto target() const { return std::make_tuple(device); }
    friend bool operator==(const MoveDevice&, const MoveDevice&) = default;
};

/// Puts another device in the place of one. With the same id its automation and sidechains stay;
/// with a new id they go with the old device.
struct ReplaceDevice {
    model::DeviceId device;
    core::Shared<model::Device> replacement;
    friend bool operator==(const ReplaceDevice&, const ReplaceDevice&) = default;
};

/// Gives a track an instrument, another one, or none (nullopt). The old one goes with its
/// automation and sidechains unless the new one has the same id.
struct SetInstrument {
    model::TrackId track;
    std::optional<core::Shared<model::Device>> instrument;
    friend bool operator==(const SetInstrument&, const SetInstrument&) = default;
};

struct EnableDevice {
    model::DeviceId device;
    bool isEnabled = true;
    [[nodiscard]] auto target() const { return std::make_tuple(device); }
    friend bool operator==(const EnableDevice&, const EnableDevice&) = default;
};

struct RenameDevice {
    model::DeviceId device;
    std::string name; ///< empty: the type's label
    [[nodiscard]] auto target() const { return std::make_tuple(device); }
    friend bool operator==(const RenameDevice&, const RenameDevice&) = default;
};

/// Sets a parameter in plain units (finite; ranges belong to the device's type), or back to its
/// default (nullopt).
struct SetDeviceParameter {
    model::DeviceId device;
    std::string parameter; ///< ParameterSpec id
    std::optional<float> value;
    [[nodiscard]] auto target() const { return std::make_tuple(device, parameter); }
    friend bool operator==(const SetDeviceParameter&, const SetDeviceParameter&) = default;
};

/// Replaces the samples a device plays; the assets must exist.
struct SetDeviceSamples {
    model::DeviceId device;
    std::vector<model::DeviceSample> samples;
    [[nodiscard]] auto target() const { return std::make_tuple(device); }
    friend bool operator==(const SetDeviceSamples&, const SetDeviceSamples&) = default;
};

/// Where a device's further outputs go (model::DeviceOutput), replacing the list. A way back to the
/// device's track is refused (ErrorCode::cycle).
struct SetDeviceOutputs {
    model::DeviceId device;
    std::vector<model::DeviceOutput> outputs;
    [[nodiscard]] auto target() const { return std::make_tuple(device); }
    friend bool operator==(const SetDeviceOutputs&, const SetDeviceOutputs&) = default;
};

using DeviceCommand =
    std::variant<InsertDevice, RemoveDevice, MoveDevice, ReplaceDevice, SetInstrument, EnableDevice,
                 RenameDevice, SetDeviceParameter, SetDeviceSamples, SetDeviceOutputs>;

} // namespace cppmusic::project
