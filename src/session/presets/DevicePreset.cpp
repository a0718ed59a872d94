// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/presets/DevicePreset.h"

#include "audio/engine/NodeFactory.h"
#include "project/serialization/CanonicalJson.h"
#include "project/serialization/JsonReader.h"
#include "session/presets/FactoryPresetTexts.h"

#include <algorithm>
#include <charconv>
#include <vector>

namespace cppmusic::session {

namespace {

using core::ErrorCode;
using core::makeError;
using project::JsonNumber;
using project::JsonObject;
using project::JsonValue;

const std::string* textIn(const JsonObject& object, std::string_view name)
{
    const auto* value = project::findMember(object, name);
    return value == nullptr ? nullptr : value->getIf<std::string>();
}

core::Result<float> readValue(const core::ParameterSpec& spec, const JsonValue& value,
                              const std::string& place)
{
    const auto* number = value.getIf<JsonNumber>();
    float result = 0.0f;
    if (number != nullptr) {
        const char* end = number->text.data() + number->text.size();
        if (std::from_chars(number->text.data(), end, result).ptr != end) number = nullptr;
    }
    if (number == nullptr)
        return makeError(ErrorCode::corrupt, "is no number; write one within its range.", place);
    if (core::clampToRange(spec, result) != result)
        return makeError(ErrorCode::invalidArgument,
                         "is " + number->text + ", out of the range of " +
                             project::numberText(spec.min) + " to " +
                             project::numberText(spec.max) + ".",
                         place);
    return result;
}

core::Status readParameters(const JsonObject& object, std::string_view place, DevicePreset& preset)
{
    const auto node = audio::makeNode(preset.type);
    for (const auto& [name, value] : object) {
        const std::string at = std::string(place) + "#/parameters/" + name;
        const auto specs = node->parameters();
        const auto spec = std::find_if(specs.begin(), specs.end(),
                                       [&name = name](const auto& s) { return s.id == name; });
        if (spec == specs.end())
            return makeError(ErrorCode::notFound,
                             "is no parameter of " + preset.type + "; correct its name.", at);
        const auto number = readValue(*spec, value, at);
        if (!number) return number.error();
        preset.parameters[name] = *number;
    }
    return {};
}

std::vector<DevicePreset> readAll()
{
    std::vector<DevicePreset> all;
    for (const auto& [place, text] : factoryPresetTexts()) {
        auto preset = readDevicePreset(text, place);
        if (preset) all.push_back(std::move(*preset)); // a test reads every one
    }
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
        return a.type != b.type ? a.type < b.type : a.name < b.name;
    });
    return all;
}

} // namespace

core::Result<DevicePreset> readDevicePreset(std::string_view text, std::string_view place)
{
    const auto json = project::readJson(text, place);
    if (!json) return json.error();
    const auto* object = json->getIf<JsonObject>();
    const auto* type = object == nullptr ? nullptr : textIn(*object, "type");
    const auto* name = object == nullptr ? nullptr : textIn(*object, "name");
    const auto* values = object == nullptr ? nullptr : project::findMember(*object, "parameters");
    const auto* parameters = values == nullptr ? nullptr : values->getIf<JsonObject>();
    if (type == nullptr || name == nullptr || name->empty() || parameters == nullptr)
        return makeError(ErrorCode::corrupt,
                         "is no preset; it needs a name, a type and parameters.",
                         std::string(place));
    if (audio::findNodeType(*type) == nullptr)
        return makeError(ErrorCode::unsupported,
                         "is for a device this version doesn't have: " + *type + ".",
                         std::string(place));
    DevicePreset preset{*type, *name, {}};
    if (const auto status = readParameters(*parameters, place, preset); !status)
        return status.error();
    return preset;
}

core::Result<std::string> writeDevicePreset(const DevicePreset& preset)
{
    JsonObject parameters;
    for (const auto& [name, value] : preset.parameters)
        parameters.emplace_back(name, JsonNumber{project::numberText(value)});
    JsonObject object;
    object.emplace_back("name", preset.name);
    object.emplace_back("parameters", std::move(parameters));
    object.emplace_back("type", preset.type);
    return project::writeCanonical(JsonValue(std::move(object)));
}

std::span<const DevicePreset> factoryPresets()
{
    static const std::vector<DevicePreset> all = readAll();
    return all;
}

const DevicePreset* findFactoryPreset(std::string_view type, std::string_view name)
{
    for (const auto& preset : factoryPresets())
        if (preset.type == type && preset.name == name) return &preset;
    return nullptr;
}

core::Result<project::Command> commandOf(const DevicePreset& preset, const model::Device& device)
{
    if (preset.type != device.type)
        return makeError(ErrorCode::invalidArgument,
                         "The preset is for " + preset.type + ", the device is " + device.type +
                             "; choose one of its own.",
                         preset.name);
    project::Batch batch;
    batch.label = "Preset " + preset.name;
    for (const auto& [name, value] : device.parameters)
        if (!preset.parameters.contains(name))
            batch.commands.push_back({project::SetDeviceParameter{device.id, name, std::nullopt}});
    for (const auto& [name, value] : preset.parameters) {
        const auto found = device.parameters.find(name);
        if (found == device.parameters.end() || found->second != value)
            batch.commands.push_back({project::SetDeviceParameter{device.id, name, value}});
    }
    return project::Command{std::move(batch)};
}

} // namespace cppmusic::session
