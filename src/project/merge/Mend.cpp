// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/merge/Mend.h"

#include "model/Queries.h"
#include "model/RoutingChecks.h"
#include "model/Validate.h"

#include <algorithm>
#include <functional>
#include <set>

namespace cppmusic::project {

namespace {

using namespace model;

std::string named(const Track& track)
{
    return track.name.empty() ? "Track " + std::to_string(track.id.value) : "'" + track.name + "'";
}

class Mender {
public:
    Mender(Project& project, const Project* preferred) : project_(project), preferred_(preferred) {}

    std::vector<std::string> run()
    {
        raiseCounter();
        separateIds();
        addStandIns();
        joinLanes();
        dropUnsuitable();
        while (cutCycle()) {}
        while (cutVcaCycle()) {}
        putInOrder();
        return std::move(told_);
    }

private:
    void tell(std::string sentence) { told_.push_back(std::move(sentence)); }

    // Calls change(Track&) on a copy of every track; one that returns true is put in place.
    void changeTracks(const std::function<bool(Track&)>& change)
    {
        for (std::size_t place = 0; place < project_.tracks.size(); ++place) {
            Track copy = *project_.tracks[place];
            if (change(copy)) project_.tracks.set(place, std::move(copy));
        }
    }

    void raiseCounter()
    {
        std::uint64_t largest = 0;
        const auto see = [&](std::uint64_t id) { largest = std::max(largest, id); };
        for (const auto& track : project_.tracks) {
            see(track->id.value);
            if (track->instrument) see((*track->instrument)->id.value);
            for (const auto& device : track->inserts) see(device->id.value);
            for (const auto& clip : track->clips) see(clip->id.value);
            for (const auto& lane : track->lanes) see(lane->id.value);
        }
        for (const auto& [id, pattern] : project_.patterns) {
            see(id.value);
            for (const auto& [track, lane] : pattern->lanes)
                for (const auto& note : lane->notes) see(note.id.value);
        }
        for (const auto& [id, asset] : project_.assets) see(id.value);
        for (const auto& marker : project_.markers) see(marker.id.value);
        project_.nextId = std::max(project_.nextId, largest + 1);
    }

    template <class Id>
    bool claim(std::set<Id>& used, Id& id)
    {
        if (used.insert(id).second) return false;
        id = Id{project_.nextId++};
        used.insert(id);
        return true;
    }

    void separateIds()
    {
        std::set<ClipId> clips;
        std::set<DeviceId> devices;
        std::set<LaneId> lanes;
        changeTracks([&](Track& track) {
            bool isChanged = false;
            for (auto& clip : track.clips) {
                auto id = clip->id;
                if (!claim(clips, id)) continue;
                tell("A clip is on two tracks now; one of them is on " + named(track) + ".");
                clip = clip.with([&](Clip& copy) { copy.id = id; });
                isChanged = true;
            }
            for (auto& lane : track.lanes) {
                auto id = lane->id;
                if (!claim(lanes, id)) continue;
                lane = lane.with([&](AutomationLane& copy) { copy.id = id; });
                isChanged = true;
            }
            const auto separate = [&](core::Shared<Device>& device) {
                const auto was = device->id;
                auto id = was;
                if (!claim(devices, id)) return;
                tell("A device is on two tracks now; one of them is on " + named(track) + ".");
                device = device.with([&](Device& copy) { copy.id = id; });
                for (auto& lane : track.lanes)
                    if (lane->device == was)
                        lane = lane.with([&](AutomationLane& copy) { copy.device = id; });
                isChanged = true;
            };
            if (track.instrument) separate(*track.instrument);
            for (auto& device : track.inserts) separate(device);
            return isChanged;
        });
        separateNotes();
    }

    void separateNotes()
    {
        const auto patterns = project_.patterns;
        for (const auto& [id, pattern] : patterns) {
            std::set<NoteId> notes;
            auto copy = *pattern;
            bool isChanged = false;
            for (auto& [track, shared] : copy.lanes) {
                auto lane = *shared;
                bool isLaneChanged = false;
                for (auto& note : lane.notes) isLaneChanged |= claim(notes, note.id);
                if (!isLaneChanged) continue;
                sortLane(lane);
                shared = std::move(lane);
                isChanged = true;
            }
            if (!isChanged) continue;
            tell("Some notes of pattern '" + copy.name + "' are in two of its lanes now.");
            project_.patterns.set(id, std::move(copy));
        }
    }

    void standIn(PatternId id)
    {
        if (findPattern(project_, id) != nullptr) return;
        Pattern pattern;
        pattern.id = id;
        pattern.name = "Missing pattern";
        project_.patterns.emplace(id, std::move(pattern));
        project_.nextId = std::max(project_.nextId, id.value + 1);
        tell("Pattern " + std::to_string(id.value) +
             " was removed on one side and is played on the other; it is empty now.");
    }

