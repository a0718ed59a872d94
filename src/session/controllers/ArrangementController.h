// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "core/time/Units.h"
#include "model/Ids.h"
#include "model/Track.h"
#include "session/controllers/ClipEdits.h"
#include "session/controllers/SnapGrid.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace cppmusic::project {
class ProjectModel;
class SelectionModel;
} // namespace cppmusic::project

namespace cppmusic::session {

enum class ClipEdge : std::uint8_t { start, end };

/// The playlist: tracks and clips. Every call is one undo entry with a label, except between
/// beginGesture and endGesture, where calls of one kind are one entry. Places are snapped by the
/// caller's wish: pass them through snapped(). [main]
class ArrangementController {
public:
    ArrangementController(project::ProjectModel&, project::SelectionModel&);

    void setSnap(SnapGrid grid) noexcept { snap_ = grid; }
    [[nodiscard]] SnapGrid snap() const noexcept { return snap_; }
    [[nodiscard]] core::Beats snapped(core::Beats) const;

    void beginGesture();
    void endGesture();

    // Tracks
    /// Before the master at the end of the list, or after `after`. An instrument track gets a
    /// synthesizer.
    core::Result<model::TrackId> addTrack(model::TrackKind, std::string name,
                                          model::TrackId after = {});
    core::Status removeTrack(model::TrackId);
    core::Status renameTrack(model::TrackId, std::string name);
    core::Status setTrackColour(model::TrackId, model::PaletteColour);
    /// To a place in the list, counted from 0.
    core::Status moveTrack(model::TrackId, std::size_t index);

    // Clips
    /// A clip of a new, empty pattern.
    core::Result<model::ClipId> addPatternClip(model::TrackId, core::Beats start,
                                               core::Beats length);
    /// One more clip of a pattern that is there.
    core::Result<model::ClipId> placePattern(model::TrackId, model::PatternId, core::Beats start);
    /// As long as the file lasts at the tempo of that place.
    core::Result<model::ClipId> addAudioClip(model::TrackId, model::AssetId, core::Beats start);
    /// To another place, and track if `track` is valid. Negative places become 0.
    core::Status moveClip(model::ClipId, core::Beats start, model::TrackId track = {});
    /// All by the same distance, in beats and in rows of the track list; stops where the first of
    /// them would leave the song. In a gesture the distance counts from where the gesture began.
    core::Status moveClips(const std::vector<model::ClipId>&, core::Beats by, int byTracks = 0);
    /// Drags an edge. The content stays where it sounds when the start is dragged. The length stays
    /// above 0.
    core::Status resizeClip(model::ClipId, ClipEdge, core::Beats to);
    /// Copies right behind the last of them; the copies become the selection.
    core::Result<std::vector<model::ClipId>> duplicateClips(const std::vector<model::ClipId>&);
    core::Status deleteClips(const std::vector<model::ClipId>&);
    /// Two clips that play on where the other stopped (a note held over the cut ends there); the
    /// second one's id.
    core::Result<model::ClipId> splitClip(model::ClipId, core::Beats at);
    core::Status setClipsMuted(const std::vector<model::ClipId>&, bool);
    core::Status renameClip(model::ClipId, std::string name);

    // The same for what is selected
    core::Status duplicateSelection();
    core::Status deleteSelection();
    core::Status splitSelection(core::Beats at);

private:
    project::ProjectModel& model_;
    project::SelectionModel& selection_;
    SnapGrid snap_ = SnapGrid::sixteenth;
    std::uint64_t gesture_ = 0;
    std::vector<ClipOrigin> origins_; ///< when the gesture began
};

} // namespace cppmusic::session
