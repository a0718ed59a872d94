// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "model/Project.h"
#include "project/Command.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cppmusic::project {

/// A project while a command is being applied to it, and the way back as it grows. Only for the
/// functions perform() of the noun groups. A failed command leaves it half changed; throw it away.
class Edit {
public:
    explicit Edit(const model::Project& before) : project(before) {}

    model::Project project;

    /// What takes back the step just made. Later steps are taken back first.
    void undoWith(Command inverse) { inverses_.push_back(std::move(inverse)); }
    [[nodiscard]] std::vector<Command> takeInverses() && { return std::move(inverses_); }

    /// Reserves an id that a command brings: the counter then lies above it.
    core::Status claim(std::uint64_t id, std::string_view noun, bool isInUse);

    /// Places in the project; notFound otherwise.
    [[nodiscard]] core::Result<std::size_t> indexOf(model::TrackId id) const;
    [[nodiscard]] core::Result<model::TrackId> trackOf(model::ClipId id) const;
    [[nodiscard]] core::Result<model::TrackId> trackOf(model::DeviceId id) const;
    [[nodiscard]] core::Result<model::TrackId> trackOf(model::LaneId id) const;

    /// Calls change(Track&) on a copy and puts it in place when it differs.
    template <class Change>
    core::Status changeTrack(model::TrackId id, Change&& change)
    {
        const auto index = indexOf(id);
        if (!index) return index.error();
        const auto before = project.tracks[*index];
        auto track = before;
        replace(track, std::forward<Change>(change));
        if (track.identity() != before.identity()) project.tracks.set(*index, std::move(track));
        return {};
    }

    template <class Change>
    core::Status changePattern(model::PatternId id, Change&& change)
    {
        const auto place = project.patterns.find(id);
        if (place == project.patterns.end()) return missing("pattern", id.value);
        auto pattern = place->second;
        replace(pattern, std::forward<Change>(change));
        if (pattern.identity() != place->second.identity())
            project.patterns.set(id, std::move(pattern));
        return {};
    }

    /// change(Clip&); the clips are in order afterwards.
    template <class Change>
    core::Status changeClip(model::ClipId id, Change&& change)
    {
        const auto track = trackOf(id);
        if (!track) return track.error();
        return changeTrack(*track, [&](model::Track& copy) {
            for (auto& clip : copy.clips)
                if (clip->id == id) {
                    replace(clip, std::forward<Change>(change));
                    break;
                }
            sortClips(copy);
        });
    }

    template <class Change>
    core::Status changeDevice(model::DeviceId id, Change&& change)
    {
        const auto track = trackOf(id);
        if (!track) return track.error();
        return changeTrack(*track, [&](model::Track& copy) {
            if (copy.instrument && (*copy.instrument)->id == id)
                return replace(*copy.instrument, std::forward<Change>(change));
            for (auto& device : copy.inserts)
                if (device->id == id) return replace(device, std::forward<Change>(change));
        });
    }

    template <class Change>
    core::Status changeLane(model::LaneId id, Change&& change)
    {
        const auto track = trackOf(id);
        if (!track) return track.error();
        return changeTrack(*track, [&](model::Track& copy) {
            for (auto& lane : copy.lanes)
                if (lane->id == id) return replace(lane, std::forward<Change>(change));
        });
    }

    [[nodiscard]] static core::Error missing(std::string_view noun, std::uint64_t id);
    static void sortClips(model::Track& track);

private:
    // Keeps the identity of what comes out equal.
    template <class Noun, class Change>
    static void replace(core::Shared<Noun>& place, Change&& change)
    {
        Noun copy = *place;
        change(copy);
        if (!(copy == *place)) place = core::Shared<Noun>(std::move(copy));
    }

    std::vector<Command> inverses_;
};

/// invalidArgument with this sentence, or success when it is empty.
[[nodiscard]] core::Status valid(std::string problem);

/// Apply one command of a group: change edit.project, say what takes it back.
core::Status perform(Edit&, const TrackCommand&);
core::Status perform(Edit&, const ClipCommand&);
core::Status perform(Edit&, const PatternCommand&);
core::Status perform(Edit&, const DeviceCommand&);
core::Status perform(Edit&, const MixerCommand&);
core::Status perform(Edit&, const AutomationCommand&);
core::Status perform(Edit&, const TempoCommand&);
core::Status perform(Edit&, const MarkerCommand&);
core::Status perform(Edit&, const AssetCommand&);
core::Status perform(Edit&, const ProjectCommand&);
core::Status perform(Edit&, const Batch&);
/// The command's body and its nextIdAfter.
core::Status perform(Edit&, const Command&);

/// ErrorCode::cycle, naming the tracks, when the routing feeds back.
[[nodiscard]] core::Status checkForCycle(const model::Project&);
/// The same when only the ways that leave `track` have changed.
[[nodiscard]] core::Status checkForCycle(const model::Project&, model::TrackId track);
/// What a track is a member of: a VCA that doesn't control itself.
[[nodiscard]] core::Status checkVca(const model::Project&, const model::Track&);
/// The tracks that a device's further outputs go to, and that they don't feed back.
[[nodiscard]] core::Status checkDeviceOutputs(const model::Project&, model::TrackId,
                                              const model::Device&);
/// Claims the device's id and checks it and its samples; `isInUse` when the project has the id.
core::Status claimDevice(Edit&, const model::Device&);
/// Removes the sidechains into a device and its automation lanes.
core::Status releaseDevice(Edit&, model::TrackId track, model::DeviceId device);
/// Claims a clip's id and checks it and what it plays.
core::Status claimClip(Edit&, const model::Clip&);
/// Claims a lane's id and checks it against its track.
core::Status claimLane(Edit&, const model::Track&, const model::AutomationLane&);

} // namespace cppmusic::project
