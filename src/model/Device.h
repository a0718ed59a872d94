// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Ids.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace cppmusic::model {

/// A sample a device plays: which file, on which keys.
struct DeviceSample {
    AssetId asset;
    std::uint8_t lowKey = 0, highKey = 127, rootKey = 60;
    float gainDb = 0.0f;
    std::uint8_t output = 0; ///< which output plays it, of a device that has several
    std::string unknownFields = {};
    friend bool operator==(const DeviceSample&, const DeviceSample&) = default;
};

/// Where one of a device's further outputs (port 1 and up) goes: to the head of that track's chain.
/// Outputs that aren't listed play on the device's own track.
struct DeviceOutput {
    int port = 1; ///< 1…maxDevicePort
    TrackId target;
    std::string unknownFields = {};
    friend bool operator==(const DeviceOutput&, const DeviceOutput&) = default;
};
inline constexpr int maxDevicePort = 63;

/// An instrument or an effect. A type this version doesn't know is kept whole and plays as silence
/// or bypass.
struct Device {
    DeviceId id;
    std::string type; ///< NodeType id: "cppmusic.synth"
    std::string name; ///< what the person called it; empty: the type's label
    bool isEnabled = true;
    std::map<std::string, float>
        parameters; ///< ParameterSpec id → plain value; absent: the default
    std::vector<DeviceSample> samples;
    std::vector<DeviceOutput> outputs; ///< by port, each port once
    std::string unknownFields = {};
    friend bool operator==(const Device&, const Device&) = default;
};

} // namespace cppmusic::model
