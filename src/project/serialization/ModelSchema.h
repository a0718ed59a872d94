// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Project.h"
#include "project/serialization/Codec.h"

// The nouns as they stand in files. Adding a field: one line here; its default must mean what files
// without it meant. Renaming or removing one needs a new schema version and a migration.
namespace cppmusic::project {

/// What this program writes, and the newest it reads.
inline constexpr int schemaVersion = 2;

template <>
struct EnumNames<model::TrackKind> {
    static constexpr std::array names{"instrument", "audio", "group", "aux", "master", "vca"};
};
/// "mono", "stereo" or the number of channels.
template <>
struct JsonCodec<model::ChannelCount> {
    static JsonValue encode(const model::ChannelCount& channels);
    static void decode(const JsonValue& json, model::ChannelCount& channels,
                       DecodeContext& context);
};
template <>
struct EnumNames<model::InputMonitoring> {
    static constexpr std::array names{"off", "automatic", "on"};
};
template <>
struct EnumNames<model::AutomationShape> {
    static constexpr std::array names{"linear", "curved", "stepped"};
};
template <>
struct EnumNames<model::AutomationMode> {
    static constexpr std::array names{"read", "touch", "latch", "write"};
};
template <>
struct EnumNames<model::PanLaw> {
    static constexpr std::array names{"zero", "minus3dB", "minus4.5dB", "minus6dB"};
};
template <>
struct EnumNames<model::ControlEvent::Kind> {
    static constexpr std::array names{"controlChange", "pitchBend", "channelPressure",
                                      "polyPressure", "programChange"};
};

template <>
struct Schema<core::NoteEvent> {
    using T = core::NoteEvent;
    static constexpr auto fields = std::make_tuple(
        required("start", &T::start), required("duration", &T::duration),
        required("velocity", &T::velocity), required("pitch", &T::pitch),
        field("releaseVelocity", &T::releaseVelocity), field("channel", &T::channel));
};

template <>
struct Schema<model::Note> {
    using T = model::Note;
    static constexpr auto fields = std::make_tuple(required("id", &T::id), field("", &T::event),
                                                   field("isMuted", &T::isMuted));
};

template <>
struct Schema<model::ControlEvent> {
    using T = model::ControlEvent;
    static constexpr auto fields = std::make_tuple(
        required("at", &T::at), required("kind", &T::kind), required("value", &T::value),
        field("channel", &T::channel), field("number", &T::number));
};

/// The bytes as hexadecimal digits.
template <>
struct JsonCodec<model::OpaqueEvent> {
    static JsonValue encode(const model::OpaqueEvent& event);
    static void decode(const JsonValue& json, model::OpaqueEvent& event, DecodeContext& context);
};

template <>
struct Schema<model::PatternLane> {
    using T = model::PatternLane;
    static constexpr auto fields = std::make_tuple(
        field("notes", &T::notes), field("controls", &T::controls), field("opaque", &T::opaque));
};

using PatternLanes = std::map<model::TrackId, core::Shared<model::PatternLane>>;

/// A list of lanes, each with the id of its track.
template <>
struct JsonCodec<PatternLanes> {
    static JsonValue encode(const PatternLanes& lanes);
    static void decode(const JsonValue& json, PatternLanes& lanes, DecodeContext& context);
};

template <>
struct Schema<model::Pattern> {
    using T = model::Pattern;
    static constexpr auto fields = std::make_tuple(
        required("id", &T::id), required("name", &T::name), field("colour", &T::colour),
        required("length", &T::length), field("lanes", &T::lanes));
};

template <>
struct Schema<model::PatternClip> {
    using T = model::PatternClip;
    static constexpr auto fields =
        std::make_tuple(required("pattern", &T::pattern), field("offset", &T::offset),
                        field("isLooped", &T::isLooped));
};

template <>
struct Schema<model::AudioClip> {
    using T = model::AudioClip;
    static constexpr auto fields = std::make_tuple(
        required("asset", &T::asset), field("offset", &T::offset), field("gainDb", &T::gainDb),
        field("fadeIn", &T::fadeIn), field("fadeOut", &T::fadeOut));
};

using ClipContent = std::variant<model::PatternClip, model::AudioClip>;

/// The content's fields and its "type": "pattern" or "audio".
template <>
struct JsonCodec<ClipContent> {
    static JsonValue encode(const ClipContent& content);
    static void decode(const JsonValue& json, ClipContent& content, DecodeContext& context);
};

template <>
struct Schema<model::Clip> {
    using T = model::Clip;
    static constexpr auto fields = std::make_tuple(
        required("id", &T::id), field("name", &T::name), field("colour", &T::colour),
        required("start", &T::start), required("length", &T::length), field("isMuted", &T::isMuted),
        required("content", &T::content));
};

template <>
struct Schema<model::DeviceSample> {
    using T = model::DeviceSample;
    static constexpr auto fields = std::make_tuple(
        required("asset", &T::asset), field("lowKey", &T::lowKey), field("highKey", &T::highKey),
        field("rootKey", &T::rootKey), field("gainDb", &T::gainDb), field("output", &T::output));
};

template <>
struct Schema<model::DeviceOutput> {
    using T = model::DeviceOutput;
    static constexpr auto fields =
        std::make_tuple(required("port", &T::port), required("target", &T::target));
};

template <>
struct Schema<model::Device> {
    using T = model::Device;
    static constexpr auto fields =
        std::make_tuple(required("id", &T::id), required("type", &T::type), field("name", &T::name),
                        field("isEnabled", &T::isEnabled), field("parameters", &T::parameters),
                        field("samples", &T::samples), field("outputs", &T::outputs));
};

template <>
struct Schema<model::Send> {
    using T = model::Send;
    static constexpr auto fields =
        std::make_tuple(required("target", &T::target), required("levelDb", &T::levelDb),
                        field("isPreFader", &T::isPreFader), field("isEnabled", &T::isEnabled),
                        field("toChannel", &T::toChannel));
};

template <>
struct Schema<model::MixerStrip> {
    using T = model::MixerStrip;
    static constexpr auto fields = std::make_tuple(
        field("gainDb", &T::gainDb), field("pan", &T::pan), field("isMuted", &T::isMuted),
        field("isSoloed", &T::isSoloed), field("isSoloSafe", &T::isSoloSafe),
        field("panLaw", &T::panLaw), field("channels", &T::channels), field("sends", &T::sends));
};

template <>
struct Schema<model::AutomationPoint> {
    using T = model::AutomationPoint;
    static constexpr auto fields =
        std::make_tuple(required("at", &T::at), required("value", &T::value),
                        field("shape", &T::shape), field("tension", &T::tension));
};

template <>
struct Schema<model::AutomationLane> {
    using T = model::AutomationLane;
    static constexpr auto fields = std::make_tuple(
        required("id", &T::id), field("device", &T::device), required("parameter", &T::parameter),
        field("mode", &T::mode), field("isEnabled", &T::isEnabled), field("points", &T::points));
};

template <>
struct Schema<model::TrackInput> {
    using T = model::TrackInput;
    static constexpr auto fields =
        std::make_tuple(field("isArmed", &T::isArmed), field("left", &T::left),
                        field("right", &T::right), field("monitoring", &T::monitoring));
};

/// A track's file has its lanes' file names instead ("automation").
template <>
struct Schema<model::Track> {
    using T = model::Track;
    static constexpr auto fields = std::make_tuple(
        required("id", &T::id), required("name", &T::name), required("kind", &T::kind),
        field("colour", &T::colour), field("instrument", &T::instrument),
        field("inserts", &T::inserts), field("strip", &T::strip), field("input", &T::input),
        field("output", &T::output), field("vca", &T::vca), field("clips", &T::clips),
        field("lanes", &T::lanes));
};

template <>
struct Schema<model::AssetProvenance> {
    using T = model::AssetProvenance;
    static constexpr auto fields =
        std::make_tuple(field("origin", &T::origin), field("fileName", &T::fileName),
                        field("format", &T::format), field("sampleRate", &T::sampleRate));
};

template <>
struct Schema<model::Asset> {
    using T = model::Asset;
    static constexpr auto fields =
        std::make_tuple(required("id", &T::id), field("name", &T::name), required("file", &T::file),
                        field("sha256", &T::sha256), field("sizeBytes", &T::sizeBytes),
                        field("sampleRate", &T::sampleRate), field("frames", &T::frames),
                        field("channels", &T::channels), field("provenance", &T::provenance));
};

template <>
struct Schema<model::Marker> {
    using T = model::Marker;
    static constexpr auto fields =
        std::make_tuple(required("id", &T::id), field("name", &T::name), required("at", &T::at),
                        field("length", &T::length), field("colour", &T::colour));
};

template <>
struct Schema<model::Sidechain> {
    using T = model::Sidechain;
    static constexpr auto fields = std::make_tuple(
        required("source", &T::source), required("targetTrack", &T::targetTrack),
        required("targetDevice", &T::targetDevice), field("isPreFader", &T::isPreFader));
};

template <>
struct Schema<model::Routing> {
    using T = model::Routing;
    static constexpr auto fields =
        std::make_tuple(field("panLaw", &T::panLaw), field("sidechains", &T::sidechains));
};

template <>
struct Schema<model::LoopRange> {
    using T = model::LoopRange;
    static constexpr auto fields = std::make_tuple(
        required("start", &T::start), required("end", &T::end), field("isEnabled", &T::isEnabled));
};

template <>
struct Schema<model::PunchRange> {
    using T = model::PunchRange;
    static constexpr auto fields = std::make_tuple(
        required("start", &T::start), required("end", &T::end), field("isEnabled", &T::isEnabled));
};

template <>
struct Schema<core::TempoPoint> {
    using T = core::TempoPoint;
    static constexpr auto fields = std::make_tuple(
        required("at", &T::at), required("bpm", &T::tempo), field("rampToNext", &T::rampToNext));
};

template <>
struct Schema<core::TimeSignature> {
    using T = core::TimeSignature;
    static constexpr auto fields = std::make_tuple(required("numerator", &T::numerator),
                                                   required("denominator", &T::denominator));
};

template <>
struct Schema<core::TimeSignaturePoint> {
    using T = core::TimeSignaturePoint;
    static constexpr auto fields =
        std::make_tuple(required("at", &T::at), field("", &T::signature));
};

template <>
struct JsonCodec<core::TempoMap> {
    static JsonValue encode(const core::TempoMap& map);
    static void decode(const JsonValue& json, core::TempoMap& map, DecodeContext& context);
};

} // namespace cppmusic::project
