// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/RoutingChecks.h"

#include "model/Queries.h"

#include <algorithm>
#include <map>
#include <set>

namespace cppmusic::model {

namespace {

/// Calls visit(TrackId) for every track that this one's signal flows into.
template <class Visit>
void forEachWay(const Project& project, const Track& track, TrackId master, Visit&& visit)
{
    if (track.kind == TrackKind::vca) return;
    if (track.kind != TrackKind::master) visit(track.output.isValid() ? track.output : master);
    for (const auto& send : track.strip.sends) visit(send.target);
    const auto visitOutputs = [&](const Device& device) {
        for (const auto& output : device.outputs) visit(output.target);
    };
    if (track.instrument) visitOutputs(**track.instrument);
    for (const auto& device : track.inserts) visitOutputs(*device);
    for (const auto& sidechain : project.routing.sidechains)
        if (sidechain.source == track.id) visit(sidechain.targetTrack);
}

TrackId masterOf(const Project& project)
{
    for (const auto& track : project.tracks)
        if (track->kind == TrackKind::master) return track->id;
    return {};
}

/// What a search knows about a track it has met.
struct Visit {
    TrackId track;
    std::vector<TrackId> ways;
    std::size_t next = 0;
};

class CycleSearch {
public:
    /// `tracks`: by id, when many searches are to come; else null.
    CycleSearch(const Project& project, const std::map<TrackId, const Track*>* tracks)
        : project_(project), tracks_(tracks), master_(masterOf(project))
    {
    }

    [[nodiscard]] bool isDone(TrackId track) const { return done_.contains(track); }

    // Depth-first from `start`, without recursion: the way is on the path when a track is met
    // twice.
    std::vector<TrackId> from(TrackId start)
    {
        std::vector<Visit> path{visit(start)};
        while (!path.empty()) {
            Visit& here = path.back();
            if (here.next == here.ways.size()) {
                done_.insert(here.track);
                path.pop_back();
                continue;
            }
            const TrackId next = here.ways[here.next++];
            const auto first = std::find_if(path.begin(), path.end(),
                                            [&](const Visit& met) { return met.track == next; });
            if (first != path.end()) {
                std::vector<TrackId> cycle;
                for (auto met = first; met != path.end(); ++met) cycle.push_back(met->track);
                cycle.push_back(next);
                return cycle;
            }
            if (!isDone(next)) path.push_back(visit(next));
        }
        return {};
    }

private:
    [[nodiscard]] const Track* find(TrackId id) const
    {
        if (tracks_ != nullptr) {
            const auto place = tracks_->find(id);
            return place == tracks_->end() ? nullptr : place->second;
        }
        const auto* track = findTrack(project_, id);
        return track == nullptr ? nullptr : &**track;
    }

    [[nodiscard]] Visit visit(TrackId id) const
    {
        Visit met{id, {}, 0};
        if (const Track* track = find(id))
            forEachWay(project_, *track, master_, [&](TrackId to) { met.ways.push_back(to); });
        return met;
    }

    const Project& project_;
    const std::map<TrackId, const Track*>* tracks_;
    TrackId master_;
    std::set<TrackId> done_;
};

} // namespace

std::vector<TrackId> findRoutingCycle(const Project& project)
{
    std::map<TrackId, const Track*> tracks;
    for (const auto& track : project.tracks) tracks.emplace(track->id, &*track);
    CycleSearch search(project, &tracks);
    for (const auto& track : project.tracks) {
        if (search.isDone(track->id)) continue;
        if (auto cycle = search.from(track->id); !cycle.empty()) return cycle;
    }
    return {};
}

std::vector<TrackId> findRoutingCycle(const Project& project, TrackId start)
{
    return CycleSearch(project, nullptr).from(start);
}

std::vector<TrackId> findVcaCycle(const Project& project, TrackId start)
{
    std::vector<TrackId> path;
    for (TrackId here = start; here.isValid();) {
        const auto first = std::find(path.begin(), path.end(), here);
        const bool isMet = first != path.end();
        path.push_back(here);
        if (isMet) return {std::find(path.begin(), path.end(), here), path.end()};
        const auto* track = findTrack(project, here);
        here = track == nullptr ? TrackId{} : (*track)->vca;
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
    if (track.kind == TrackKind::vca) return "A VCA group has no sound, so it has no output.";
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
    if (track.kind == TrackKind::vca) return "A VCA group has no sound, so it can't have sends.";
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
    const auto* source = findTrack(project, sidechain.source);
    if (source == nullptr)
        return "The sidechain's source, track " + std::to_string(sidechain.source.value) +
               ", does not exist.";
    if ((*source)->kind == TrackKind::vca)
        return "The sidechain's source '" + (*source)->name + "' is a VCA group; it has no sound.";
    TrackId onTrack;
    if (findDevice(project, sidechain.targetDevice, &onTrack) == nullptr ||
        onTrack != sidechain.targetTrack)
        return "The sidechain's device " + std::to_string(sidechain.targetDevice.value) +
               " is not on track " + std::to_string(sidechain.targetTrack.value) + ".";
    return {};
}

std::string problemWithVca(const Project& project, const Track& track)
{
    if (!track.vca.isValid()) return {};
    if (track.kind == TrackKind::master) return "The master can't be a member of a VCA group.";
    const auto* vca = findTrack(project, track.vca);
    if (vca == nullptr)
        return "The VCA group, track " + std::to_string(track.vca.value) + ", does not exist.";
    if ((*vca)->kind != TrackKind::vca)
        return "The track '" + (*vca)->name + "' is not a VCA group.";
    return {};
}

std::string problemWithDeviceOutputs(const Project& project, TrackId ownTrack, const Device& device)
{
    for (const auto& output : device.outputs) {
        const std::string what = "Output " + std::to_string(output.port) + " of the device";
        if (output.target == ownTrack)
            return what + " plays on its own track anyway; leave it unlisted.";
        const auto* target = findTrack(project, output.target);
        if (target == nullptr)
            return what + " goes to track " + std::to_string(output.target.value) +
                   ", which does not exist.";
        if ((*target)->kind == TrackKind::master || (*target)->kind == TrackKind::vca)
            return what + " can't go to '" + (*target)->name +
                   "'; choose a track, a group or an aux.";
    }
    return {};
}

std::string problemWithKind(const Track& track)
{
    const bool canRecord = track.kind == TrackKind::audio || track.kind == TrackKind::instrument;
    if (track.input.isArmed && !canRecord)
        return "Only audio and instrument tracks record; '" + track.name + "' can't be armed.";
    if (track.input.monitoring != InputMonitoring::off && !canRecord)
        return "Only audio and instrument tracks have an input; '" + track.name +
               "' can't be monitored.";
    if (track.kind != TrackKind::vca) return {};
    if (track.instrument || !track.inserts.empty())
        return "A VCA group has no sound, so it can't hold devices.";
    return {};
}

} // namespace cppmusic::model
