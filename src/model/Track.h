// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Shared.h"
#include "model/AutomationLane.h"
#include "model/Clip.h"
#include "model/Colour.h"
#include "model/Device.h"
#include "model/Ids.h"
#include "model/MixerStrip.h"

#include <optional>
#include <string>
#include <vector>

namespace cppmusic::model {

enum class TrackKind : std::uint8_t {
    instrument, ///< patterns play its instrument
    audio,      ///< audio clips
    group,      ///< sums the tracks routed to it
    aux,        ///< sums sends
    master,     ///< exactly one; everything ends here
    vca         ///< a fader, mute and solo for its members; no sound runs through it
};

/// When what comes in is heard through the track: never; automatically, while it is armed and the
/// song stands still or is being recorded; always.
enum class InputMonitoring : std::uint8_t { off, automatic, on };

/// What a track records from: channels of the sound device, counted from 0.
struct TrackInput {
    bool isArmed = false; ///< recorded when the transport records
    int left = 0;         ///< −1…63; −1: silence on this side
    int right = 1;
    InputMonitoring monitoring = InputMonitoring::off;
    std::string unknownFields = {};
    friend bool operator==(const TrackInput&, const TrackInput&) = default;
};

/// A row of the playlist and a strip of the mixer. Any track may hold any kind of clip; pattern
/// clips need an instrument here or lanes for other tracks to be heard. A VCA's gain is added to
/// its members' in decibels; it has neither devices nor sends nor an output.
struct Track {
    TrackId id;
    std::string name;
    TrackKind kind = TrackKind::instrument;
    PaletteColour colour;
    std::optional<core::Shared<Device>> instrument;
    std::vector<core::Shared<Device>> inserts; ///< in order of processing, before the fader
    MixerStrip strip;
    TrackInput input; ///< of audio and instrument tracks
    TrackId output;   ///< a group or the master; null: the master
    TrackId vca;      ///< whose member it is; null: nobody's. A VCA may be a member of another
    std::vector<core::Shared<Clip>> clips; ///< sorted by start, then id
    std::vector<core::Shared<AutomationLane>> lanes;
    std::string unknownFields = {};
    friend bool operator==(const Track&, const Track&) = default;
};

} // namespace cppmusic::model
