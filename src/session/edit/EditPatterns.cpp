// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/Queries.h"
#include "session/edit/EditContext.h"

#include <algorithm>
#include <cmath>

namespace cppmusic::session {

using namespace project;
using core::Beats;

namespace {

/// The lane an argument "track" names; the one for whichever track without it.
core::Result<model::TrackId> laneOf(const EditContext& context, const EditStep& step)
{
    const auto* named = step.find("track", 99);
    if (named == nullptr) return model::TrackId{};
    return context.track(*named);
}

/// Gives the field of a note a value.
core::Status setOnNote(const EditContext& context, model::Note& note, std::string_view field,
                       const EditArgument& value)
{
    if (field == "pitch") {
        const auto pitch = context.pitch(value);
        if (pitch) note.event.pitch = *pitch;
        return pitch.status();
    }
    if (field == "at" || field == "start") {
        const auto at = context.place(value);
        if (at) note.event.start = *at;
        return at.status();
    }
    if (field == "mute") {
        const auto flag = context.flag(value);
        if (flag) note.isMuted = *flag;
        return flag.status();
    }
    const auto number = context.number(value);
    if (!number) return number.status();
    if (field == "length")
        note.event.duration = Beats{*number};
    else if (field == "velocity")
        note.event.velocity = static_cast<float>(*number);
    else
        return context.error(value.column, "A note has: pitch, at, length, velocity, mute.");
    return {};
}

EditResult addNote(const EditContext& context, model::PatternId pattern, const EditStep& step)
{
    const auto lane = laneOf(context, step);
    if (!lane) return lane.error();
    model::Note note;
    note.id = model::NoteId{context.newId()};
    for (const char* field : {"pitch", "at"}) {
        const auto value = context.argument(step, field, field[0] == 'p' ? 0 : 1);
        if (!value) return value.error();
        if (auto status = setOnNote(context, note, field, *value); !status) return status.error();
    }
    for (const char* field : {"length", "velocity"})
        if (const auto* value = step.find(field, field[0] == 'l' ? 2 : 3))
            if (auto status = setOnNote(context, note, field, *value); !status)
                return status.error();
    return Command{InsertNotes{pattern, *lane, {std::move(note)}}};
}

/// The notes of a pitch, at a place if one is given.
core::Result<std::vector<model::Note>> findNotes(const EditContext& context,
                                                 const model::Pattern& pattern, model::TrackId lane,
                                                 const EditStep& step)
{
    const auto named = context.argument(step, "pitch", 0);
    if (!named) return named.error();
    const auto pitch = context.pitch(*named);
    if (!pitch) return pitch.error();
    std::optional<Beats> at;
    if (const auto* place = step.find("at", 1)) {
        const auto beats = context.place(*place);
        if (!beats) return beats.error();
        at = *beats;
    }
    std::vector<model::Note> found;
    const auto notes = pattern.lanes.find(lane);
    if (notes != pattern.lanes.end())
        for (const auto& note : notes->second->notes) {
            const bool isThere = !at || std::abs((note.event.start - *at).value) < 0.5 / 960.0;
            if (note.event.pitch == *pitch && isThere) found.push_back(note);
        }
    if (found.empty()) return context.error(step.column, "There is no such note in the pattern.");
    return found;
}

EditResult editNotes(const EditContext& context, const model::Pattern& pattern, std::size_t index)
{
    const auto& step = context.statement.steps[index];
    const auto lane = laneOf(context, step);
    if (!lane) return lane.error();
    auto notes = findNotes(context, pattern, *lane, step);
    if (!notes) return notes.error();
    if (context.isLast(index))
        return context.error(step.column,
                             "What of the note? There are: pitch, at, length, velocity, mute, "
                             "remove().");
    const auto& field = context.statement.steps[index + 1];
    if (field.name == "remove" && field.isCall) {
        RemoveNotes command{pattern.id, *lane, {}};
        for (const auto& note : *notes) command.notes.push_back(note.id);
        return Command{std::move(command)};
    }
    const auto value = context.value(field);
    if (!value) return value.error();
    for (auto& note : *notes)
        if (auto status = setOnNote(context, note, field.name, *value); !status)
            return status.error();
    return Command{ChangeNotes{pattern.id, *lane, std::move(*notes)}};
}

EditResult transpose(const EditContext& context, const model::Pattern& pattern,
                     const EditStep& step)
{
    const auto by = context.argument(step, "semitones", 0);
    if (!by) return by.error();
    const auto semitones = context.number(*by);
    if (!semitones) return semitones.error();
    Batch batch{"Transpose pattern", {}};
    for (const auto& [lane, content] : pattern.lanes) {
        auto notes = content->notes;
        for (auto& note : notes) {
            const double pitch = note.event.pitch + std::round(*semitones);
            if (pitch < 0 || pitch > 127)
                return context.error(by->column, "A note would leave the range of keys, 0 to 127.");
            note.event.pitch = static_cast<std::uint8_t>(pitch);
        }
        if (!notes.empty())
            batch.commands.emplace_back(ChangeNotes{pattern.id, lane, std::move(notes)});
    }
    return Command{std::move(batch)};
}

} // namespace

EditResult editPattern(const EditContext& context, model::PatternId id, std::size_t index)
{
    const auto& pattern = **model::findPattern(context.project, id);
    const auto& step = context.statement.steps[index];
    if (step.name == "note") return editNotes(context, pattern, index);
    constexpr std::string_view known =
        "name, length, note(…), addNote(…), transpose(n), duplicate(name), remove()";
    if (!context.isLast(index)) return context.unknown(step, known);
    if (step.isCall) {
        if (step.name == "addNote") return addNote(context, id, step);
        if (step.name == "transpose") return transpose(context, pattern, step);
        if (step.name == "remove") return Command{RemovePattern{id}};
        if (step.name != "duplicate") return context.unknown(step, known);
        const auto name = context.argument(step, "name", 0);
        if (!name) return name.error();
        return Command{ClonePattern{id, model::PatternId{context.newId()}, name->text}};
    }
    const auto value = context.value(step);
    if (!value) return value.error();
    if (step.name == "name") return Command{RenamePattern{id, value->text}};
    if (step.name != "length") return context.unknown(step, known);
    const auto length = context.number(*value);
    if (!length) return length.error();
    return Command{ResizePattern{id, Beats{*length}}};
}

EditResult addClip(const EditContext& context, model::TrackId track, const EditStep& step)
{
    const auto named = context.argument(step, "pattern", 0);
    if (!named) return named.error();
    const auto pattern = context.pattern(*named);
    if (!pattern) return pattern.error();
    const auto at = context.argument(step, "at", 1);
    if (!at) return at.error();
    const auto start = context.place(*at);
    if (!start) return start.error();
    model::Clip clip;
    clip.id = model::ClipId{context.newId()};
    clip.start = *start;
    clip.length = (*model::findPattern(context.project, *pattern))->length;
    if (const auto* length = step.find("length", 2)) {
        const auto beats = context.number(*length);
        if (!beats) return beats.error();
        clip.length = Beats{*beats};
    }
    clip.content = model::PatternClip{*pattern, {}, true};
    return Command{InsertClip{track, core::Shared<model::Clip>(std::move(clip))}};
}

namespace {

EditResult callOnClip(const EditContext& context, model::TrackId track, const model::Clip& clip,
                      const EditStep& step)
{
    if (step.name == "remove") return Command{RemoveClip{clip.id}};
    if (step.name != "move" && step.name != "duplicate")
        return context.unknown(step, "remove(), move(at), duplicate(at)");
    const auto at = context.argument(step, "at", 0);
    if (!at) return at.error();
    const auto start = context.place(*at);
    if (!start) return start.error();
    if (const auto* to = step.find("track", 1)) {
        const auto other = context.track(*to);
        if (!other) return other.error();
        track = *other;
    }
    if (step.name == "move") return Command{MoveClip{clip.id, track, *start}};
    return Command{DuplicateClip{clip.id, model::ClipId{context.newId()}, track, *start}};
}

} // namespace

EditResult editClip(const EditContext& context, model::TrackId track, const model::Clip& clip,
                    std::size_t index)
{
    constexpr std::string_view known =
        "name, start, length, mute, loop, remove(), move(at), duplicate(at)";
    if (index >= context.statement.steps.size())
        return context.error(context.statement.steps.back().column,
                             "What of the clip? There are: " + std::string(known) + ".");
    const auto& step = context.statement.steps[index];
    if (step.isCall) return callOnClip(context, track, clip, step);
    const auto value = context.value(step);
    if (!value) return value.error();
    if (step.name == "name") return Command{RenameClip{clip.id, value->text}};
    if (step.name == "mute" || step.name == "loop") {
        const auto flag = context.flag(*value);
        if (!flag) return flag.error();
        if (step.name == "mute") return Command{MuteClip{clip.id, *flag}};
        return Command{LoopClip{clip.id, *flag}};
    }
    if (step.name != "start" && step.name != "length") return context.unknown(step, known);
    const auto beats = step.name == "start" ? context.place(*value) : [&]() -> core::Result<Beats> {
        const auto number = context.number(*value);
        if (!number) return number.error();
        return Beats{*number};
    }();
    if (!beats) return beats.error();
    if (step.name == "start") return Command{MoveClip{clip.id, {}, *beats}};
    return Command{ResizeClip{clip.id, clip.start, *beats}};
}

} // namespace cppmusic::session
