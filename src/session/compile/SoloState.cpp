// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/compile/SoloState.h"

#include "model/Queries.h"
#include "session/compile/VcaGroups.h"

#include <algorithm>
#include <map>
#include <vector>

namespace cppmusic::session {

namespace {

using TrackSet = std::set<model::TrackId>;

/// Adds everything that can be reached along `edges` from what is in the set.
void addReachable(TrackSet& reached, const std::multimap<model::TrackId, model::TrackId>& edges)
{
    std::vector<model::TrackId> open(reached.begin(), reached.end());
    while (!open.empty()) {
        const model::TrackId track = open.back();
        open.pop_back();
        const auto [begin, end] = edges.equal_range(track);
        for (auto edge = begin; edge != end; ++edge)
            if (reached.insert(edge->second).second) open.push_back(edge->second);
    }
}

} // namespace

std::set<model::TrackId> soloSilencedTracks(const model::Project& project)
{
    if (std::none_of(project.tracks.begin(), project.tracks.end(),
                     [](const auto& track) { return track->strip.isSoloed; }))
        return {};
    const VcaGroups vcas(project);
    TrackSet soloed, safe, silenced;
    std::multimap<model::TrackId, model::TrackId> members, carriers;
    for (const auto& track : project.tracks) {
        if (track->kind == model::TrackKind::master || track->kind == model::TrackKind::vca)
            continue;
        const auto vca = vcas.effectOn(*track);
        if (track->strip.isSoloed || vca.isSoloed) soloed.insert(track->id);
        if (track->strip.isSoloSafe || vca.isSoloSafe) safe.insert(track->id);
        if (track->output.isValid()) {
            members.emplace(track->output, track->id);
            carriers.emplace(track->id, track->output);
        }
        for (const auto& send : track->strip.sends)
            if (send.isEnabled) carriers.emplace(track->id, send.target);
        const auto addOutputs = [&](const model::Device& device) {
            for (const auto& output : device.outputs) carriers.emplace(track->id, output.target);
        };
        if (track->instrument) addOutputs(**track->instrument);
        for (const auto& device : track->inserts) addOutputs(*device);
    }
    if (soloed.empty()) return silenced;

    // The master collects everything; soloing must not run back from it to all tracks.
    const model::TrackId master = model::masterTrack(project).id;
    members.erase(master);
    TrackSet heard = soloed;
    addReachable(heard, members);
    heard.insert(safe.begin(), safe.end());
    addReachable(heard, carriers);
    heard.insert(master);
    for (const auto& track : project.tracks)
        if (track->kind != model::TrackKind::vca && !heard.contains(track->id))
            silenced.insert(track->id);
    return silenced;
}

} // namespace cppmusic::session
