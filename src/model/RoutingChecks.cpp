// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/RoutingChecks.h"

#include "model/Queries.h"

#include <algorithm>
#include <map>

namespace cppmusic::model {

namespace {

using Ways = std::map<TrackId, std::vector<TrackId>>;

Ways collectWays(const Project& project)
{
    TrackId master;
    for (const auto& track : project.tracks)
        if (track->kind == TrackKind::master) master = track->id;
    Ways ways;
    for (const auto& track : project.tracks) {
        auto& from = ways[track->id];
        if (track->kind != TrackKind::master)
            from.push_back(track->output.isValid() ? track->output : master);
        for (const auto& send : track->strip.sends) from.push_back(send.target);
    }
    for (const auto& sidechain : project.routing.sidechains)
        ways[sidechain.source].push_back(sidechain.targetTrack);
    return ways;
}

struct Visit {
    TrackId track;
    std::size_t nextWay = 0;
};

// Depth-first from `start`, without recursion: the path is on `path` when a track is met twice.
std::vector<TrackId> searchFrom(TrackId start, const Ways& ways, std::map<TrackId, bool>& isDone)
{
    std::vector<Visit> path{{start}};
    while (!path.empty()) {
        auto& here = path.back();
        const auto place = ways.find(here.track);
        if (place == ways.end() || here.nextWay == place->second.size()) {
            isDone[here.track] = true;
            path.pop_back();
            continue;
        }
        const TrackId next = place->second[here.nextWay++];
        const auto first = std::find_if(path.begin(), path.end(),
                                        [&](const Visit& visit) { return visit.track == next; });
        if (first != path.end()) {
            std::vector<TrackId> cycle;
            for (auto visit = first; visit != path.end(); ++visit) cycle.push_back(visit->track);
            cycle.push_back(next);
            return cycle;
        }
        if (!isDone[next]) path.push_back({next});
    }
    return {};
}

} // namespace

std::vector<TrackId> findRoutingCycle(const Project& project)
{
    const Ways ways = collectWays(project);
    std::map<TrackId, bool> isDone;
    for (const auto& track : project.tracks) {
        if (isDone[track->id]) continue;
        if (auto cycle = searchFrom(track->id, ways, isDone); !cycle.empty()) return cycle;
    }
    return {};
}

std::string describeCycle(const Project& project, const std::vector<TrackId>& cycle)
{
    std::string text;
    for (const auto id : cycle) {
        const auto* track = findTrack(project, id);
        const bool isNamed = track != nullptr && !(*track)->name.empty();
        if (!text.empty()) text += " → ";
        text += isNamed ? (*track)->name : "track " + std::to_string(id.value);
    }
    return text;
}

std::string problemWithOutput(const Project& project, const Track& track)
{
    if (!track.output.isValid()) return {};
    if (track.kind == TrackKind::master) return "The master has no output to set.";
    const auto* output = findTrack(project, track.output);
    if (output == nullptr)
        return "The output, track " + std::to_string(track.output.value) + ", does not exist.";
    const auto kind = (*output)->kind;
    if (kind != TrackKind::group && kind != TrackKind::master)
        return "The output '" + (*output)->name + "' is neither a group nor the master.";
    return {};
}

std::string problemWithSend(const Project& project, const Track& track, const Send& send)
{
    if (track.kind == TrackKind::master) return "The master can't have sends.";
    const auto* target = findTrack(project, send.target);
    if (target == nullptr)
        return "The send's target, track " + std::to_string(send.target.value) +
               ", does not exist.";
    if ((*target)->kind != TrackKind::aux)
        return "The send's target '" + (*target)->name + "' is not an aux track.";
    return {};
}

std::string problemWithSidechain(const Project& project, const Sidechain& sidechain)
{
    if (findTrack(project, sidechain.source) == nullptr)
        return "The sidechain's source, track " + std::to_string(sidechain.source.value) +
               ", does not exist.";
    TrackId onTrack;
    if (findDevice(project, sidechain.targetDevice, &onTrack) == nullptr ||
        onTrack != sidechain.targetTrack)
        return "The sidechain's device " + std::to_string(sidechain.targetDevice.value) +
               " is not on track " + std::to_string(sidechain.targetTrack.value) + ".";
    return {};
}

} // namespace cppmusic::model
