// SPDX-License-Identifier: GPL-3.0-or-later
// The published JSON Schema says what the tables of fields say: it is written from them.
#include "project/serialization/ModelSchema.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

namespace {

using namespace cppmusic;
using namespace cppmusic::project;
using Json = nlohmann::json;

// A type's schema; nouns become definitions, in `definitions`.
class SchemaWriter {
public:
    Json definitions = Json::object();

    template <class T>
    Json of(const std::type_identity<T>& type)
    {
        if constexpr (std::is_same_v<T, bool>)
            return {{"type", "boolean"}};
        else if constexpr (std::is_floating_point_v<T>)
            return {{"type", "number"}};
        else if constexpr (std::is_integral_v<T>)
            return {{"type", "integer"}};
        else if constexpr (std::is_same_v<T, std::string>)
            return {{"type", "string"}};
        else if constexpr (std::is_enum_v<T>)
            return {{"enum", EnumNames<T>::names}};
        else
            return special(type);
    }

    /// A noun's properties and those that must be there.
    template <class T>
    void addFields(Json& noun)
    {
        detail::forEachField(Schema<T>::fields, [&](const auto& each) {
            using Member = std::remove_cvref_t<decltype(std::declval<T&>().*each.member)>;
            if constexpr (HasSchema<Member>)
                if (detail::isFlat(each.name)) return addFields<Member>(noun);
            noun["properties"][each.name] = of(std::type_identity<Member>{});
            if (each.isRequired) noun["required"].push_back(each.name);
        });
    }

    Json reference(const char* name) { return {{"$ref", std::string("#/$defs/") + name}}; }

    template <class T>
    Json define(const char* name)
    {
        Json noun{{"type", "object"}, {"properties", Json::object()}, {"required", Json::array()}};
        addFields<T>(noun);
        definitions[name] = std::move(noun);
        return reference(name);
    }

private:
    /// A noun without a definition of its own.
    template <HasSchema T>
    Json special(std::type_identity<T>)
    {
        Json noun{{"type", "object"}, {"properties", Json::object()}, {"required", Json::array()}};
        addFields<T>(noun);
        return noun;
    }
    template <class T>
    Json special(std::type_identity<core::Shared<T>>)
    {
        return of(std::type_identity<T>{});
    }
    template <class T>
    Json special(std::type_identity<std::optional<T>>)
    {
        return of(std::type_identity<T>{});
    }
    template <class T>
    Json special(std::type_identity<std::vector<T>>)
    {
        return {{"type", "array"}, {"items", of(std::type_identity<T>{})}};
    }
    template <class Tag, class Number>
    Json special(std::type_identity<core::Quantity<Tag, Number>>)
    {
        return {{"type", "number"}};
    }
    template <class Tag>
    Json special(std::type_identity<core::Id<Tag>>)
    {
        return {{"type", "integer"}, {"minimum", 0}};
    }
    Json special(std::type_identity<model::PaletteColour>)
    {
        return {{"type", "integer"}, {"minimum", -1}, {"maximum", 15}};
    }
    Json special(std::type_identity<model::ChannelCount>)
    {
        return Json::parse(R"({"anyOf": [{"enum": ["mono", "stereo"]},
                                         {"type": "integer", "minimum": 1, "maximum": 16}]})");
    }
    Json special(std::type_identity<std::map<std::string, float>>)
    {
        return {{"type", "object"}, {"additionalProperties", {{"type", "number"}}}};
    }
    Json special(std::type_identity<model::OpaqueEvent>)
    {
        definitions["midiMessage"] = Json::parse(R"({
            "type": "object", "required": ["at", "status"], "properties": {
            "at": {"type": "number"}, "status": {"type": "integer"},
            "metaType": {"type": "integer"},
            "bytes": {"type": "string", "pattern": "^([0-9a-f][0-9a-f])*$"}}})");
        return reference("midiMessage");
    }
    Json special(std::type_identity<PatternLanes>)
    {
        define<model::PatternLane>("patternLane");
        definitions["patternLane"]["properties"]["track"] = {{"type", "integer"}, {"minimum", 1}};
        return {{"type", "array"}, {"items", reference("patternLane")}};
    }
    Json special(std::type_identity<ClipContent>)
    {
        define<model::PatternClip>("patternClip");
        define<model::AudioClip>("audioClip");
        for (const char* name : {"patternClip", "audioClip"}) {
            const std::string type = name[0] == 'p' ? "pattern" : "audio";
            definitions[name]["properties"]["type"] = {{"const", type}};
            definitions[name]["required"].push_back("type");
        }
        return {{"oneOf", {reference("patternClip"), reference("audioClip")}}};
    }
    Json special(std::type_identity<core::TempoMap>)
    {
        const Json points = of(std::type_identity<std::vector<core::TempoPoint>>{});
        const Json metres = of(std::type_identity<std::vector<core::TimeSignaturePoint>>{});
        definitions["tempoMap"] = {{"type", "object"},
                                   {"properties", {{"tempos", points}, {"signatures", metres}}},
                                   {"required", {"tempos", "signatures"}}};
        return reference("tempoMap");
    }
    Json special(std::type_identity<model::Note>) { return define<model::Note>("note"); }
    Json special(std::type_identity<model::ControlEvent>)
    {
        return define<model::ControlEvent>("controlEvent");
    }
    Json special(std::type_identity<model::Clip>) { return define<model::Clip>("clip"); }
    Json special(std::type_identity<model::DeviceSample>)
    {
        return define<model::DeviceSample>("deviceSample");
    }
    Json special(std::type_identity<model::DeviceOutput>)
    {
        return define<model::DeviceOutput>("deviceOutput");
    }
    Json special(std::type_identity<model::Device>) { return define<model::Device>("device"); }
    Json special(std::type_identity<model::Send>) { return define<model::Send>("send"); }
    Json special(std::type_identity<model::MixerStrip>)
    {
        return define<model::MixerStrip>("strip");
    }
    Json special(std::type_identity<model::AutomationPoint>)
    {
        return define<model::AutomationPoint>("automationPoint");
    }
    Json special(std::type_identity<model::AutomationLane>)
    {
        return define<model::AutomationLane>("automation");
    }
    Json special(std::type_identity<model::TrackInput>)
    {
        return define<model::TrackInput>("input");
    }
    Json special(std::type_identity<core::TempoPoint>) { return define<core::TempoPoint>("tempo"); }
    Json special(std::type_identity<core::TimeSignaturePoint>)
    {
        return define<core::TimeSignaturePoint>("timeSignature");
    }

