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
using Edges = std::multimap<model::TrackId, model::TrackId>;

/// Adds everything that can be reached along `edges` from what is in the set.
void addReachable(TrackSet& reached, const Edges& edges)
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

/// Who flows where.
struct Flow {
    Edges members;  ///< from a track to those whose output it is
    Edges carriers; ///< from a track to all that it feeds
    Edges feeders;  ///< the other way round

    explicit Flow(const model::Project& project)
    {
        for (const auto& track : project.tracks) {
            if (track->kind == model::TrackKind::vca) continue;
            if (track->output.isValid()) {
                members.emplace(track->output, track->id);
                add(track->id, track->output);
            }
            for (const auto& send : track->strip.sends)
                if (send.isEnabled) add(track->id, send.target);
            const auto addOutputs = [&](const model::Device& device) {
                for (const auto& output : device.outputs) add(track->id, output.target);
            };
            if (track->instrument) addOutputs(**track->instrument);
            for (const auto& device : track->inserts) addOutputs(*device);
        }
    }
    void add(model::TrackId from, model::TrackId to)
    {
        carriers.emplace(from, to);
        feeders.emplace(to, from);
    }
};

} // namespace

std::map<model::TrackId, TrackSolo> soloedOut(const model::Project& project)
{
    const VcaGroups vcas(project);
    TrackSet soloed, safe;
    for (const auto& track : project.tracks) {
        if (track->kind == model::TrackKind::master || track->kind == model::TrackKind::vca)
            continue;
        const auto vca = vcas.effectOn(*track);
        if (track->strip.isSoloed || vca.isSoloed) soloed.insert(track->id);
        if (track->strip.isSoloSafe || vca.isSoloSafe) safe.insert(track->id);
    }
    std::map<model::TrackId, TrackSolo> out;
    if (soloed.empty()) return out;

    // The master collects everything; soloing must not run back from it to all tracks.
    Flow flow(project);
    const model::TrackId master = model::masterTrack(project).id;
    flow.members.erase(master);
    flow.feeders.erase(master);
    TrackSet heard = soloed;
    addReachable(heard, flow.members);
    TrackSet fed = heard;
    addReachable(fed, flow.feeders);
    heard.insert(safe.begin(), safe.end());
    addReachable(heard, flow.carriers);
    heard.insert(master);
    for (const auto& track : project.tracks) {
        if (track->kind == model::TrackKind::vca || heard.contains(track->id)) continue;
        TrackSolo& solo = out[track->id];
        const auto [begin, end] = flow.carriers.equal_range(track->id);
        for (auto edge = begin; edge != end; ++edge)
            if (fed.contains(edge->second)) solo.targets.insert(edge->second);
    }
    return out;
}

std::set<model::TrackId> soloSilencedTracks(const model::Project& project)
{
    TrackSet silenced;
    for (const auto& [track, solo] : soloedOut(project))
        if (solo.isSilenced()) silenced.insert(track);
    return silenced;
}

} // namespace cppmusic::session
