// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Project.h"

#include <set>
#include <vector>

namespace cppmusic::session {

/// What is another in a project than in the one before, by identity, as far as it decides what
/// single tracks contribute to the graph.
struct SongDifferences {
    /// A track in one of the two or another in both; null: not there.
    struct Pair {
        const core::Shared<model::Track>* before = nullptr;
        const core::Shared<model::Track>* after = nullptr;
    };
    std::vector<Pair> tracks;
    std::set<model::AssetId> assets;
    /// Tracks in `after` on which other notes may play.
    std::set<model::TrackId> notes;
    /// The tempo, the pan law or the master, or one has no tracks: every track is concerned.
    bool isEverything = false;
};

/// Looks at no more than what is not shared, apart from a walk over the lists. Both projects
/// outlive the result. [any]
[[nodiscard]] SongDifferences compareSongs(const model::Project& before,
                                           const model::Project& after);

/// Calls visit(TrackId) for every track that this one feeds: its output if it names one, its sends,
/// further outputs of its devices.
template <class Visit>
void forEachFed(const model::Track& track, Visit&& visit)
{
    if (track.output.isValid()) visit(track.output);
    for (const auto& send : track.strip.sends) visit(send.target);
    const auto visitOutputs = [&](const model::Device& device) {
        for (const auto& output : device.outputs) visit(output.target);
    };
    if (track.instrument) visitOutputs(**track.instrument);
    for (const auto& device : track.inserts) visitOutputs(*device);
}

} // namespace cppmusic::session
