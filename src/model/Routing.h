// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time/Units.h"
#include "model/Ids.h"
#include "model/MixerStrip.h"

#include <string>
#include <vector>

namespace cppmusic::model {

/// A track's signal into a device's sidechain input.
struct Sidechain {
    TrackId source;
    TrackId targetTrack;
    DeviceId targetDevice;
    bool isPreFader = false; ///< also while the source is turned down or muted: a silent key
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

/// The part of the song in which recording is on while punching.
struct PunchRange {
    core::Beats start;
    core::Beats end{16.0};
    bool isEnabled = false;
    std::string unknownFields = {};
    friend bool operator==(const PunchRange&, const PunchRange&) = default;
};

} // namespace cppmusic::model
