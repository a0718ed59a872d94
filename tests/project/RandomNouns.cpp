// SPDX-License-Identifier: GPL-3.0-or-later
// The nouns that RandomCommands makes up, and how it picks what is there.
#include "RandomCommands.h"
#include "model/Queries.h"

#include <algorithm>
#include <set>

namespace cppmusic::test {

using namespace model;
using core::Beats;
using core::Seconds;

double RandomCommands::real(double low, double high)
{
    const double unit = static_cast<double>(generator_() >> 11) * 0x1.0p-53;
    return low + (high - low) * unit;
}

Beats RandomCommands::place()
{
    return Beats{chance(70) ? static_cast<double>(below(256)) / 4.0 : real(0, 64)};
}

Beats RandomCommands::length()
{
    return Beats{chance(70) ? static_cast<double>(1 + below(32)) / 4.0 : real(0.001, 16)};
}

std::string RandomCommands::text()
{
    static const std::vector<std::string> texts{"",
                                                "Bass",
                                                "Lead \"wide\"",
                                                "Schlagzeug \xc3\xa4\xc3\xb6",
                                                "\xf0\x9f\x8e\xb5",
                                                "a\\b/c",
                                                "line\nbreak\t",
                                                "Pad",
                                                "Kick 909",
                                                "\x01\x7f"};
    return texts[below(texts.size())];
}

std::string RandomCommands::unknown()
{
    return chance(5) ? R"({"fromTheFuture": [1, 2.5e-7, {"deep": null}], "swing": 0.625})" : "";
}

PaletteColour RandomCommands::colour()
{
    return PaletteColour{static_cast<std::int8_t>(static_cast<int>(below(17)) - 1)};
}

template <class IdType>
IdType RandomCommands::newId(const Project& project)
{
    nextId_ = std::max(nextId_, project.nextId);
    if (chance(2)) return IdType{1 + below(static_cast<std::size_t>(nextId_))}; // often in use
    return IdType{nextId_++};
}

template NoteId RandomCommands::newId<NoteId>(const Project&);
template PatternId RandomCommands::newId<PatternId>(const Project&);
template ClipId RandomCommands::newId<ClipId>(const Project&);

TrackId RandomCommands::anyTrack(const Project& project)
{
    return project.tracks[below(project.tracks.size())]->id;
}

TrackId RandomCommands::trackOfKind(const Project& project, TrackKind kind)
{
    std::vector<TrackId> found;
    for (const auto& track : project.tracks)
        if (track->kind == kind) found.push_back(track->id);
    return found.empty() ? anyTrack(project) : found[below(found.size())];
}

ClipId RandomCommands::anyClip(const Project& project)
{
    std::vector<ClipId> found;
    for (const auto& track : project.tracks)
        for (const auto& clip : track->clips) found.push_back(clip->id);
    return found.empty() ? ClipId{9999} : found[below(found.size())];
}

PatternId RandomCommands::anyPattern(const Project& project)
{
    if (project.patterns.empty()) return PatternId{9999};
    auto place = project.patterns.begin();
    std::advance(place, static_cast<std::ptrdiff_t>(below(project.patterns.size())));
    return place->first;
}

DeviceId RandomCommands::anyDevice(const Project& project)
{
    std::vector<DeviceId> found;
    for (const auto& track : project.tracks) {
        if (track->instrument) found.push_back((*track->instrument)->id);
        for (const auto& device : track->inserts) found.push_back(device->id);
    }
    return found.empty() ? DeviceId{9999} : found[below(found.size())];
}

LaneId RandomCommands::anyLane(const Project& project)
{
    std::vector<LaneId> found;
    for (const auto& track : project.tracks)
        for (const auto& lane : track->lanes) found.push_back(lane->id);
    return found.empty() ? LaneId{9999} : found[below(found.size())];
}

AssetId RandomCommands::anyAsset(const Project& project)
{
    if (project.assets.empty()) return AssetId{9999};
    auto place = project.assets.begin();
    std::advance(place, static_cast<std::ptrdiff_t>(below(project.assets.size())));
    return place->first;
}

TrackId RandomCommands::laneOf(const Project& project, PatternId pattern)
{
    const auto place = project.patterns.find(pattern);
    if (place == project.patterns.end() || place->second->lanes.empty() || chance(10))
        return chance(50) ? TrackId{} : anyTrack(project);
    auto lane = place->second->lanes.begin();
    std::advance(lane, static_cast<std::ptrdiff_t>(below(place->second->lanes.size())));
    return lane->first;
}

std::vector<Note> RandomCommands::notesOf(const Project& project, PatternId pattern, TrackId lane)
{
    std::vector<Note> some;
    const auto place = project.patterns.find(pattern);
    if (place == project.patterns.end()) return some;
    const auto content = place->second->lanes.find(lane);
    if (content == place->second->lanes.end()) return some;
    for (const auto& note : content->second->notes)
        if (chance(40)) some.push_back(note);
    return some;
}

Note RandomCommands::makeNote(const Project& project)
{
    Note note;
    note.id = newId<NoteId>(project);
    note.event.start = place();
    note.event.duration = length();
    note.event.velocity = number(0.01, 1);
    note.event.pitch = static_cast<std::uint8_t>(below(128));
    note.event.channel = static_cast<std::uint8_t>(chance(80) ? 0 : below(16));
    note.isMuted = chance(10);
    note.unknownFields = unknown();
    return note;
}

ControlEvent RandomCommands::makeControl()
{
    ControlEvent control;
    control.at = place();
    control.kind = static_cast<ControlEvent::Kind>(below(5));
    control.number = static_cast<std::uint8_t>(below(128));
    control.value = number(0, 1);
    control.unknownFields = unknown();
    return control;
}

OpaqueEvent RandomCommands::makeOpaque()
{
    OpaqueEvent event;
    event.at = place();
    event.metaType = static_cast<std::uint8_t>(below(128));
    for (std::size_t index = below(8); index > 0; --index)
        event.bytes.push_back(static_cast<char>(below(256)));
    event.unknownFields = unknown();
    return event;
}

PatternLane RandomCommands::makeLane(const Project& project)
{
    PatternLane lane;
    for (std::size_t count = below(6); count > 0; --count) lane.notes.push_back(makeNote(project));
    for (std::size_t count = below(3); count > 0; --count) lane.controls.push_back(makeControl());
    for (std::size_t count = below(2); count > 0; --count) lane.opaque.push_back(makeOpaque());
    lane.unknownFields = unknown();
    return lane;
}

Pattern RandomCommands::makePattern(const Project& project)
{
    Pattern pattern;
    pattern.id = newId<PatternId>(project);
    pattern.name = text();
    pattern.colour = colour();
    pattern.length = length();
    if (chance(80)) pattern.lanes.emplace(TrackId{}, makeLane(project));
    if (chance(40)) pattern.lanes.emplace(anyTrack(project), makeLane(project));
    pattern.unknownFields = unknown();
    return pattern;
}

std::variant<PatternClip, AudioClip> RandomCommands::makeContent(const Project& project)
{
    if (project.assets.empty() || chance(60)) {
        PatternClip clip{anyPattern(project), place(), chance(70)};
        clip.unknownFields = unknown();
        return clip;
    }
    AudioClip clip;
    clip.asset = anyAsset(project);
    clip.offset = Seconds{real(0, 10)};
    clip.gainDb = number(-60, 24);
    clip.fadeOut = Seconds{real(0, 1)};
    clip.unknownFields = unknown();
    return clip;
}

Clip RandomCommands::makeClip(const Project& project)
{
    Clip clip;
    clip.id = newId<ClipId>(project);
    clip.name = text();
    clip.colour = colour();
    clip.start = place();
    clip.length = length();
    clip.isMuted = chance(10);
    clip.content = makeContent(project);
    clip.unknownFields = unknown();
    return clip;
}

std::vector<DeviceSample> RandomCommands::makeSamples(const Project& project)
{
    std::vector<DeviceSample> samples;
    if (project.assets.empty()) return samples;
    for (std::size_t count = below(3); count > 0; --count) {
        DeviceSample sample;
        sample.asset = anyAsset(project);
        sample.lowKey = static_cast<std::uint8_t>(below(60));
        sample.gainDb = number(-12, 6);
        sample.unknownFields = unknown();
        samples.push_back(sample);
    }
    return samples;
}

Device RandomCommands::makeDevice(const Project& project)
{
    Device device;
    device.id = newId<DeviceId>(project);
    device.type = chance(50) ? "cppmusic.synth" : "future.unknown";
    device.name = text();
    device.isEnabled = chance(80);
    for (std::size_t count = below(4); count > 0; --count)
        device.parameters["p" + std::to_string(below(6))] = number(-100, 20000);
    device.samples = makeSamples(project);
    device.unknownFields = unknown();
    return device;
}

std::vector<DeviceOutput> RandomCommands::makeOutputs(const Project& project)
{
    std::vector<DeviceOutput> outputs;
    for (int port = 1; port < 4; ++port)
        if (chance(30)) outputs.push_back({port, anyTrack(project), unknown()});
    return outputs;
}

std::vector<AutomationPoint> RandomCommands::makePoints(Beats from, Beats to)
{
    std::set<double> places;
    for (std::size_t count = below(6); count > 0; --count)
        places.insert(real(from.value, to.value));
    std::vector<AutomationPoint> points;
    for (const double at : places) {
        AutomationPoint point;
        point.at = Beats{at};
        point.value = number(-90, 6);
        point.shape = static_cast<AutomationShape>(below(3));
        point.tension = number(-1, 1);
        point.unknownFields = unknown();
        points.push_back(point);
    }
    return points;
}

AutomationLane RandomCommands::makeAutomation(const Project& project)
{
    AutomationLane lane;
    lane.id = newId<LaneId>(project);
    if (chance(50)) lane.device = anyDevice(project);
    lane.parameter = "p" + std::to_string(below(6));
    lane.mode = static_cast<AutomationMode>(below(4));
    lane.points = makePoints(Beats{0}, Beats{64});
    lane.unknownFields = unknown();
    return lane;
}

Send RandomCommands::makeSend(const Project& project)
{
    Send send;
    send.target = trackOfKind(project, TrackKind::aux);
    send.levelDb = number(-90, 6);
    send.isPreFader = chance(30);
    if (chance(20)) send.toChannel = static_cast<int>(below(16));
    send.unknownFields = unknown();
    return send;
}

Sidechain RandomCommands::makeSidechain(const Project& project)
{
    Sidechain sidechain;
    for (int tries = 0; tries < 4; ++tries) { // now and then into itself or to nothing
        sidechain.source = anyTrack(project);
        sidechain.targetDevice = anyDevice(project);
        const bool isThere = findDevice(project, sidechain.targetDevice, &sidechain.targetTrack);
        if (isThere && sidechain.source != sidechain.targetTrack) break;
    }
    sidechain.isPreFader = chance(30);
    sidechain.unknownFields = unknown();
    return sidechain;
}

Track RandomCommands::makeTrack(const Project& project)
{
    Track track;
    track.id = newId<TrackId>(project);
    track.name = text();
    track.kind = chance(30) ? TrackKind::aux : static_cast<TrackKind>(below(4));
    track.colour = colour();
    if (chance(10)) {
        track.kind = TrackKind::vca;
        track.strip.gainDb = number(-90, 6);
        return track;
    }
    if (chance(20)) track.strip.panLaw = static_cast<PanLaw>(below(4));
    if (chance(20)) track.strip.channels = ChannelCount{1 + static_cast<int>(below(8))};
    if (chance(20)) track.vca = trackOfKind(project, TrackKind::vca);
    if (chance(50)) track.instrument = makeDevice(project);
    for (std::size_t count = below(3); count > 0; --count)
        track.inserts.emplace_back(makeDevice(project));
    track.strip.gainDb = number(-90, 6);
    track.strip.pan = number(-1, 1);
    track.strip.unknownFields = unknown();
    if (chance(30)) track.strip.sends.push_back(makeSend(project));
    if (chance(30)) track.output = trackOfKind(project, TrackKind::group);
    if (!project.patterns.empty())
        for (std::size_t count = below(3); count > 0; --count)
            track.clips.emplace_back(makeClip(project));
    if (chance(30)) {
        track.lanes.emplace_back(makeAutomation(project));
        if (chance(90))
            track.lanes.back() = track.lanes.back().with([](auto& lane) { lane.device = {}; });
    }
    track.unknownFields = unknown();
    return track;
}

Asset RandomCommands::makeAsset(const Project& project)
{
    Asset asset;
    asset.id = newId<AssetId>(project);
    asset.name = text();
    asset.sha256 = std::string(64, "0123456789abcdef"[below(16)]);
    asset.file = "assets/audio/" + asset.sha256 + ".wav";
    asset.sizeBytes = generator_() >> 12;
    asset.sampleRate = 44100;
    asset.frames = static_cast<std::int64_t>(below(1 << 30));
    asset.channels = 2;
    // Without further dice, which would change every history that is drawn after it.
    if (asset.frames % 2 == 0) {
        asset.provenance.origin = asset.frames % 3 == 0 ? "imported" : "recorded";
        asset.provenance.fileName = "take.flac";
        asset.provenance.sampleRate = asset.frames % 5 == 0 ? 0 : 96000;
        asset.provenance.format = asset.frames % 7 == 0 ? "" : "flac";
        if (asset.frames % 4 == 0) asset.provenance.unknownFields = R"({"bwf": [1.50]})";
    }
    asset.unknownFields = unknown();
    return asset;
}

Marker RandomCommands::makeMarker(const Project& project)
{
    Marker marker;
    marker.id = newId<MarkerId>(project);
    marker.name = text();
    marker.at = place();
    marker.length = chance(50) ? Beats{} : length();
    marker.unknownFields = unknown();
    return marker;
}

core::TempoMap RandomCommands::makeTempo()
{
    std::vector<core::TempoPoint> tempos{{Beats{}, core::Bpm{real(20, 999)}, chance(30)}};
    if (chance(50)) tempos.push_back({Beats{length()}, core::Bpm{real(20, 999)}, false});
    std::vector<core::TimeSignaturePoint> signatures{
        {Beats{}, {static_cast<int>(2 + below(6)), 4}}};
    return *core::TempoMap::make(std::move(tempos), std::move(signatures));
}

} // namespace cppmusic::test