    void standIn(AssetId id)
    {
        if (findAsset(project_, id) != nullptr) return;
        Asset asset;
        asset.id = id;
        asset.name = "Missing audio file";
        asset.file = "assets/audio/missing-" + std::to_string(id.value) + ".wav";
        asset.sampleRate = 48000.0;
        asset.channels = 2;
        project_.assets.emplace(id, std::move(asset));
        project_.nextId = std::max(project_.nextId, id.value + 1);
        tell("Audio file " + std::to_string(id.value) +
             " was removed on one side and is played on the other; it is silent now.");
    }

    void standIn(TrackId id)
    {
        if (!id.isValid() || findTrack(project_, id) != nullptr) return;
        Track track;
        track.id = id;
        track.name = "Removed track";
        project_.tracks.emplace_back(std::move(track));
        project_.nextId = std::max(project_.nextId, id.value + 1);
        tell(
            "Track " + std::to_string(id.value) +
            " was removed on one side and has notes on the other; they are on an empty track now.");
    }

    void addStandIns()
    {
        const auto tracks = project_.tracks;
        for (const auto& track : tracks) {
            for (const auto& clip : track->clips) {
                if (const auto* content = std::get_if<PatternClip>(&clip->content))
                    standIn(content->pattern);
                else
                    standIn(std::get<AudioClip>(clip->content).asset);
            }
            const auto visit = [&](const Device& device) {
                for (const auto& sample : device.samples) standIn(sample.asset);
            };
            if (track->instrument) visit(**track->instrument);
            for (const auto& device : track->inserts) visit(*device);
        }
        const auto patterns = project_.patterns;
        for (const auto& [id, pattern] : patterns)
            for (const auto& [lane, notes] : pattern->lanes) standIn(lane);
    }

    // Two people automated the same parameter, each for the first time.
    void joinLanes()
    {
        changeTracks([&](Track& track) {
            bool isChanged = false;
            for (std::size_t index = 0; index < track.lanes.size(); ++index) {
                const auto& lane = track.lanes[index];
                const auto first =
                    std::find_if(track.lanes.begin(), track.lanes.end(), [&](const auto& other) {
                        return other->device == lane->device && other->parameter == lane->parameter;
                    });
                const auto place = static_cast<std::size_t>(first - track.lanes.begin());
                if (place == index) continue;
                track.lanes[place] = joined(*track.lanes[place], *lane);
                tell("Two automations of " + lane->parameter + " on " + named(track) +
                     " are one now.");
                track.lanes.erase(track.lanes.begin() + static_cast<std::ptrdiff_t>(index--));
                isChanged = true;
            }
            return isChanged;
        });
    }

    static AutomationLane joined(AutomationLane lane, const AutomationLane& other)
    {
        for (const auto& point : other.points) {
            const auto isThere = [&](const AutomationPoint& mine) { return mine.at == point.at; };
            if (std::none_of(lane.points.begin(), lane.points.end(), isThere))
                lane.points.push_back(point);
        }
        return lane;
    }

    void dropUnsuitable()
    {
        changeTracks([&](Track& track) {
            bool isChanged = false;
            const auto drop = [&](const std::string& problem, auto&& change) {
                if (problem.empty()) return;
                tell(named(track) + ": " + problem + " It was left out.");
                change();
                isChanged = true;
            };
            drop(problemWithOutput(project_, track), [&] { track.output = {}; });
            drop(problemWithVca(project_, track), [&] { track.vca = {}; });
            auto& sends = track.strip.sends;
            for (std::size_t index = sends.size(); index-- > 0;)
                drop(problemWithSend(project_, track, sends[index]),
                     [&] { sends.erase(sends.begin() + static_cast<std::ptrdiff_t>(index)); });
            const auto check = [&](core::Shared<Device>& device) {
                drop(problemWithDeviceOutputs(project_, track.id, *device),
                     [&] { device = device.with([](Device& copy) { copy.outputs.clear(); }); });
            };
            if (track.instrument) check(*track.instrument);
            for (auto& device : track.inserts) check(device);
            const auto isHomeless = [&](const core::Shared<AutomationLane>& lane) {
                TrackId home;
                return lane->device.isValid() &&
                       (findDevice(project_, lane->device, &home) == nullptr || home != track.id);
            };
            if (std::any_of(track.lanes.begin(), track.lanes.end(), isHomeless))
                drop("The automation of a device that is gone can't stay.",
                     [&] { std::erase_if(track.lanes, isHomeless); });
            if (track.input.isArmed)
                drop(problemWithKind(track), [&] { track.input.isArmed = false; });
            return isChanged;
        });
        std::erase_if(project_.routing.sidechains, [&](const Sidechain& sidechain) {
            const auto problem = problemWithSidechain(project_, sidechain);
            if (!problem.empty()) tell(problem + " It was left out.");
            return !problem.empty();
        });
    }

