// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/MixerStrip.h"
#include "model/Routing.h"
#include "model/Track.h"

#include <cstddef>
#include <optional>
#include <tuple>
#include <variant>
#include <vector>

namespace cppmusic::project {

struct SetTrackGain {
    model::TrackId track;
    float gainDb = 0.0f; ///< −90 (silence) … +6
    [[nodiscard]] auto target() const { return std::make_tuple(track); }
    friend bool operator==(const SetTrackGain&, const SetTrackGain&) = default;
};

struct SetTrackPan {
    model::TrackId track;
    float pan = 0.0f; ///< −1…+1
    [[nodiscard]] auto target() const { return std::make_tuple(track); }
    friend bool operator==(const SetTrackPan&, const SetTrackPan&) = default;
};

struct SetTrackMute {
    model::TrackId track;
    bool isMuted = true;
    [[nodiscard]] auto target() const { return std::make_tuple(track); }
    friend bool operator==(const SetTrackMute&, const SetTrackMute&) = default;
};

struct SetTrackSolo {
    model::TrackId track;
    bool isSoloed = true;
    [[nodiscard]] auto target() const { return std::make_tuple(track); }
    friend bool operator==(const SetTrackSolo&, const SetTrackSolo&) = default;
};

struct SetTrackSoloSafe {
    model::TrackId track;
    bool isSoloSafe = true;
    [[nodiscard]] auto target() const { return std::make_tuple(track); }
    friend bool operator==(const SetTrackSoloSafe&, const SetTrackSoloSafe&) = default;
};

/// Adds a send to an aux track. `index`: place in the list; above its length: at the end. A way
/// back to the track is refused (ErrorCode::cycle).
struct AddSend {
    model::TrackId track;
    model::Send send;
    std::size_t index = static_cast<std::size_t>(-1);
    friend bool operator==(const AddSend&, const AddSend&) = default;
};

struct RemoveSend {
    model::TrackId track;
    std::size_t index = 0;
    friend bool operator==(const RemoveSend&, const RemoveSend&) = default;
};

/// Gives the send at `index` new values.
struct SetSend {
    model::TrackId track;
    std::size_t index = 0;
    model::Send send;
    [[nodiscard]] auto target() const { return std::make_tuple(track, index); }
    friend bool operator==(const SetSend&, const SetSend&) = default;
};

struct AddSidechain {
    model::Sidechain sidechain;
    friend bool operator==(const AddSidechain&, const AddSidechain&) = default;
};

struct RemoveSidechain {
    model::Sidechain sidechain;
    friend bool operator==(const RemoveSidechain&, const RemoveSidechain&) = default;
};

/// Replaces the list of sidechains.
struct SetSidechains {
    std::vector<model::Sidechain> sidechains;
    [[nodiscard]] auto target() const { return std::make_tuple(); }
    friend bool operator==(const SetSidechains&, const SetSidechains&) = default;
};

struct SetPanLaw {
    model::PanLaw panLaw = model::PanLaw::minus3dB;
    [[nodiscard]] auto target() const { return std::make_tuple(); }
    friend bool operator==(const SetPanLaw&, const SetPanLaw&) = default;
};

/// The track's own pan law; none: the project's.
struct SetTrackPanLaw {
    model::TrackId track;
    std::optional<model::PanLaw> panLaw;
    [[nodiscard]] auto target() const { return std::make_tuple(track); }
    friend bool operator==(const SetTrackPanLaw&, const SetTrackPanLaw&) = default;
};

struct SetTrackChannels {
    model::TrackId track;
    model::ChannelCount channels;
    [[nodiscard]] auto target() const { return std::make_tuple(track); }
    friend bool operator==(const SetTrackChannels&, const SetTrackChannels&) = default;
};

/// Makes a track (a VCA too) a member of a VCA; null: of none. A VCA that would control itself is
/// refused (ErrorCode::cycle, naming the tracks).
struct SetTrackVca {
    model::TrackId track;
    model::TrackId vca;
    [[nodiscard]] auto target() const { return std::make_tuple(track); }
    friend bool operator==(const SetTrackVca&, const SetTrackVca&) = default;
};

/// What an audio or instrument track records from, and whether it is armed.
struct SetTrackInput {
    model::TrackId track;
    model::TrackInput input;
    [[nodiscard]] auto target() const { return std::make_tuple(track); }
    friend bool operator==(const SetTrackInput&, const SetTrackInput&) = default;
};

using MixerCommand =
    std::variant<SetTrackGain, SetTrackPan, SetTrackMute, SetTrackSolo, SetTrackSoloSafe, AddSend,
                 RemoveSend, SetSend, AddSidechain, RemoveSidechain, SetSidechains, SetPanLaw,
                 SetTrackPanLaw, SetTrackChannels, SetTrackInput, SetTrackVca>;

} // namespace cppmusic::project