public:
    Json special(std::type_identity<model::AssetProvenance>)
    {
        return define<model::AssetProvenance>("provenance");
    }
    Json special(std::type_identity<model::Asset>) { return define<model::Asset>("asset"); }
    Json special(std::type_identity<model::Marker>) { return define<model::Marker>("marker"); }
    Json special(std::type_identity<model::Sidechain>)
    {
        return define<model::Sidechain>("sidechain");
    }
    Json special(std::type_identity<model::Routing>) { return define<model::Routing>("routing"); }
    Json special(std::type_identity<model::LoopRange>) { return define<model::LoopRange>("loop"); }
    Json special(std::type_identity<model::PunchRange>)
    {
        return define<model::PunchRange>("punch");
    }
};

Json files(const char* folder)
{
    return {
        {"type", "array"},
        {"uniqueItems", true},
        {"items", {{"type", "string"}, {"pattern", std::string("^") + folder + "/[^/]+\\.json$"}}}};
}

Json makeSchema()
{
    SchemaWriter writer;
    const auto of = [&]<class T>(std::type_identity<T> type) { return writer.of(type); };
    writer.define<model::Pattern>("pattern");
    writer.define<model::Track>("track");
    auto& track = writer.definitions["track"];
    track["properties"].erase("lanes"); // files of their own
    track["properties"]["automation"] = files("automation");
    writer.definitions["song"] = {
        {"type", "object"},
        {"required", {"version", "name", "tempo", "tracks"}},
        {"properties",
         {{"version", {{"const", schemaVersion}}},
          {"name", {{"type", "string"}}},
          {"author", {{"type", "string"}}},
          {"tempo", of(std::type_identity<core::TempoMap>{})},
          {"loop", of(std::type_identity<model::LoopRange>{})},
          {"punch", of(std::type_identity<model::PunchRange>{})},
          {"routing", of(std::type_identity<model::Routing>{})},
          {"markers", of(std::type_identity<std::vector<model::Marker>>{})},
          {"assets", of(std::type_identity<std::vector<model::Asset>>{})},
          {"tracks", files("tracks")}}}};
    return {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
            {"$comment", "SPDX-License-Identifier: GPL-3.0-or-later. Written from the program's "
                         "tables of fields; see README.md."},
            {"title", "Files of a CPPMusic project, format " + std::to_string(schemaVersion)},
            {"$defs", writer.definitions}};
}

std::string schemaFile()
{
    return CPPMUSIC_FORMAT "/format-" + std::to_string(schemaVersion) + ".schema.json";
}

/// CPPMUSIC_WRITE_SCHEMA=1 writes the file anew.
TEST(FormatSchema, TheSchemaAndTheCodeNameTheSameFields)
{
    const auto text = makeSchema().dump(2) + "\n";
    if (std::getenv("CPPMUSIC_WRITE_SCHEMA") != nullptr) std::ofstream(schemaFile()) << text;
    std::ostringstream published;
    published << std::ifstream(schemaFile()).rdbuf();
    EXPECT_EQ(published.str(), text) << "a field changed: write the schema anew, and say in "
                                        "docs/format/README.md what is new";
}

} // namespace
