// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/serialization/ModelSchema.h"

#include "model/Limits.h"

namespace cppmusic::project {

namespace {

// The parts of a tempo map as they stand in a file (see TempoExtras.h for unknown fields).
struct TempoOnFile {
    std::vector<core::TempoPoint> tempos;
    std::vector<core::TimeSignaturePoint> signatures;
};

struct OpaqueOnFile {
    core::Beats at;
    std::uint8_t status = 0xff;
    std::uint8_t metaType = 0;
    std::string bytes;
    std::string unknownFields;
};

struct LaneOnFile {
    model::TrackId track;
    model::PatternLane lane;
};

int digitOf(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

} // namespace

template <>
struct Schema<TempoOnFile> {
    using T = TempoOnFile;
    static constexpr auto fields =
        std::make_tuple(required("tempos", &T::tempos), required("signatures", &T::signatures));
};

template <>
struct Schema<OpaqueOnFile> {
    using T = OpaqueOnFile;
    static constexpr auto fields =
        std::make_tuple(required("at", &T::at), required("status", &T::status),
                        field("metaType", &T::metaType), field("bytes", &T::bytes));
};

template <>
struct Schema<LaneOnFile> {
    using T = LaneOnFile;
    static constexpr auto fields = std::make_tuple(field("track", &T::track), field("", &T::lane));
};

namespace {

std::string writeHex(const std::string& bytes)
{
    std::string digits;
    digits.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        digits += "0123456789abcdef"[byte >> 4];
        digits += "0123456789abcdef"[byte & 15];
    }
    return digits;
}

void readHex(const std::string& digits, std::string& bytes, DecodeContext& context)
{
    bytes.clear();
    bytes.reserve(digits.size() / 2);
    bool isValid = digits.size() % 2 == 0;
    for (std::size_t index = 0; isValid && index < digits.size(); index += 2) {
        const int high = digitOf(digits[index]), low = digitOf(digits[index + 1]);
        isValid = high >= 0 && low >= 0;
        bytes.push_back(static_cast<char>(high * 16 + low));
    }
    if (!isValid) detail::failType(context, "pairs of hexadecimal digits");
}

} // namespace

JsonValue JsonCodec<model::OpaqueEvent>::encode(const model::OpaqueEvent& event)
{
    return detail::encodeNoun(OpaqueOnFile{event.at, event.status, event.metaType,
                                           writeHex(event.bytes), event.unknownFields});
}

void JsonCodec<model::OpaqueEvent>::decode(const JsonValue& json, model::OpaqueEvent& event,
                                           DecodeContext& context)
{
    OpaqueOnFile file;
    detail::decodeNoun(json, file, context);
    event.at = file.at;
    event.status = file.status;
    event.metaType = file.metaType;
    event.unknownFields = std::move(file.unknownFields);
    context.at("bytes", [&] { readHex(file.bytes, event.bytes, context); });
}

JsonValue JsonCodec<model::ChannelCount>::encode(const model::ChannelCount& channels)
{
    if (channels == model::mono) return std::string("mono");
    if (channels == model::stereo) return std::string("stereo");
    return project::encode(channels.value);
}

void JsonCodec<model::ChannelCount>::decode(const JsonValue& json, model::ChannelCount& channels,
                                            DecodeContext& context)
{
    const auto* name = json.getIf<std::string>();
    if (name == nullptr)
        project::decode(json, channels.value, context);
    else if (*name == "mono" || *name == "stereo")
        channels = *name == "mono" ? model::mono : model::stereo;
    else
        detail::failType(context, "\"mono\", \"stereo\" or a number of channels");
}

JsonValue JsonCodec<PatternLanes>::encode(const PatternLanes& lanes)
{
    JsonArray array;
    for (const auto& [track, lane] : lanes)
        array.push_back(detail::encodeNoun(LaneOnFile{track, *lane}));
    return array;
}

void JsonCodec<PatternLanes>::decode(const JsonValue& json, PatternLanes& lanes,
                                     DecodeContext& context)
{
    std::vector<LaneOnFile> list;
    project::decode(json, list, context);
    lanes.clear();
    for (auto& element : list) {
        if (!lanes.emplace(element.track, std::move(element.lane)).second)
            context.fail("Two lanes of the pattern are for track " +
                         std::to_string(element.track.value) + ".");
    }
}

JsonValue JsonCodec<ClipContent>::encode(const ClipContent& content)
{
    const bool isPattern = std::holds_alternative<model::PatternClip>(content);
    auto json = std::visit([](const auto& clip) { return detail::encodeNoun(clip); }, content);
    std::get<JsonObject>(json.content)
        .emplace_back("type", std::string(isPattern ? "pattern" : "audio"));
    return json;
}

void JsonCodec<ClipContent>::decode(const JsonValue& json, ClipContent& content,
                                    DecodeContext& context)
{
    const auto* object = json.getIf<JsonObject>();
    if (object == nullptr) return detail::failType(context, "an object");
    JsonObject fields = *object;
    std::string type;
    std::erase_if(fields, [&](const auto& member) {
        if (member.first != "type") return false;
        context.at("type", [&] { project::decode(member.second, type, context); });
        return true;
    });
    if (type == "pattern")
        detail::decodeNoun(JsonValue(std::move(fields)), content.emplace<model::PatternClip>(),
                           context);
    else if (type == "audio")
        detail::decodeNoun(JsonValue(std::move(fields)), content.emplace<model::AudioClip>(),
                           context);
    else
        context.fail("A clip's type must be 'pattern' or 'audio'.");
}

JsonValue JsonCodec<core::TempoMap>::encode(const core::TempoMap& map)
{
    return detail::encodeNoun(TempoOnFile{map.tempos(), map.signatures()});
}

void JsonCodec<core::TempoMap>::decode(const JsonValue& json, core::TempoMap& map,
                                       DecodeContext& context)
{
    TempoOnFile file;
    detail::decodeNoun(json, file, context);
    if (context.hasFailed()) return;
    auto made = core::TempoMap::make(std::move(file.tempos), std::move(file.signatures));
    if (!made) return context.fail(made.error().message);
    map = std::move(*made);
}

} // namespace cppmusic::project
