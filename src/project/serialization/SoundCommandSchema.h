// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "project/Command.h"
#include "project/serialization/ModelSchema.h"

// The commands on devices, mixer, automation and song as they stand in undo.json: their fields and
// "do": the name.
namespace cppmusic::project {

template <>
struct Schema<InsertDevice> {
    using T = InsertDevice;
    static constexpr const char* name = "insertDevice";
    static constexpr auto fields = std::make_tuple(
        field("track", &T::track), field("device", &T::device), field("index", &T::index));
};

template <>
struct Schema<RemoveDevice> {
    using T = RemoveDevice;
    static constexpr const char* name = "removeDevice";
    static constexpr auto fields = std::make_tuple(field("device", &T::device));
};

template <>
struct Schema<MoveDevice> {
    using T = MoveDevice;
    static constexpr const char* name = "moveDevice";
    static constexpr auto fields =
        std::make_tuple(field("device", &T::device), field("index", &T::index));
};

template <>
struct Schema<ReplaceDevice> {
    using T = ReplaceDevice;
    static constexpr const char* name = "replaceDevice";
    static constexpr auto fields =
        std::make_tuple(field("device", &T::device), field("replacement", &T::replacement));
};

template <>
struct Schema<SetInstrument> {
    using T = SetInstrument;
    static constexpr const char* name = "setInstrument";
    static constexpr auto fields =
        std::make_tuple(field("track", &T::track), field("instrument", &T::instrument));
};

template <>
struct Schema<EnableDevice> {
    using T = EnableDevice;
    static constexpr const char* name = "enableDevice";
    static constexpr auto fields =
        std::make_tuple(field("device", &T::device), field("isEnabled", &T::isEnabled));
};

template <>
struct Schema<RenameDevice> {
    using T = RenameDevice;
    static constexpr const char* name = "renameDevice";
    static constexpr auto fields =
        std::make_tuple(field("device", &T::device), field("name", &T::name));
};

template <>
struct Schema<SetDeviceParameter> {
    using T = SetDeviceParameter;
    static constexpr const char* name = "setDeviceParameter";
    static constexpr auto fields = std::make_tuple(
        field("device", &T::device), field("parameter", &T::parameter), field("value", &T::value));
};

template <>
struct Schema<SetDeviceSamples> {
    using T = SetDeviceSamples;
    static constexpr const char* name = "setDeviceSamples";
    static constexpr auto fields =
        std::make_tuple(field("device", &T::device), field("samples", &T::samples));
};

template <>
struct Schema<SetDeviceOutputs> {
    using T = SetDeviceOutputs;
    static constexpr const char* name = "setDeviceOutputs";
    static constexpr auto fields =
        std::make_tuple(field("device", &T::device), field("outputs", &T::outputs));
};

template <>
struct Schema<SetTrackGain> {
    using T = SetTrackGain;
    static constexpr const char* name = "setTrackGain";
    static constexpr auto fields =
        std::make_tuple(field("track", &T::track), field("gainDb", &T::gainDb));
};

template <>
struct Schema<SetTrackPan> {
    using T = SetTrackPan;
    static constexpr const char* name = "setTrackPan";
    static constexpr auto fields =
        std::make_tuple(field("track", &T::track), field("pan", &T::pan));
};

template <>
struct Schema<SetTrackMute> {
    using T = SetTrackMute;
    static constexpr const char* name = "setTrackMute";
    static constexpr auto fields =
        std::make_tuple(field("track", &T::track), field("isMuted", &T::isMuted));
};

template <>
struct Schema<SetTrackSolo> {
    using T = SetTrackSolo;
    static constexpr const char* name = "setTrackSolo";
    static constexpr auto fields =
        std::make_tuple(field("track", &T::track), field("isSoloed", &T::isSoloed));
};

template <>
struct Schema<SetTrackSoloSafe> {
    using T = SetTrackSoloSafe;
    static constexpr const char* name = "setTrackSoloSafe";
    static constexpr auto fields =
        std::make_tuple(field("track", &T::track), field("isSoloSafe", &T::isSoloSafe));
};

template <>
struct Schema<AddSend> {
    using T = AddSend;
    static constexpr const char* name = "addSend";
    static constexpr auto fields = std::make_tuple(
        field("track", &T::track), field("send", &T::send), field("index", &T::index));
};

template <>
struct Schema<RemoveSend> {
    using T = RemoveSend;
    static constexpr const char* name = "removeSend";
    static constexpr auto fields =
        std::make_tuple(field("track", &T::track), field("index", &T::index));
};

template <>
struct Schema<SetSend> {
    using T = SetSend;
    static constexpr const char* name = "setSend";
    static constexpr auto fields = std::make_tuple(
        field("track", &T::track), field("index", &T::index), field("send", &T::send));
};

template <>
struct Schema<AddSidechain> {
    using T = AddSidechain;
    static constexpr const char* name = "addSidechain";
    static constexpr auto fields = std::make_tuple(field("sidechain", &T::sidechain));
};

template <>
struct Schema<RemoveSidechain> {
    using T = RemoveSidechain;
    static constexpr const char* name = "removeSidechain";
    static constexpr auto fields = std::make_tuple(field("sidechain", &T::sidechain));
};

template <>
struct Schema<SetSidechains> {
    using T = SetSidechains;
    static constexpr const char* name = "setSidechains";
    static constexpr auto fields = std::make_tuple(field("sidechains", &T::sidechains));
};

template <>
struct Schema<SetPanLaw> {
    using T = SetPanLaw;
    static constexpr const char* name = "setPanLaw";
    static constexpr auto fields = std::make_tuple(field("panLaw", &T::panLaw));
};

template <>
struct Schema<SetTrackPanLaw> {
    using T = SetTrackPanLaw;
    static constexpr const char* name = "setTrackPanLaw";
    static constexpr auto fields =
        std::make_tuple(field("track", &T::track), field("panLaw", &T::panLaw));
};

template <>
struct Schema<SetTrackChannels> {
    using T = SetTrackChannels;
    static constexpr const char* name = "setTrackChannels";
    static constexpr auto fields =
        std::make_tuple(field("track", &T::track), field("channels", &T::channels));
};

template <>
struct Schema<SetTrackVca> {
    using T = SetTrackVca;
    static constexpr const char* name = "setTrackVca";
    static constexpr auto fields =
        std::make_tuple(field("track", &T::track), field("vca", &T::vca));
};

template <>
struct Schema<SetTrackInput> {
    using T = SetTrackInput;
    static constexpr const char* name = "setTrackInput";
    static constexpr auto fields =
        std::make_tuple(field("track", &T::track), field("input", &T::input));
};

template <>
struct Schema<AddLane> {
    using T = AddLane;
    static constexpr const char* name = "addLane";
    static constexpr auto fields = std::make_tuple(
        field("track", &T::track), field("lane", &T::lane), field("index", &T::index));
};

template <>
struct Schema<RemoveLane> {
    using T = RemoveLane;
    static constexpr const char* name = "removeLane";
    static constexpr auto fields = std::make_tuple(field("lane", &T::lane));
};

template <>
struct Schema<WriteAutomation> {
    using T = WriteAutomation;
    static constexpr const char* name = "writeAutomation";
    static constexpr auto fields =
        std::make_tuple(field("lane", &T::lane), field("from", &T::from), field("to", &T::to),
                        field("points", &T::points));
};

template <>
struct Schema<SetLaneMode> {
    using T = SetLaneMode;
    static constexpr const char* name = "setLaneMode";
    static constexpr auto fields =
        std::make_tuple(field("lane", &T::lane), field("mode", &T::mode));
};

template <>
struct Schema<EnableLane> {
    using T = EnableLane;
    static constexpr const char* name = "enableLane";
    static constexpr auto fields =
        std::make_tuple(field("lane", &T::lane), field("isEnabled", &T::isEnabled));
};

template <>
struct Schema<SetTempoMap> {
    using T = SetTempoMap;
    static constexpr const char* name = "setTempoMap";
    static constexpr auto fields = std::make_tuple(field("map", &T::map));
};

template <>
struct Schema<SetTempo> {
    using T = SetTempo;
    static constexpr const char* name = "setTempo";
    static constexpr auto fields = std::make_tuple(field("at", &T::at), field("tempo", &T::tempo));
};

template <>
struct Schema<SetTimeSignature> {
    using T = SetTimeSignature;
    static constexpr const char* name = "setTimeSignature";
    static constexpr auto fields =
        std::make_tuple(field("at", &T::at), field("signature", &T::signature));
};

template <>
struct Schema<AddMarker> {
    using T = AddMarker;
    static constexpr const char* name = "addMarker";
    static constexpr auto fields = std::make_tuple(field("marker", &T::marker));
};

template <>
struct Schema<RemoveMarker> {
    using T = RemoveMarker;
    static constexpr const char* name = "removeMarker";
    static constexpr auto fields = std::make_tuple(field("marker", &T::marker));
};

template <>
struct Schema<ChangeMarker> {
    using T = ChangeMarker;
    static constexpr const char* name = "changeMarker";
    static constexpr auto fields = std::make_tuple(field("marker", &T::marker));
};

template <>
struct Schema<AddAsset> {
    using T = AddAsset;
    static constexpr const char* name = "addAsset";
    static constexpr auto fields = std::make_tuple(field("asset", &T::asset));
};

template <>
struct Schema<RemoveAsset> {
    using T = RemoveAsset;
    static constexpr const char* name = "removeAsset";
    static constexpr auto fields = std::make_tuple(field("asset", &T::asset));
};

template <>
struct Schema<ChangeAsset> {
    using T = ChangeAsset;
    static constexpr const char* name = "changeAsset";
    static constexpr auto fields = std::make_tuple(field("asset", &T::asset));
};

template <>
struct Schema<RenameProject> {
    using T = RenameProject;
    static constexpr const char* name = "renameProject";
    static constexpr auto fields = std::make_tuple(field("name", &T::name));
};

template <>
struct Schema<SetAuthor> {
    using T = SetAuthor;
    static constexpr const char* name = "setAuthor";
    static constexpr auto fields = std::make_tuple(field("author", &T::author));
};

template <>
struct Schema<SetLoop> {
    using T = SetLoop;
    static constexpr const char* name = "setLoop";
    static constexpr auto fields = std::make_tuple(field("loop", &T::loop));
};

template <>
struct Schema<SetPunch> {
    using T = SetPunch;
    static constexpr const char* name = "setPunch";
    static constexpr auto fields = std::make_tuple(field("punch", &T::punch));
};

} // namespace cppmusic::project
