// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/engine/NodeFactory.h"
#include "model/Queries.h"
#include "session/edit/EditContext.h"
#include "session/edit/EngineLabels.h"
#include "session/presets/DevicePreset.h"

#include <cmath>

namespace cppmusic::session {

using namespace project;

namespace {

std::string labelOf(const model::Device& device)
{
    if (!device.name.empty()) return device.name;
    const auto* type = audio::findNodeType(device.type);
    return type == nullptr ? device.type : std::string(type->label);
}

/// Parameters of a type as a list for people.
std::string parametersOf(std::string_view type)
{
    const auto* known = audio::findNodeType(type);
    if (known == nullptr) return {};
    std::string all;
    const auto node = known->make();
    for (const auto& spec : node->parameters()) all += std::string(spec.id) + ", ";
    return all;
}

EditResult applyPreset(const EditContext& context, const model::Device& device,
                       const EditArgument& named)
{
    if (const auto* preset = findFactoryPreset(device.type, named.text))
        return commandOf(*preset, device);
    std::string known;
    for (const auto& preset : factoryPresets())
        if (preset.type == device.type) known += (known.empty() ? "" : ", ") + preset.name;
    return context.error(named.column, "There is no preset '" + named.text + "' of " + device.type +
                                           "; there are: " + (known.empty() ? "none" : known) +
                                           ".");
}

EditResult editDevice(const EditContext& context, const model::Device& device, std::size_t index)
{
    if (index >= context.statement.steps.size())
        return context.error(context.statement.steps.back().column,
                             "What of the device? There are: " + parametersOf(device.type) +
                                 "on, name, preset, remove().");
    const auto& step = context.statement.steps[index];
    if (step.name == "remove" && step.isCall) return Command{RemoveDevice{device.id}};
    const auto value = context.value(step);
    if (!value) return value.error();
    if (step.name == "name") return Command{RenameDevice{device.id, value->text}};
    if (step.name == "on") {
        const auto isOn = context.flag(*value);
        if (!isOn) return isOn.error();
        return Command{EnableDevice{device.id, *isOn}};
    }
    if (step.name == "preset") return applyPreset(context, device, *value);
    const auto spec = parameterOf(device.type, step.name);
    if (!spec)
        return context.unknown(step, parametersOf(device.type) + "on, name, preset, remove()");
    const auto number = context.number(*value, *spec);
    if (!number) return number.error();
    return Command{SetDeviceParameter{device.id, step.name, *number}};
}

/// A type by its id or label.
core::Result<std::string> deviceType(const EditContext& context, const EditArgument& argument,
                                     audio::NodeType::Role role)
{
    std::string known;
    for (const auto& type : audio::nodeTypes()) {
        if (type.role != role) continue;
        if (argument.text == type.id || argument.text == type.label) return std::string(type.id);
        known += (known.empty() ? "" : ", ") + std::string(type.label);
    }
    return context.error(argument.column,
                         "There is no device '" + argument.text + "'; there are: " + known + ".");
}

core::Result<core::Shared<model::Device>>
newDevice(const EditContext& context, const EditArgument& argument, audio::NodeType::Role role)
{
    auto type = deviceType(context, argument, role);
    if (!type) return type.error();
    model::Device device;
    device.id = model::DeviceId{context.newId()};
    device.type = std::move(*type);
    return core::Shared<model::Device>(std::move(device));
}

EditResult editInsert(const EditContext& context, const model::Track& track, std::size_t index)
{
    const auto& step = context.statement.steps[index];
    const auto named = context.argument(step, "device", 0);
    if (!named) return named.error();
    std::vector<std::string> names;
    for (const auto& device : track.inserts) names.push_back(labelOf(*device));
    const auto place = context.choose(*named, "insert", names);
    if (!place) return place.error();
    return editDevice(context, *track.inserts[*place], index + 1);
}

EditResult editInstrument(const EditContext& context, const model::Track& track, std::size_t index)
{
    const auto& step = context.statement.steps[index];
    if (!context.isLast(index)) {
        if (!track.instrument) return context.error(step.column, "The track has no instrument.");
        return editDevice(context, **track.instrument, index + 1);
    }
    const auto value = context.value(step);
    if (!value) return value.error();
    if (value->text == "none") return Command{SetInstrument{track.id, std::nullopt}};
    auto device = newDevice(context, *value, audio::NodeType::Role::instrument);
    if (!device) return device.error();
    return Command{SetInstrument{track.id, std::move(*device)}};
}

EditResult editSend(const EditContext& context, const model::Track& track, std::size_t index)
{
    const auto& step = context.statement.steps[index];
    const auto named = context.argument(step, "to", 0);
    if (!named) return named.error();
    std::vector<std::string> names;
    for (const auto& send : track.strip.sends) {
        const auto* target = model::findTrack(context.project, send.target);
        names.push_back(target == nullptr ? std::string{} : (*target)->name);
    }
    const auto place = context.choose(*named, "send", names);
    if (!place) return place.error();
    constexpr std::string_view known = "level, on, preFader, remove()";
    if (context.isLast(index))
        return context.error(step.column,
                             "What of the send? There are: " + std::string(known) + ".");
    const auto& field = context.statement.steps[index + 1];
    if (field.name == "remove" && field.isCall) return Command{RemoveSend{track.id, *place}};
    const auto value = context.value(field);
    if (!value) return value.error();
    auto send = track.strip.sends[*place];
    if (field.name == "level") {
        const auto level = context.number(*value, *parameterOf("cppmusic.strip", "gain"));
        if (!level) return level.error();
        send.levelDb = *level;
    } else if (field.name == "on" || field.name == "preFader") {
        const auto flag = context.flag(*value);
        if (!flag) return flag.error();
        (field.name == "on" ? send.isEnabled : send.isPreFader) = *flag;
    } else {
        return context.unknown(field, known);
    }
    return Command{SetSend{track.id, *place, std::move(send)}};
}

EditResult addSend(const EditContext& context, const model::Track& track, const EditStep& step)
{
    const auto named = context.argument(step, "to", 0);
    if (!named) return named.error();
    const auto target = context.track(*named);
    if (!target) return target.error();
    model::Send send;
    send.target = *target;
    if (const auto* level = step.find("level", 1)) {
        const auto db = context.number(*level, *parameterOf("cppmusic.strip", "gain"));
        if (!db) return db.error();
        send.levelDb = *db;
    }
    return Command{AddSend{track.id, std::move(send)}};
}

EditResult editClips(const EditContext& context, const model::Track& track, std::size_t index)
{
    const auto named = context.argument(context.statement.steps[index], "clip", 0);
    if (!named) return named.error();
    std::vector<std::string> names;
    for (const auto& clip : track.clips) {
        const auto* content = std::get_if<model::PatternClip>(&clip->content);
        const auto* pattern =
            content == nullptr ? nullptr : model::findPattern(context.project, content->pattern);
        names.push_back(!clip->name.empty() || pattern == nullptr ? clip->name : (*pattern)->name);
    }
    const auto place = context.choose(*named, "clip", names);
    if (!place) return place.error();
    return editClip(context, track.id, *track.clips[*place], index + 1);
}

EditResult callOnTrack(const EditContext& context, const model::Track& track, const EditStep& step)
{
    if (step.name == "remove") return Command{RemoveTrack{track.id}};
    if (step.name == "addClip") return addClip(context, track.id, step);
    if (step.name == "addSend") return addSend(context, track, step);
    if (step.name == "addInsert") {
        const auto named = context.argument(step, "device", 0);
        if (!named) return named.error();
        auto device = newDevice(context, *named, audio::NodeType::Role::effect);
        if (!device) return device.error();
        return Command{InsertDevice{track.id, std::move(*device)}};
    }
    if (step.name == "move") {
        const auto to = context.argument(step, "to", 0);
        if (!to) return to.error();
        const auto place = context.number(*to);
        if (!place) return place.error();
        if (*place < 1 || *place > static_cast<double>(context.project.tracks.size()))
            return context.error(to->column, "There are " +
                                                 std::to_string(context.project.tracks.size()) +
                                                 " tracks.");
        return Command{MoveTrack{track.id, static_cast<std::size_t>(*place) - 1}};
    }
    return context.unknown(step, "remove(), move(n), addClip(…), addSend(…), addInsert(…)");
}

EditResult routeTrack(const EditContext& context, model::TrackId id, const EditStep& step,
                      const EditArgument& value)
{
    model::TrackId target;
    const bool isNone = value.text == "none" || (step.name == "output" && value.text == "master");
    if (!isNone) {
        const auto found = context.track(value);
        if (!found) return found.error();
        target = *found;
    }
    if (step.name == "output") return Command{SetTrackOutput{id, target}};
    return Command{SetTrackVca{id, target}};
}

EditResult setOnTrack(const EditContext& context, model::TrackId id, const EditStep& step)
{
    const auto value = context.value(step);
    if (!value) return value.error();
    if (step.name == "name") return Command{RenameTrack{id, value->text}};
    if (step.name == "output" || step.name == "vca") return routeTrack(context, id, step, *value);
    if (step.name == "gain" || step.name == "pan") {
        const auto number = context.number(*value, *parameterOf("cppmusic.strip", step.name));
        if (!number) return number.error();
        if (step.name == "gain") return Command{SetTrackGain{id, *number}};
        return Command{SetTrackPan{id, *number}};
    }
    if (step.name == "mute" || step.name == "solo" || step.name == "mono") {
        const auto flag = context.flag(*value);
        if (!flag) return flag.error();
        if (step.name == "mute") return Command{SetTrackMute{id, *flag}};
        if (step.name == "solo") return Command{SetTrackSolo{id, *flag}};
        return Command{SetTrackChannels{id, *flag ? model::mono : model::stereo}};
    }
    if (step.name == "colour") {
        const auto number = context.number(*value);
        if (!number) return number.error();
        if (*number < -1 || *number > 15 || std::floor(*number) != *number)
            return context.error(value->column, "A colour is a number from 0 to 15, or -1.");
        return Command{RecolourTrack{id, {static_cast<std::int8_t>(*number)}}};
    }
    return context.unknown(step, "name, gain, pan, mute, solo, mono, colour, output, vca, "
                                 "instrument, insert(…), send(…), clip(…), remove(), move(n), "
                                 "addClip(…), addSend(…), addInsert(…)");
}

} // namespace

EditResult editTrack(const EditContext& context, model::TrackId id, std::size_t index)
{
    const auto& track = **model::findTrack(context.project, id);
    const auto& step = context.statement.steps[index];
    if (step.name == "insert") return editInsert(context, track, index);
    if (step.name == "instrument") return editInstrument(context, track, index);
    if (step.name == "send") return editSend(context, track, index);
    if (step.name == "clip") return editClips(context, track, index);
    if (!context.isLast(index))
        return context.error(context.statement.steps[index + 1].column,
                             "'" + step.name + "' has nothing inside.");
    return step.isCall ? callOnTrack(context, track, step) : setOnTrack(context, id, step);
}

} // namespace cppmusic::session
