// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/serialization/CommandJson.h"

#include "project/serialization/ArrangementCommandSchema.h"
#include "project/serialization/SoundCommandSchema.h"

namespace cppmusic::project {

namespace {

template <class Action>
JsonValue encodeAction(const Action& action)
{
    auto json = detail::encodeNoun(action);
    std::get<JsonObject>(json.content).emplace_back("do", std::string(Schema<Action>::name));
    return json;
}

template <class... Actions>
JsonValue encodeGroup(const std::variant<Actions...>& group)
{
    return std::visit([](const auto& action) { return encodeAction(action); }, group);
}

JsonValue encodeGroup(const Batch& batch)
{
    JsonArray commands;
    for (const auto& command : batch.commands) commands.push_back(encodeCommand(command));
    JsonObject object;
    object.emplace_back("commands", std::move(commands));
    object.emplace_back("do", std::string("batch"));
    if (!batch.label.empty()) object.emplace_back("label", batch.label);
    return object;
}

void decodeInto(const JsonValue& json, Command& command, DecodeContext& context);

// Reads the action when it is one of this group.
template <class... Actions>
bool decodeGroup(std::type_identity<std::variant<Actions...>>, const std::string& name,
                 const JsonValue& fields, Command& command, DecodeContext& context)
{
    const auto tryAction = [&]<class Action>(std::type_identity<Action>) {
        if (name != Schema<Action>::name) return false;
        Action action;
        detail::decodeNoun(fields, action, context);
        command.body = std::variant<Actions...>(std::move(action));
        return true;
    };
    return (tryAction(std::type_identity<Actions>{}) || ...);
}

void decodeBatch(JsonObject fields, Command& command, DecodeContext& context)
{
    Batch batch;
    for (const auto& [name, value] : fields) {
        if (name == "label") {
            context.at(name, [&] { decode(value, batch.label, context); });
        } else if (const auto* list = value.getIf<JsonArray>();
                   name == "commands" && list != nullptr) {
            batch.commands.resize(list->size());
            for (std::size_t index = 0; index < list->size(); ++index)
                context.at("commands/" + std::to_string(index),
                           [&] { decodeInto((*list)[index], batch.commands[index], context); });
        } else {
            context.fail("The field '" + name + "' is not known here.");
        }
    }
    command.body = std::move(batch);
}

void decodeInto(const JsonValue& json, Command& command, DecodeContext& context)
{
    const auto* object = json.getIf<JsonObject>();
    if (object == nullptr) return detail::failType(context, "an object");
    std::string name;
    JsonObject members;
    for (const auto& [key, value] : *object) {
        if (key == "do")
            context.at(key, [&] { decode(value, name, context); });
        else if (key == "nextIdAfter")
            context.at(key, [&] { decode(value, command.nextIdAfter, context); });
        else
            members.emplace_back(key, value);
    }
    if (name == "batch") return decodeBatch(std::move(members), command, context);
    const JsonValue fields(std::move(members));
    const auto tryGroup = [&]<class Group>(std::type_identity<Group> group) {
        return decodeGroup(group, name, fields, command, context);
    };
    const bool isKnown = tryGroup(std::type_identity<TrackCommand>{}) ||
                         tryGroup(std::type_identity<ClipCommand>{}) ||
                         tryGroup(std::type_identity<PatternCommand>{}) ||
                         tryGroup(std::type_identity<DeviceCommand>{}) ||
                         tryGroup(std::type_identity<MixerCommand>{}) ||
                         tryGroup(std::type_identity<AutomationCommand>{}) ||
                         tryGroup(std::type_identity<TempoCommand>{}) ||
                         tryGroup(std::type_identity<MarkerCommand>{}) ||
                         tryGroup(std::type_identity<AssetCommand>{}) ||
                         tryGroup(std::type_identity<ProjectCommand>{});
    if (!isKnown) context.fail("The command '" + name.substr(0, 80) + "' is not known.");
}

// Deeper than a project's files: commands hold nouns, batches hold commands.
constexpr JsonLimits undoLimits{160, 256u << 20, 16'000'000};

} // namespace

template <>
struct JsonCodec<Command> {
    static JsonValue encode(const Command& command) { return encodeCommand(command); }
    static void decode(const JsonValue& json, Command& command, DecodeContext& context)
    {
        decodeInto(json, command, context);
    }
};

template <>
struct Schema<UndoEntry> {
    using T = UndoEntry;
    static constexpr auto fields =
        std::make_tuple(required("label", &T::label), required("forward", &T::forward),
                        required("inverse", &T::inverse));
};

namespace {

/// Of undo.json, which has little to do with the project's files.
constexpr int undoVersion = 1;

struct UndoOnFile {
    int version = 0;
    std::string base;
    std::size_t position = 0;
    std::vector<UndoEntry> entries;
};

} // namespace

template <>
struct Schema<UndoOnFile> {
    using T = UndoOnFile;
    static constexpr auto fields =
        std::make_tuple(required("version", &T::version), required("base", &T::base),
                        required("position", &T::position), required("entries", &T::entries));
};

JsonValue encodeCommand(const Command& command)
{
    auto json = std::visit([](const auto& group) { return encodeGroup(group); }, command.body);
    if (command.nextIdAfter != 0)
        std::get<JsonObject>(json.content).emplace_back("nextIdAfter", encode(command.nextIdAfter));
    return json;
}

core::Result<Command> decodeCommand(const JsonValue& json, std::string place)
{
    DecodeContext context(std::move(place));
    Command command;
    decodeInto(json, command, context);
    if (context.hasFailed()) return context.status().error();
    return command;
}

core::Result<UndoStack> readUndo(std::string_view text, const std::string& base)
{
    const auto json = readJson(text, "undo.json", undoLimits);
    if (!json) return json.error();
    DecodeContext context("undo.json");
    UndoOnFile file;
    decode(*json, file, context);
    if (context.hasFailed()) return context.status().error();
    const auto refuse = [](const char* message) {
        return core::makeError(core::ErrorCode::corrupt, message, "undo.json");
    };
    if (file.version != undoVersion)
        return refuse("The undo history was written by another version.");
    if (file.base != base)
        return refuse("The undo history belongs to another state of the project.");
    if (file.position > file.entries.size())
        return refuse("The position in the undo history lies beyond its end.");
    return UndoStack(std::move(file.entries), file.position);
}

} // namespace cppmusic::project
