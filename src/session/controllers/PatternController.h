// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "core/music/NoteEvent.h"
#include "model/Ids.h"
#include "model/Pattern.h"

#include <cstdint>
#include <string>
#include <vector>

namespace cppmusic::project {
class ProjectModel;
}

namespace cppmusic::session {

/// Notes inside patterns. `lane` names the track whose lane is edited; the null id is the lane that
/// plays on whichever track the clip lies on. [main]
class PatternController {
public:
    explicit PatternController(project::ProjectModel&);

    /// Calls until endGesture are one undo entry.
    void beginGesture();
    void endGesture();

    core::Result<model::PatternId> addPattern(std::string name, core::Beats length);
    core::Status renamePattern(model::PatternId, std::string name);
    core::Status setLength(model::PatternId, core::Beats);

    core::Result<model::NoteId> addNote(model::PatternId, model::TrackId lane,
                                        const core::NoteEvent&);
    core::Result<std::vector<model::NoteId>> addNotes(model::PatternId, model::TrackId lane,
                                                      const std::vector<core::NoteEvent>&);
    core::Status removeNotes(model::PatternId, model::TrackId lane,
                             const std::vector<model::NoteId>&);
    /// By beats and semitones, kept together behind the pattern's start and inside the MIDI keys.
    /// In a gesture the distance counts from where the gesture began.
    core::Status moveNotes(model::PatternId, model::TrackId lane, const std::vector<model::NoteId>&,
                           core::Beats by, int semitones);
    core::Status resizeNotes(model::PatternId, model::TrackId lane,
                             const std::vector<model::NoteId>&, core::Beats duration);
    core::Status setVelocity(model::PatternId, model::TrackId lane,
                             const std::vector<model::NoteId>&, float velocity);
    /// Replaces notes by value; unknown ids are an error.
    core::Status changeNotes(model::PatternId, model::TrackId lane,
                             const std::vector<model::Note>&);

private:
    project::ProjectModel& model_;
    std::uint64_t gesture_ = 0;
    std::vector<model::Note> origins_; ///< the notes as they were when the gesture began
};

} // namespace cppmusic::session
