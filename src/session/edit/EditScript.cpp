// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/edit/EditScript.h"

#include "project/ApplyCommand.h"
#include "session/edit/EditContext.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cppmusic::session {

using namespace project;

namespace {

EditResult editTempo(const EditContext& context, const EditStep& step)
{
    const auto value = context.value(step);
    if (!value) return value.error();
    const auto bpm = context.number(*value);
    if (!bpm) return bpm.error();
    return Command{SetTempo{core::Beats{0.0}, core::Bpm{*bpm}}};
}

EditResult editSignature(const EditContext& context, const EditStep& step)
{
    const auto value = context.value(step);
    if (!value) return value.error();
    const auto slash = value->text.find('/');
    if (slash == std::string::npos)
        return context.error(value->column, "A time signature is written as in 3/4.");
    const auto over = context.number({{}, value->text.substr(0, slash), value->column});
    const auto under =
        context.number({{}, value->text.substr(slash + 1), value->column + slash + 1});
    if (!over) return over.error();
    if (!under) return under.error();
    const auto whole = [](double number) {
        return static_cast<int>(std::clamp(number, 0.0, 1000.0));
    };
    return Command{SetTimeSignature{core::Beats{0.0}, {whole(*over), whole(*under)}}};
}

EditResult addMarker(const EditContext& context, const EditStep& step)
{
    const auto name = context.argument(step, "name", 0);
    if (!name) return name.error();
    const auto at = context.argument(step, "at", 1);
    if (!at) return at.error();
    const auto place = context.place(*at);
    if (!place) return place.error();
    model::Marker marker;
    marker.id = model::MarkerId{context.newId()};
    marker.name = name->text;
    marker.at = *place;
    return Command{AddMarker{std::move(marker)}};
}

EditResult editMarker(const EditContext& context, const EditArgument& named)
{
    std::vector<std::string> names;
    for (const auto& marker : context.project.markers) names.push_back(marker.name);
    const auto index = context.choose(named, "marker", names);
    if (!index) return index.error();
    auto marker = context.project.markers[*index];
    if (context.statement.steps.size() < 2)
        return context.error(named.column, "What of the marker? There are: name, at, remove().");
    const auto& step = context.statement.steps[1];
    if (step.name == "remove" && step.isCall) return Command{RemoveMarker{marker.id}};
    if (step.name != "name" && step.name != "at")
        return context.unknown(step, "name, at, remove()");
    const auto value = context.value(step);
    if (!value) return value.error();
    if (step.name == "name") {
        marker.name = value->text;
    } else {
        const auto place = context.place(*value);
        if (!place) return place.error();
        marker.at = *place;
    }
    return Command{ChangeMarker{std::move(marker)}};
}

core::Result<model::TrackKind> kindOf(const EditContext& context, const EditArgument& argument)
{
    constexpr std::array names{"instrument", "audio", "group", "aux"};
    for (std::size_t index = 0; index < names.size(); ++index)
        if (argument.text == names[index]) return static_cast<model::TrackKind>(index);
    if (argument.text == "vca") return model::TrackKind::vca;
    return context.error(argument.column,
                         "A track is an instrument, audio, group, aux or vca track.");
}

EditResult addTrack(const EditContext& context, const EditStep& step)
{
    const auto name = context.argument(step, "name", 0);
    if (!name) return name.error();
    model::Track track;
    track.id = model::TrackId{context.newId()};
    track.name = name->text;
    if (const auto* kind = step.find("kind", 1)) {
        const auto parsed = kindOf(context, *kind);
        if (!parsed) return parsed.error();
        track.kind = *parsed;
    }
    if (const auto* instrument = step.find("instrument", 2)) {
        model::Device device;
        device.id = model::DeviceId{context.newId()};
        device.type = instrument->text;
        track.instrument = core::Shared<model::Device>(std::move(device));
    }
    const auto& tracks = context.project.tracks;
    const bool isMasterLast = tracks.back()->kind == model::TrackKind::master;
    return Command{AddTrack{core::Shared<model::Track>(std::move(track)),
                            tracks.size() - (isMasterLast ? 1 : 0)}};
}

EditResult addPattern(const EditContext& context, const EditStep& step)
{
    const auto name = context.argument(step, "name", 0);
    if (!name) return name.error();
    model::Pattern pattern;
    pattern.id = model::PatternId{context.newId()};
    pattern.name = name->text;
    if (const auto* length = step.find("length", 1)) {
        const auto beats = context.number(*length);
        if (!beats) return beats.error();
        pattern.length = core::Beats{*beats};
    }
    return Command{AddPattern{core::Shared<model::Pattern>(std::move(pattern))}};
}

} // namespace

EditResult editSong(const EditContext& context)
{
    const auto& first = context.statement.steps.front();
    const bool isSong = first.name == "song" && context.statement.steps.size() > 1;
    const auto& step = isSong ? context.statement.steps[1] : first;
    constexpr std::string_view known =
        "name, author, tempo, signature (of the song), track(…), pattern(…), marker(…), "
        "addTrack(…), addPattern(…), addMarker(…)";
    if (!context.isLast(isSong ? 1 : 0)) return context.unknown(first, known);
    if (step.name == "tempo") return editTempo(context, step);
    if (step.name == "signature") return editSignature(context, step);
    if (step.name == "addTrack" && step.isCall) return addTrack(context, step);
    if (step.name == "addPattern" && step.isCall) return addPattern(context, step);
    if (step.name == "addMarker" && step.isCall) return addMarker(context, step);
    if (step.name != "name" && step.name != "author") return context.unknown(step, known);
    const auto value = context.value(step);
    if (!value) return value.error();
    if (step.name == "name") return Command{RenameProject{value->text}};
    return Command{SetAuthor{value->text}};
}

EditResult commandOf(const EditStatement& statement, const model::Project& project,
                     const NewId& newId)
{
    const EditContext context(statement, project, newId);
    const auto& first = statement.steps.front();
    const bool isNoun = first.name == "track" || first.name == "pattern" || first.name == "marker";
    if (!isNoun) return editSong(context);
    const auto named = context.argument(first, "name", 0);
    if (!named) return named.error();
    if (first.name == "marker") return editMarker(context, *named);
    if (statement.steps.size() < 2)
        return context.error(first.column,
                             "What of it? Go on with a point, as in " + first.name + "(…).name=…");
    if (first.name == "track") {
        const auto track = context.track(*named);
        return track ? editTrack(context, *track, 1) : track.error();
    }
    const auto pattern = context.pattern(*named);
    return pattern ? editPattern(context, *pattern, 1) : pattern.error();
}

core::Result<Batch> compileEdits(const std::vector<std::string>& statements,
                                 const model::Project& project, const NewId& newId)
{
    Batch batch;
    auto song = project;
    for (const auto& source : statements) {
        const auto statement = parseEdit(source);
        if (!statement) return statement.error();
        auto command = commandOf(*statement, song, newId);
        if (!command) return command.error();
        auto applied = applyCommand(song, *command);
        if (!applied)
            return core::makeError(applied.error().code, applied.error().message,
                                   placeIn(source, 1));
        song = std::move(applied->after);
        batch.commands.push_back(std::move(*command));
    }
    if (batch.commands.size() > 1) batch.label = "Edit by script";
    return batch;
}

} // namespace cppmusic::session
