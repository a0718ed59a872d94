// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/Validate.h"

#include "model/Limits.h"
#include "model/Queries.h"
#include "model/RoutingChecks.h"

#include <algorithm>
#include <set>
#include <utility>

namespace cppmusic::model {

namespace {

std::string named(std::string_view noun, std::uint64_t id, std::string_view name)
{
    std::string text = std::string(noun) + " " + std::to_string(id);
    if (!name.empty()) text += " '" + std::string(name) + "'";
    return text;
}

class Validator {
public:
    explicit Validator(const Project& project) : project_(project) {}

    std::vector<Problem> run()
    {
        checkSong();
        for (const auto& [id, asset] : project_.assets) checkAsset(id, *asset);
        for (const auto& [id, pattern] : project_.patterns) checkPattern(id, *pattern);
        for (const auto& track : project_.tracks) checkTrack(*track);
        checkMasters();
        checkRouting();
        if (largestId_ >= project_.nextId)
            report("The next free id " + std::to_string(project_.nextId) +
                       " is not above the largest one in use, " + std::to_string(largestId_) + ".",
                   "project");
        return std::move(problems_);
    }

private:
    void report(std::string message, std::string place)
    {
        if (!message.empty()) problems_.push_back({std::move(message), std::move(place)});
    }

    template <class Tag>
    void claim(std::set<core::Id<Tag>>& used, core::Id<Tag> id, const std::string& place)
    {
        largestId_ = std::max(largestId_, id.value);
        if (!used.insert(id).second)
            report("The id " + std::to_string(id.value) + " is used twice.", place);
    }

    void checkSong()
    {
        report(problemWithText(project_.name, "The project's name"), "project");
        report(problemWithText(project_.author, "The author's name"), "project");
        report(problemWith(project_.loop), "loop");
        report(problemWith(project_.punch), "punch");
        const Marker* previous = nullptr;
        for (const auto& marker : project_.markers) {
            const auto place = named("marker", marker.id.value, marker.name);
            report(problemWith(marker), place);
            claim(markers_, marker.id, place);
            if (previous != nullptr && !comesBefore(*previous, marker) && previous->id != marker.id)
                report("The markers are not in order.", place);
            previous = &marker;
        }
    }

    void checkAsset(AssetId id, const Asset& asset)
    {
        const auto place = named("asset", asset.id.value, asset.name);
        report(problemWith(asset), place);
        claim(assets_, asset.id, place);
        if (id != asset.id)
            report("The asset is listed under the id " + std::to_string(id.value) + ".", place);
    }

    void checkPattern(PatternId id, const Pattern& pattern)
    {
        const auto place = named("pattern", pattern.id.value, pattern.name);
        report(problemWith(pattern), place);
        claim(patterns_, pattern.id, place);
        if (id != pattern.id)
            report("The pattern is listed under the id " + std::to_string(id.value) + ".", place);
        std::set<NoteId> notes;
        for (const auto& [track, lane] : pattern.lanes) {
            const auto lanePlace = place + ", lane " + std::to_string(track.value);
            if (track.isValid() && findTrack(project_, track) == nullptr)
                report("The lane's track does not exist.", lanePlace);
            report(problemWith(*lane), lanePlace);
            for (const auto& note : lane->notes) claim(notes, note.id, lanePlace);
            auto sorted = *lane;
            sortLane(sorted);
            if (!(sorted == *lane)) report("The lane's events are not in order.", lanePlace);
        }
    }

    void checkClip(const Clip& clip, const std::string& trackPlace)
    {
        const auto place = trackPlace + ", " + named("clip", clip.id.value, clip.name);
        report(problemWith(clip), place);
        claim(clips_, clip.id, place);
        const auto* pattern = std::get_if<PatternClip>(&clip.content);
        if (pattern != nullptr && findPattern(project_, pattern->pattern) == nullptr)
            report("The clip's pattern " + std::to_string(pattern->pattern.value) +
                       " does not exist.",
                   place);
        const auto* audio = std::get_if<AudioClip>(&clip.content);
        if (audio != nullptr && findAsset(project_, audio->asset) == nullptr)
            report("The clip's audio file, asset " + std::to_string(audio->asset.value) +
                       ", does not exist.",
                   place);
    }

