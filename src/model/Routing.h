// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time/Units.h"
#include "model/Ids.h"

#include <cstdint>
#include <string>
#include <vector>

namespace cppmusic::model {

/// How a mono signal keeps its loudness across the stereo field: attenuation at the centre.
enum class PanLaw : std::uint8_t { zero, minus3dB, minus4_5dB, minus6dB };

/// A track's signal into a device's sidechain input.
struct Sidechain {
    TrackId source;
    TrackId targetTrack;
    DeviceId targetDevice;
    std::string unknownFields = {};
    friend bool operator==(const Sidechain&, const Sidechain&) = default;
};

/// What concerns the mixer as a whole.
struct Routing {
    PanLaw panLaw = PanLaw::minus3dB;
    std::vector<Sidechain> sidechains;
    std::string unknownFields = {};
    friend bool operator==(const Routing&, const Routing&) = default;
};

/// The part of the song that repeats while looping is on.
struct LoopRange {
    core::Beats start;
    core::Beats end{16.0};
    bool isEnabled = false;
    std::string unknownFields = {};
    friend bool operator==(const LoopRange&, const LoopRange&) = default;
};

} // namespace cppmusic::model
