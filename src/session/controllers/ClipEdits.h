// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time/Units.h"
#include "model/Project.h"

#include <cstddef>
#include <vector>

namespace cppmusic::project {
struct Batch;
struct Command;
} // namespace cppmusic::project

namespace cppmusic::session {

/// Where a clip is before it is dragged.
struct ClipOrigin {
    model::ClipId clip;
    core::Beats start;
    std::size_t row = 0; ///< among the tracks that can hold clips (all but the master)
};

/// The shortest clip that an edge can be dragged to.
inline constexpr core::Beats shortestClip{1.0 / 64.0};

/// Of the clips that exist. [any]
[[nodiscard]] std::vector<ClipOrigin> clipOrigins(const model::Project&,
                                                  const std::vector<model::ClipId>&);
/// Moves all by the same distance from their origins, less if one of them would leave the song.
[[nodiscard]] project::Batch moveTogether(const model::Project&, const std::vector<ClipOrigin>&,
                                          core::Beats by, int byRows);
/// The content stays where it sounds. Stops where the file or the unlooped pattern begins.
[[nodiscard]] project::Command trimStart(const model::Project&, const model::Clip&, core::Beats to);
[[nodiscard]] project::Command trimEnd(const model::Clip&, core::Beats to);
/// A clip, still without id, of a whole file: as long as it lasts at the tempo of that place.
[[nodiscard]] model::Clip makeAudioClip(const model::Project&, const model::Asset&,
                                        core::Beats start);

} // namespace cppmusic::session
