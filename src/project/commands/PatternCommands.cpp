// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/commands/PatternCommands.h"

#include "model/Limits.h"
#include "model/Queries.h"
#include "project/commands/Edit.h"

#include <algorithm>
#include <set>

namespace cppmusic::project {

namespace {

using core::ErrorCode;
using core::makeError;
using core::Status;
using model::Pattern;
using model::PatternLane;

using LaneContent = std::optional<core::Shared<PatternLane>>;

LaneContent findLane(const Pattern& pattern, model::TrackId lane)
{
    const auto place = pattern.lanes.find(lane);
    if (place == pattern.lanes.end()) return std::nullopt;
    return place->second;
}

std::set<model::NoteId> collectNotes(const Pattern& pattern, const model::TrackId* except = nullptr)
{
    std::set<model::NoteId> ids;
    for (const auto& [track, lane] : pattern.lanes)
        if (except == nullptr || track != *except)
            for (const auto& note : lane->notes) ids.insert(note.id);
    return ids;
}

Status checkLane(const Edit& edit, model::TrackId lane)
{
    if (lane.isValid() && model::findTrack(edit.project, lane) == nullptr)
        return Edit::missing("track", lane.value);
    return {};
}

// Claims the ids of notes that come into a pattern with the notes `present`.
Status claimNotes(Edit& edit, const std::vector<model::Note>& notes,
                  std::set<model::NoteId>& present)
{
    for (const auto& note : notes) {
        if (auto status = valid(model::problemWith(note)); !status) return status;
        const bool isInUse = !present.insert(note.id).second;
        if (auto status = edit.claim(note.id.value, "note", isInUse); !status) return status;
    }
    return {};
}

core::Shared<PatternLane> sorted(core::Shared<PatternLane> lane)
{
    auto copy = *lane;
    model::sortLane(copy);
    return copy == *lane ? lane : core::Shared<PatternLane>(std::move(copy));
}

Status act(Edit& edit, const AddPattern& command)
{
    const Pattern& pattern = *command.pattern;
    if (auto status = valid(model::problemWith(pattern)); !status) return status;
    const bool isInUse = model::findPattern(edit.project, pattern.id) != nullptr;
    if (auto status = edit.claim(pattern.id.value, "pattern", isInUse); !status) return status;
    std::set<model::NoteId> notes;
    Pattern inOrder = pattern;
    for (auto& [track, lane] : inOrder.lanes) {
        if (auto status = checkLane(edit, track); !status) return status;
        if (auto status = valid(model::problemWith(*lane)); !status) return status;
        if (auto status = claimNotes(edit, lane->notes, notes); !status) return status;
        lane = sorted(lane);
    }
    edit.project.patterns.emplace(pattern.id, inOrder == pattern
                                                  ? command.pattern
                                                  : core::Shared<Pattern>(std::move(inOrder)));
    edit.undoWith(RemovePattern{pattern.id});
    return {};
}

Status act(Edit& edit, const RemovePattern& command)
{
    const auto place = edit.project.patterns.find(command.pattern);
    if (place == edit.project.patterns.end())
        return Edit::missing("pattern", command.pattern.value);
    std::vector<model::ClipId> clips;
    for (const auto& track : edit.project.tracks)
        for (const auto& clip : track->clips) {
            const auto* content = std::get_if<model::PatternClip>(&clip->content);
            if (content != nullptr && content->pattern == command.pattern)
                clips.push_back(clip->id);
        }
    for (const auto clip : clips)
        if (auto status = perform(edit, ClipCommand{RemoveClip{clip}}); !status) return status;
    edit.undoWith(AddPattern{place->second});
    edit.project.patterns.erase(command.pattern);
    return {};
}

Status act(Edit& edit, const RenamePattern& command)
{
    if (auto status = valid(model::problemWithText(command.name, "The pattern's name")); !status)
        return status;
    return edit.changePattern(command.pattern, [&](Pattern& pattern) {
        edit.undoWith(RenamePattern{command.pattern, pattern.name});
        pattern.name = command.name;
    });
}

Status act(Edit& edit, const RecolourPattern& command)
{
    if (auto status = valid(model::problemWithColour(command.colour)); !status) return status;
    return edit.changePattern(command.pattern, [&](Pattern& pattern) {
        edit.undoWith(RecolourPattern{command.pattern, pattern.colour});
        pattern.colour = command.colour;
    });
}

Status act(Edit& edit, const ResizePattern& command)
{
    if (auto status = valid(model::problemWithLength(command.length, "The pattern's length"));
        !status)
        return status;
    return edit.changePattern(command.pattern, [&](Pattern& pattern) {
        edit.undoWith(ResizePattern{command.pattern, pattern.length});
        pattern.length = command.length;
    });
}

Status act(Edit& edit, const ClonePattern& command)
{
    const auto* source = model::findPattern(edit.project, command.pattern);
    if (source == nullptr) return Edit::missing("pattern", command.pattern.value);
    Pattern copy = **source;
    copy.id = command.newPattern;
    copy.name = command.name;
    return perform(edit, PatternCommand{AddPattern{std::move(copy)}});
}

// Changes a lane, making it when it is missing. `inverse` is for a lane that was there.
template <class Change>
Status changeLane(Edit& edit, model::PatternId id, model::TrackId lane, Command inverse,
                  Change&& change)
{
    if (auto status = checkLane(edit, lane); !status) return status;
    return edit.changePattern(id, [&](Pattern& pattern) {
        const auto before = findLane(pattern, lane);
        edit.undoWith(before ? std::move(inverse) : SetPatternLane{id, lane, std::nullopt});
        auto copy = before ? **before : PatternLane{};
        change(copy);
        model::sortLane(copy);
        if (!before || !(copy == **before)) pattern.lanes.insert_or_assign(lane, std::move(copy));
    });
}

Status act(Edit& edit, const InsertNotes& command)
{
    const auto* pattern = model::findPattern(edit.project, command.pattern);
    if (pattern == nullptr) return Edit::missing("pattern", command.pattern.value);
    auto present = collectNotes(**pattern);
    if (auto status = claimNotes(edit, command.notes, present); !status) return status;
    RemoveNotes inverse{command.pattern, command.lane, {}};
    for (const auto& note : command.notes) inverse.notes.push_back(note.id);
    return changeLane(
        edit, command.pattern, command.lane, std::move(inverse), [&](PatternLane& lane) {
            lane.notes.insert(lane.notes.end(), command.notes.begin(), command.notes.end());
        });
}

// The notes of a lane with these ids, in the order of the ids; an error when one is missing or
// named twice.
core::Result<std::vector<model::Note>> collect(const Edit& edit, model::PatternId id,
                                               model::TrackId lane,
                                               const std::vector<model::NoteId>& ids)
{
    const auto* pattern = model::findPattern(edit.project, id);
    if (pattern == nullptr) return Edit::missing("pattern", id.value);
    const auto content = findLane(**pattern, lane);
    if (!content)
        return makeError(ErrorCode::notFound, "The pattern has no lane for this track.",
                         "pattern " + std::to_string(id.value) + ", track " +
                             std::to_string(lane.value));
    std::map<model::NoteId, const model::Note*> byId;
    for (const auto& note : (*content)->notes) byId.emplace(note.id, &note);
    std::vector<model::Note> notes;
    for (const auto note : ids) {
        const auto place = byId.find(note);
        if (place == byId.end()) return Edit::missing("note", note.value);
        if (place->second == nullptr)
            return makeError(ErrorCode::invalidArgument, "The note is named twice.",
                             "note " + std::to_string(note.value));
        notes.push_back(*place->second);
        place->second = nullptr;
    }
    return notes;
}

Status act(Edit& edit, const RemoveNotes& command)
{
    auto removed = collect(edit, command.pattern, command.lane, command.notes);
    if (!removed) return removed.error();
    const std::set<model::NoteId> ids(command.notes.begin(), command.notes.end());
    return changeLane(
        edit, command.pattern, command.lane,
        InsertNotes{command.pattern, command.lane, std::move(*removed)}, [&](PatternLane& lane) {
            std::erase_if(lane.notes, [&](const auto& note) { return ids.contains(note.id); });
        });
}

Status act(Edit& edit, const ChangeNotes& command)
{
    std::vector<model::NoteId> ids;
    std::map<model::NoteId, const model::Note*> byId;
    for (const auto& note : command.notes) {
        if (auto status = valid(model::problemWith(note)); !status) return status;
        ids.push_back(note.id);
        byId.emplace(note.id, &note);
    }
    auto before = collect(edit, command.pattern, command.lane, ids);
    if (!before) return before.error();
    return changeLane(edit, command.pattern, command.lane,
                      ChangeNotes{command.pattern, command.lane, std::move(*before)},
                      [&](PatternLane& lane) {
                          for (auto& note : lane.notes) {
                              const auto place = byId.find(note.id);
                              if (place != byId.end()) note = *place->second;
                          }
                      });
}

Status act(Edit& edit, const SetControls& command)
{
    for (const auto& control : command.controls)
        if (auto status = valid(model::problemWith(control)); !status) return status;
    const auto* pattern = model::findPattern(edit.project, command.pattern);
    const auto before = pattern == nullptr ? LaneContent{} : findLane(**pattern, command.lane);
    SetControls inverse{command.pattern, command.lane, {}};
    if (before) inverse.controls = (*before)->controls;
    return changeLane(edit, command.pattern, command.lane, std::move(inverse),
                      [&](PatternLane& lane) { lane.controls = command.controls; });
}

Status act(Edit& edit, const SetOpaqueEvents& command)
{
    for (const auto& event : command.events)
        if (auto status = valid(model::problemWith(event)); !status) return status;
    const auto* pattern = model::findPattern(edit.project, command.pattern);
    const auto before = pattern == nullptr ? LaneContent{} : findLane(**pattern, command.lane);
    SetOpaqueEvents inverse{command.pattern, command.lane, {}};
    if (before) inverse.events = (*before)->opaque;
    return changeLane(edit, command.pattern, command.lane, std::move(inverse),
                      [&](PatternLane& lane) { lane.opaque = command.events; });
}

Status act(Edit& edit, const SetPatternLane& command)
{
    const auto* found = model::findPattern(edit.project, command.pattern);
    if (found == nullptr) return Edit::missing("pattern", command.pattern.value);
    if (command.content) {
        if (auto status = checkLane(edit, command.lane); !status) return status;
        if (auto status = valid(model::problemWith(**command.content)); !status) return status;
        auto present = collectNotes(**found, &command.lane);
        if (auto status = claimNotes(edit, (*command.content)->notes, present); !status)
            return status;
    }
    return edit.changePattern(command.pattern, [&](Pattern& pattern) {
        edit.undoWith(
            SetPatternLane{command.pattern, command.lane, findLane(pattern, command.lane)});
        if (command.content)
            pattern.lanes.insert_or_assign(command.lane, sorted(*command.content));
        else
            pattern.lanes.erase(command.lane);
    });
}

} // namespace

Status perform(Edit& edit, const PatternCommand& command)
{
    return std::visit([&](const auto& action) { return act(edit, action); }, command);
}

} // namespace cppmusic::project
