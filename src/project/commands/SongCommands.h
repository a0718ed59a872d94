// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Shared.h"
#include "core/time/TempoMap.h"
#include "model/Asset.h"
#include "model/Marker.h"
#include "model/Routing.h"

#include <string>
#include <tuple>
#include <variant>

// What belongs to the song as a whole: tempo, markers, assets, names and the loop.
namespace cppmusic::project {

/// Replaces the whole map (made by TempoMap::make, so it is valid).
struct SetTempoMap {
    core::Shared<core::TempoMap> map;
    [[nodiscard]] auto target() const { return std::make_tuple(); }
    friend bool operator==(const SetTempoMap&, const SetTempoMap&) = default;
};

/// Changes the tempo of the point in force at `at`; makes no new point.
struct SetTempo {
    core::Beats at;
    core::Bpm tempo{120.0}; ///< 20–999
    [[nodiscard]] auto target() const { return std::make_tuple(at); }
    friend bool operator==(const SetTempo&, const SetTempo&) = default;
};

/// Changes the time signature in force at `at`; makes no new point.
struct SetTimeSignature {
    core::Beats at;
    core::TimeSignature signature;
    [[nodiscard]] auto target() const { return std::make_tuple(at); }
    friend bool operator==(const SetTimeSignature&, const SetTimeSignature&) = default;
};

using TempoCommand = std::variant<SetTempoMap, SetTempo, SetTimeSignature>;

/// Adds a marker with a new id.
struct AddMarker {
    model::Marker marker;
    friend bool operator==(const AddMarker&, const AddMarker&) = default;
};

struct RemoveMarker {
    model::MarkerId marker;
    friend bool operator==(const RemoveMarker&, const RemoveMarker&) = default;
};

/// Gives the marker that has this id new values.
struct ChangeMarker {
    model::Marker marker;
    [[nodiscard]] auto target() const { return std::make_tuple(marker.id); }
    friend bool operator==(const ChangeMarker&, const ChangeMarker&) = default;
};

using MarkerCommand = std::variant<AddMarker, RemoveMarker, ChangeMarker>;

/// Makes a file, which import has put under assets/audio/, part of the project. New id.
struct AddAsset {
    core::Shared<model::Asset> asset;
    friend bool operator==(const AddAsset&, const AddAsset&) = default;
};

/// Refused while a clip or a device plays it. The file stays until it is cleaned up.
struct RemoveAsset {
    model::AssetId asset;
    friend bool operator==(const RemoveAsset&, const RemoveAsset&) = default;
};

/// Gives the asset that has this id new values: another name, another file found for a missing one.
struct ChangeAsset {
    core::Shared<model::Asset> asset;
    [[nodiscard]] auto target() const { return std::make_tuple(asset->id); }
    friend bool operator==(const ChangeAsset&, const ChangeAsset&) = default;
};

using AssetCommand = std::variant<AddAsset, RemoveAsset, ChangeAsset>;

struct RenameProject {
    std::string name;
    [[nodiscard]] auto target() const { return std::make_tuple(); }
    friend bool operator==(const RenameProject&, const RenameProject&) = default;
};

struct SetAuthor {
    std::string author;
    [[nodiscard]] auto target() const { return std::make_tuple(); }
    friend bool operator==(const SetAuthor&, const SetAuthor&) = default;
};

/// Where the song repeats: 0 ≤ start < end.
struct SetLoop {
    model::LoopRange loop;
    [[nodiscard]] auto target() const { return std::make_tuple(); }
    friend bool operator==(const SetLoop&, const SetLoop&) = default;
};

/// Where recording goes in and out: 0 ≤ start < end.
struct SetPunch {
    model::PunchRange punch;
    [[nodiscard]] auto target() const { return std::make_tuple(); }
    friend bool operator==(const SetPunch&, const SetPunch&) = default;
};

using ProjectCommand = std::variant<RenameProject, SetAuthor, SetLoop, SetPunch>;

} // namespace cppmusic::project