    void checkDevice(const Device& device, const std::string& trackPlace)
    {
        const auto place = trackPlace + ", " + named("device", device.id.value, device.type);
        report(problemWith(device), place);
        claim(devices_, device.id, place);
        for (const auto& sample : device.samples)
            if (findAsset(project_, sample.asset) == nullptr)
                report("The device's sample, asset " + std::to_string(sample.asset.value) +
                           ", does not exist.",
                       place);
    }

    void checkLanes(const Track& track, const std::string& trackPlace)
    {
        std::set<std::pair<DeviceId, std::string>> automated;
        for (const auto& lane : track.lanes) {
            const auto place = trackPlace + ", " + named("lane", lane->id.value, lane->parameter);
            report(problemWith(*lane), place);
            claim(lanes_, lane->id, place);
            TrackId onTrack;
            const bool isHere =
                !lane->device.isValid() ||
                (findDevice(project_, lane->device, &onTrack) != nullptr && onTrack == track.id);
            if (!isHere)
                report("The lane's device " + std::to_string(lane->device.value) +
                           " is not on this track.",
                       place);
            if (!automated.emplace(lane->device, lane->parameter).second)
                report("Two lanes automate one parameter.", place);
        }
    }

    void checkTrack(const Track& track)
    {
        const auto place = named("track", track.id.value, track.name);
        report(problemWithId(track.id.value), place);
        report(problemWithText(track.name, "The track's name"), place);
        report(problemWithColour(track.colour), place);
        report(problemWith(track.strip), place);
        report(problemWith(track.input), place);
        claim(tracks_, track.id, place);
        if (track.instrument) checkDevice(**track.instrument, place);
        for (const auto& device : track.inserts) checkDevice(*device, place);
        const Clip* previous = nullptr;
        for (const auto& clip : track.clips) {
            checkClip(*clip, place);
            if (previous != nullptr && previous->id != clip->id && !comesBefore(*previous, *clip))
                report("The track's clips are not in order.", place);
            previous = &*clip;
        }
        checkLanes(track, place);
        report(problemWithOutput(project_, track), place);
        report(problemWithVca(project_, track), place);
        report(problemWithKind(track), place);
        if (track.instrument)
            report(problemWithDeviceOutputs(project_, track.id, **track.instrument), place);
        for (const auto& device : track.inserts)
            report(problemWithDeviceOutputs(project_, track.id, *device), place);
        for (const auto& send : track.strip.sends)
            report(problemWithSend(project_, track, send), place);
    }

    void checkMasters()
    {
        const auto masters =
            std::count_if(project_.tracks.begin(), project_.tracks.end(),
                          [](const auto& track) { return track->kind == TrackKind::master; });
        if (masters != 1)
            report("The project has " + std::to_string(masters) +
                       " master tracks; it needs exactly one.",
                   "project");
    }

    void checkRouting()
    {
        for (const auto& sidechain : project_.routing.sidechains)
            report(problemWithSidechain(project_, sidechain), "routing");
        if (const auto cycle = findRoutingCycle(project_); !cycle.empty())
            report("The routing feeds back into itself: " + describeCycle(project_, cycle) + ".",
                   "routing");
        for (const auto& track : project_.tracks) {
            const auto loop = findVcaCycle(project_, track->id);
            if (loop.empty()) continue;
            report("A VCA group controls itself: " + describeCycle(project_, loop) + ".",
                   "routing");
            break;
        }
    }

    const Project& project_;
    std::vector<Problem> problems_;
    std::set<TrackId> tracks_;
    std::set<ClipId> clips_;
    std::set<DeviceId> devices_;
    std::set<LaneId> lanes_;
    std::set<PatternId> patterns_;
    std::set<AssetId> assets_;
    std::set<MarkerId> markers_;
    std::uint64_t largestId_ = 0;
};

} // namespace

std::vector<Problem> validate(const Project& project)
{
    return Validator(project).run();
}

} // namespace cppmusic::model
