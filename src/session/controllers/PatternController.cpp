// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/controllers/PatternController.h"

#include "model/Queries.h"
#include "project/ProjectModel.h"

#include <algorithm>
#include <set>
#include <utility>

namespace cppmusic::session {

namespace {

const model::PatternLane* findLane(const model::Project& project, model::PatternId id,
                                   model::TrackId lane)
{
    const auto* pattern = model::findPattern(project, id);
    if (pattern == nullptr) return nullptr;
    const auto found = (*pattern)->lanes.find(lane);
    return found == (*pattern)->lanes.end() ? nullptr : found->second.identity();
}

/// The notes with these ids, in the lane's order.
core::Result<std::vector<model::Note>> findNotes(const model::Project& project,
                                                 model::PatternId pattern, model::TrackId lane,
                                                 const std::vector<model::NoteId>& ids)
{
    const std::set<model::NoteId> wanted(ids.begin(), ids.end());
    std::vector<model::Note> notes;
    if (const auto* content = findLane(project, pattern, lane))
        for (const auto& note : content->notes)
            if (wanted.contains(note.id)) notes.push_back(note);
    if (notes.size() != wanted.size())
        return core::makeError(core::ErrorCode::notFound,
                               "the pattern has no such note; it may have been deleted");
    return notes;
}

bool isSameNotes(const std::vector<model::Note>& notes, const std::vector<model::NoteId>& ids)
{
    const std::set<model::NoteId> wanted(ids.begin(), ids.end());
    return notes.size() == wanted.size() &&
           std::all_of(notes.begin(), notes.end(),
                       [&](const auto& note) { return wanted.contains(note.id); });
}

/// Moves all by the same distance, less if one of them would leave the pattern or the keyboard.
void moveTogether(std::vector<model::Note>& notes, core::Beats by, int semitones)
{
    for (const auto& note : notes) {
        by = std::max(by, -note.event.start);
        semitones = std::clamp(semitones, -static_cast<int>(note.event.pitch),
                               127 - static_cast<int>(note.event.pitch));
    }
    for (auto& note : notes) {
        note.event.start = std::max(core::Beats{0.0}, note.event.start + by);
        note.event.pitch = static_cast<std::uint8_t>(note.event.pitch + semitones);
    }
}

} // namespace

PatternController::PatternController(project::ProjectModel& model) : model_(model) {}

void PatternController::beginGesture()
{
    gesture_ = model_.newGesture().value;
    origins_.clear();
}

void PatternController::endGesture()
{
    gesture_ = 0;
    origins_.clear();
}

core::Result<model::PatternId> PatternController::addPattern(std::string name, core::Beats length)
{
    model::Pattern pattern;
    pattern.id = model_.newId<model::PatternId>();
    pattern.name = std::move(name);
    pattern.length = length;
    const auto id = pattern.id;
    auto status =
        model_.execute(project::AddPattern{core::Shared<model::Pattern>(std::move(pattern))});
    if (!status) return status.error();
    return id;
}

core::Status PatternController::renamePattern(model::PatternId pattern, std::string name)
{
    return model_.execute(project::RenamePattern{pattern, std::move(name)});
}

core::Status PatternController::setLength(model::PatternId pattern, core::Beats length)
{
    return model_.execute(project::ResizePattern{pattern, length}, project::GestureId{gesture_});
}

core::Result<model::NoteId> PatternController::addNote(model::PatternId pattern,
                                                       model::TrackId lane,
                                                       const core::NoteEvent& event)
{
    auto added = addNotes(pattern, lane, {event});
    if (!added) return added.error();
    return added->front();
}

core::Result<std::vector<model::NoteId>>
PatternController::addNotes(model::PatternId pattern, model::TrackId lane,
                            const std::vector<core::NoteEvent>& events)
{
    std::vector<model::Note> notes;
    std::vector<model::NoteId> ids;
    for (const auto& event : events) {
        model::Note note;
        note.id = model_.newId<model::NoteId>();
        note.event = event;
        ids.push_back(note.id);
        notes.push_back(std::move(note));
    }
    auto status = model_.execute(project::InsertNotes{pattern, lane, std::move(notes)},
                                 project::GestureId{gesture_});
    if (!status) return status.error();
    return ids;
}

core::Status PatternController::removeNotes(model::PatternId pattern, model::TrackId lane,
                                            const std::vector<model::NoteId>& notes)
{
    return model_.execute(project::RemoveNotes{pattern, lane, notes}, project::GestureId{gesture_});
}

core::Status PatternController::moveNotes(model::PatternId pattern, model::TrackId lane,
                                          const std::vector<model::NoteId>& ids, core::Beats by,
                                          int semitones)
{
    if (gesture_ == 0 || !isSameNotes(origins_, ids)) {
        auto notes = findNotes(*model_.snapshot(), pattern, lane, ids);
        if (!notes) return notes.error();
        origins_ = std::move(notes).value();
    }
    auto moved = origins_;
    if (gesture_ == 0) origins_.clear();
    moveTogether(moved, by, semitones);
    return changeNotes(pattern, lane, moved);
}

core::Status PatternController::resizeNotes(model::PatternId pattern, model::TrackId lane,
                                            const std::vector<model::NoteId>& ids,
                                            core::Beats duration)
{
    auto notes = findNotes(*model_.snapshot(), pattern, lane, ids);
    if (!notes) return notes.error();
    for (auto& note : *notes) note.event.duration = duration;
    return changeNotes(pattern, lane, *notes);
}

core::Status PatternController::setVelocity(model::PatternId pattern, model::TrackId lane,
                                            const std::vector<model::NoteId>& ids, float velocity)
{
    auto notes = findNotes(*model_.snapshot(), pattern, lane, ids);
    if (!notes) return notes.error();
    for (auto& note : *notes) note.event.velocity = velocity;
    return changeNotes(pattern, lane, *notes);
}

core::Status PatternController::changeNotes(model::PatternId pattern, model::TrackId lane,
                                            const std::vector<model::Note>& notes)
{
    return model_.execute(project::ChangeNotes{pattern, lane, notes}, project::GestureId{gesture_});
}

} // namespace cppmusic::session