    // Whether a track feeds another otherwise than by its main output to the master.
    static bool feeds(const Project& project, TrackId from, TrackId to)
    {
        const auto* track = findTrack(project, from);
        if (track == nullptr) return false;
        const auto goesThere = [&](const auto& way) { return way.target == to; };
        bool isFed = (*track)->output == to;
        isFed |= std::any_of((*track)->strip.sends.begin(), (*track)->strip.sends.end(), goesThere);
        const auto visit = [&](const Device& device) {
            isFed |= std::any_of(device.outputs.begin(), device.outputs.end(), goesThere);
        };
        if ((*track)->instrument) visit(**(*track)->instrument);
        for (const auto& device : (*track)->inserts) visit(*device);
        for (const auto& sidechain : project.routing.sidechains)
            isFed |= sidechain.source == from && sidechain.targetTrack == to;
        return isFed;
    }

    void cut(TrackId from, TrackId to)
    {
        const auto goesThere = [&](const auto& way) { return way.target == to; };
        changeTracks([&](Track& track) {
            if (track.id != from) return false;
            if (track.output == to) track.output = {};
            std::erase_if(track.strip.sends, goesThere);
            const auto visit = [&](core::Shared<Device>& device) {
                device = device.with([&](Device& copy) { std::erase_if(copy.outputs, goesThere); });
            };
            if (track.instrument) visit(*track.instrument);
            for (auto& device : track.inserts) visit(device);
            return true;
        });
        std::erase_if(project_.routing.sidechains, [&](const Sidechain& sidechain) {
            return sidechain.source == from && sidechain.targetTrack == to;
        });
    }

    bool cutCycle()
    {
        const auto cycle = findRoutingCycle(project_);
        if (cycle.size() < 2) return false;
        const auto choose = [&](bool isNew) {
            for (std::size_t step = 0; step + 1 < cycle.size(); ++step)
                if (feeds(project_, cycle[step], cycle[step + 1]) &&
                    (!isNew || preferred_ == nullptr ||
                     !feeds(*preferred_, cycle[step], cycle[step + 1])))
                    return step;
            return cycle.size();
        };
        auto step = choose(true);
        if (step == cycle.size()) step = choose(false);
        if (step == cycle.size()) return false;
        tell("The routing would feed back into itself: " + describeCycle(project_, cycle) +
             ". The way from " + named(**findTrack(project_, cycle[step])) + " to " +
             named(**findTrack(project_, cycle[step + 1])) + " was left out.");
        cut(cycle[step], cycle[step + 1]);
        return true;
    }

    bool cutVcaCycle()
    {
        for (const auto& track : project_.tracks) {
            const auto cycle = findVcaCycle(project_, track->id);
            if (cycle.empty()) continue;
            tell("A VCA group would control itself: " + describeCycle(project_, cycle) +
                 ". It is a member of none now.");
            const auto member = cycle.front();
            changeTracks([&](Track& copy) {
                if (copy.id != member) return false;
                copy.vca = {};
                return true;
            });
            return true;
        }
        return false;
    }

    void putInOrder()
    {
        changeTracks([](Track& track) {
            const auto before = [](const auto& a, const auto& b) { return comesBefore(*a, *b); };
            const bool isSorted = std::is_sorted(track.clips.begin(), track.clips.end(), before);
            if (!isSorted) std::stable_sort(track.clips.begin(), track.clips.end(), before);
            bool isChanged = !isSorted;
            for (auto& lane : track.lanes) {
                const auto earlier = [](const auto& a, const auto& b) { return a.at < b.at; };
                if (std::is_sorted(lane->points.begin(), lane->points.end(), earlier)) continue;
                lane = lane.with([&](AutomationLane& copy) {
                    std::stable_sort(copy.points.begin(), copy.points.end(), earlier);
                });
                isChanged = true;
            }
            return isChanged;
        });
        std::stable_sort(project_.markers.begin(), project_.markers.end(),
                         [](const auto& a, const auto& b) { return comesBefore(a, b); });
    }

    Project& project_;
    const Project* preferred_;
    std::vector<std::string> told_;
};

} // namespace

std::vector<std::string> mend(model::Project& project, const model::Project* preferred)
{
    if (validate(project).empty()) return {};
    return Mender(project, preferred).run();
}

} // namespace cppmusic::project
