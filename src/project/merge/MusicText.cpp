// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/merge/MusicText.h"

#include "core/music/Pitch.h"
#include "core/params/Taper.h"
#include "model/Queries.h"
#include "project/merge/JsonLists.h"
#include "project/serialization/CanonicalJson.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cppmusic::project {

namespace {

std::string quoted(std::string_view name)
{
    return "'" + std::string(name) + "'";
}

std::string_view lastStep(std::string_view path)
{
    const auto slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

/// "releaseVelocity" as "release velocity".
std::string wordsOf(std::string_view name)
{
    std::string words;
    for (const char c : name) {
        const bool isUpper = c >= 'A' && c <= 'Z';
        if (isUpper) words += ' ';
        words += isUpper ? static_cast<char>(c + 32) : c;
    }
    return words;
}

struct Label {
    std::string_view field, label;
};
constexpr std::array<Label, 17> labelsOfFields{{{"gainDb", "gain"},
                                                {"levelDb", "level"},
                                                {"isMuted", "mute"},
                                                {"isSoloed", "solo"},
                                                {"isSoloSafe", "solo safe"},
                                                {"isEnabled", "switch"},
                                                {"isPreFader", "pre-fader"},
                                                {"isLooped", "repeating"},
                                                {"isArmed", "record switch"},
                                                {"rampToNext", "ramp"},
                                                {"left", "left input"},
                                                {"right", "right input"},
                                                {"sampleRate", "sample rate"},
                                                {"sizeBytes", "size"},
                                                {"bpm", "tempo"},
                                                {"vca", "VCA group"},
                                                {"content", "what it plays"}}};

bool isOneOf(std::string_view name, std::initializer_list<std::string_view> names)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::string shortNumber(double value)
{
    return numberText(std::round(value * 1000.0) / 1000.0);
}

std::string panText(double pan)
{
    if (pan == 0.0) return "centre";
    return shortNumber(std::abs(pan) * 100.0) + (pan < 0 ? " % left" : " % right");
}

std::string cut(std::string text)
{
    if (text.size() <= 60) return text;
    std::size_t end = 57;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    return text.substr(0, end) + "…";
}

std::string switchText(std::string_view field, const JsonValue* json)
{
    const auto* flag = json == nullptr ? nullptr : json->getIf<bool>();
    const bool isOn = flag != nullptr ? *flag : isOneOf(field, {"isEnabled", "isLooped"});
    return isOn ? "on" : "off";
}

} // namespace

MusicText::MusicText(const model::Project& project, const MusicLabels& labels)
    : project_(project), labels_(labels)
{
    const auto place = [&](model::PatternId pattern, model::TrackId lane, const Placement& at) {
        auto& first = placements_.try_emplace({pattern.value, lane.value}, at).first->second;
        if (at.start < first.start) first = at;
    };
    for (const auto& track : project.tracks)
        for (const auto& clip : track->clips) {
            const auto* content = std::get_if<model::PatternClip>(&clip->content);
            if (content == nullptr) continue;
            place(content->pattern, {}, {track->id.value, clip->start, content->offset});
            const auto* pattern = model::findPattern(project, content->pattern);
            if (pattern == nullptr) continue;
            for (const auto& [lane, notes] : (*pattern)->lanes)
                if (lane.isValid())
                    place(content->pattern, lane, {lane.value, clip->start, content->offset});
        }
}

std::string MusicText::position(core::Beats at) const
{
    const auto place = project_.tempo->barPositionAt(at);
    const double ticks = 960.0 * 4.0 / project_.tempo->signatureAt(at).denominator;
    return std::to_string(place.bar) + "." + std::to_string(place.beat) + "." +
           std::to_string(static_cast<int>(place.fraction * ticks + 1e-6));
}

std::string MusicText::trackName(std::uint64_t id) const
{
    const auto* track = model::findTrack(project_, model::TrackId{id});
    const bool isNamed = track != nullptr && !(*track)->name.empty();
    return isNamed ? (*track)->name : "Track " + std::to_string(id);
}

const MusicText::Placement* MusicText::placementOf(const Frames& frames) const
{
    if (frames.size() < 2 || frames[0].list != "patterns" || frames[1].list != "lanes")
        return nullptr;
    const auto found =
        placements_.find({static_cast<std::uint64_t>(numberOf(frames[0].noun, "id")),
                          static_cast<std::uint64_t>(numberOf(frames[1].noun, "track"))});
    return found == placements_.end() ? nullptr : &found->second;
}

std::string MusicText::placeInSong(const Frames& frames, double beats) const
{
    core::Beats at{beats};
    if (const auto* placement = placementOf(frames);
        placement != nullptr && at >= placement->offset)
        at += placement->start - placement->offset;
    return position(at);
}

std::string MusicText::place(const Frames& frames) const
{
    if (frames.empty() || frames[0].list == "song") return "Song";
    const auto& outer = frames[0].noun;
    const auto id = static_cast<std::uint64_t>(numberOf(outer, "id"));
    const auto name = textOf(outer, "name");
    if (frames[0].list == "tracks") return name.empty() ? trackName(id) : name;
    if (frames[0].list == "automation") {
        model::TrackId track;
        static_cast<void>(model::findLane(project_, model::LaneId{id}, &track));
        return track.isValid() ? trackName(track.value) : "Song";
    }
    if (const auto* placement = placementOf(frames)) return trackName(placement->track);
    if (frames.size() > 1)
        if (const auto lane = numberOf(frames[1].noun, "track"); lane > 0)
            return trackName(static_cast<std::uint64_t>(lane));
    return "Pattern " + (name.empty() ? std::to_string(id) : quoted(name));
}

std::string MusicText::clipName(const JsonObject& clip) const
{
    if (auto name = textOf(clip, "name"); !name.empty()) return quoted(name);
    const auto* content = findMember(clip, "content");
    const auto* played = content == nullptr ? nullptr : content->getIf<JsonObject>();
    if (played == nullptr) return textOf(clip, "id");
    for (const char* field : {"pattern", "asset"})
        if (const auto id = numberOf(*played, field); id > 0)
            return reference(field, static_cast<std::uint64_t>(id));
    return textOf(clip, "id");
}

std::string MusicText::deviceName(const JsonObject& device) const
{
    if (auto name = textOf(device, "name"); !name.empty()) return quoted(name);
    const auto type = textOf(device, "type");
    const auto label = labels_.device ? labels_.device(type) : std::string{};
    return label.empty() ? type : label;
}

std::string MusicText::parameterName(const JsonObject& lane) const
{
    const auto parameter = textOf(lane, "parameter");
    if (parameter.starts_with("send."))
        return "send to " + trackName(std::strtoull(parameter.c_str() + 5, nullptr, 10));
    const auto device = numberOf(lane, "device");
    if (device <= 0) return parameter == "gain" ? "gain" : wordsOf(parameter);
    const auto* found =
        model::findDevice(project_, model::DeviceId{static_cast<std::uint64_t>(device)});
    if (found == nullptr) return parameter;
    const auto spec =
        labels_.parameter ? labels_.parameter((*found)->type, parameter) : std::nullopt;
    const JsonObject noun{{"name", (*found)->name}, {"type", (*found)->type}};
    return deviceName(noun) + " " + (spec ? std::string(spec->label) : parameter);
}

std::string MusicText::noun(const Frames& frames) const
{
    if (frames.empty()) return {};
    const auto& list = frames.back().list;
    const auto& noun = frames.back().noun;
    if (list == "automation") return "automation of " + parameterName(noun);
    if (frames.size() < 2) return {};
    const auto at = [&](const char* field) {
        return " at " + placeInSong(frames, numberOf(noun, field));
    };
    if (list == "notes")
        return "note " + core::pitchName(static_cast<int>(numberOf(noun, "pitch"))) + at("start");
    if (list == "controls") return wordsOf(textOf(noun, "kind")) + at("at");
    if (list == "opaque") return "MIDI message" + at("at");
    if (list == "clips") return "clip " + clipName(noun) + at("start");
    if (isOneOf(list, {"inserts", "instrument"})) return deviceName(noun);
    if (list == "sends")
        return "send to " + trackName(static_cast<std::uint64_t>(numberOf(noun, "target")));
    if (list == "samples") return "sample on key " + textOf(noun, "lowKey");
    if (list == "outputs") return "output " + textOf(noun, "port");
    if (list == "points") {
        const auto& lane = frames[frames.size() - 2];
        return "automation of " + parameterName(lane.noun) + at("at");
    }
    if (list == "lanes" && frames[0].list == "patterns") return {};
    if (list == "lanes") return "automation of " + parameterName(noun);
    if (list == "markers") return "marker " + quoted(textOf(noun, "name")) + at("at");
    if (list == "assets") return "audio file " + quoted(textOf(noun, "name"));
    if (list == "sidechains")
        return "sidechain from " + trackName(static_cast<std::uint64_t>(numberOf(noun, "source")));
    if (list == "tempos") return "tempo" + at("at");
    if (list == "signatures") return "time signature" + at("at");
    return wordsOf(list) + " " + textOf(noun, "id");
}

std::optional<core::ParameterSpec> MusicText::specOf(const Frames& frames,
                                                     std::string_view path) const
{
    if (!path.starts_with("parameters/") || !labels_.parameter || frames.empty())
        return std::nullopt;
    return labels_.parameter(textOf(frames.back().noun, "type"), path.substr(11));
}

std::string MusicText::field(const Frames& frames, std::string_view path) const
{
    if (path.starts_with("parameters/")) {
        const auto spec = specOf(frames, path);
        return spec ? std::string(spec->label) : std::string(path.substr(11));
    }
    const auto name = lastStep(path);
    for (const auto& known : labelsOfFields)
        if (known.field == name) return std::string(known.label);
    if (path.starts_with("loop/") || path.starts_with("punch/"))
        return std::string(path.substr(0, path.find('/'))) + " " + wordsOf(name);
    return wordsOf(name);
}

std::string MusicText::reference(std::string_view field, std::uint64_t id) const
{
    if (field == "pattern") {
        const auto* pattern = model::findPattern(project_, model::PatternId{id});
        if (pattern != nullptr && !(*pattern)->name.empty()) return quoted((*pattern)->name);
        return "pattern " + std::to_string(id);
    }
    if (field == "asset") {
        const auto* asset = model::findAsset(project_, model::AssetId{id});
        return asset == nullptr ? "audio file " + std::to_string(id) : quoted((*asset)->name);
    }
    return trackName(id);
}

std::string MusicText::value(const Frames& frames, std::string_view path,
                             const JsonValue* json) const
{
    const auto name = lastStep(path);
    const JsonObject holder =
        json == nullptr ? JsonObject{} : JsonObject{{std::string(name), *json}};
    const double number = numberOf(holder, name);
    if (const auto spec = specOf(frames, path))
        return core::textOf(*spec,
                            json == nullptr ? spec->defaultValue : static_cast<float>(number));
    if (name.starts_with("is") || name == "rampToNext") return switchText(name, json);
    if (isOneOf(name, {"gainDb", "levelDb"})) return shortNumber(number) + " dB";
    if (name == "pan") return panText(number);
    if (isOneOf(name, {"output", "vca"}) && number == 0.0)
        return name == "vca" ? "none" : frames.size() > 1 ? "0" : "the master";
    if (json == nullptr) return "the default";
    if (isOneOf(name, {"start", "at", "end"}) && json->getIf<JsonNumber>())
        return placeInSong(frames, number);
    if (isOneOf(name, {"length", "duration"})) return shortNumber(number) + " beats";
    if (name == "offset" && frames.back().list != "clips") return shortNumber(number) + " beats";
    if (isOneOf(name, {"fadeIn", "fadeOut"})) return shortNumber(number) + " s";
    if (name == "pitch") return core::pitchName(static_cast<int>(number));
    if (name == "bpm") return shortNumber(number) + " bpm";
    if (name == "sampleRate") return shortNumber(number) + " Hz";
    if (isOneOf(name, {"target", "output", "vca", "source", "targetTrack", "pattern", "asset"}) &&
        json->getIf<JsonNumber>() && frames.back().list != "samples")
        return reference(name, static_cast<std::uint64_t>(number));
    if (const auto* text = json->getIf<std::string>()) return quoted(cut(*text));
    if (json->getIf<JsonNumber>()) return textOf(*json);
    const auto text = writeOnOneLine(*json);
    return text ? cut(*text) : std::string{};
}

} // namespace cppmusic::project
