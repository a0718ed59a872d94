// SPDX-License-Identifier: GPL-3.0-or-later
#include "RandomCommands.h"

namespace cppmusic::test {

using namespace model;
using namespace project;
using core::Beats;

Command RandomCommands::trackCommand(const Project& project, std::size_t kind)
{
    const auto track = anyTrack(project);
    switch (kind) {
    case 0: return AddTrack{makeTrack(project), below(8)};
    case 1:
        if (project.tracks.size() < 4) return AddTrack{makeTrack(project)};
        return RemoveTrack{track};
    case 2: return MoveTrack{track, below(8)};
    case 3: return RenameTrack{track, text()};
    case 4: return RecolourTrack{track, colour()};
    case 5: return SetTrackKind{track, static_cast<TrackKind>(below(6))};
    default:
        return SetTrackOutput{track,
                              chance(30) ? TrackId{} : trackOfKind(project, TrackKind::group)};
    }
}

Command RandomCommands::clipCommand(const Project& project, std::size_t kind)
{
    const auto clip = anyClip(project);
    const auto to = chance(50) ? TrackId{} : anyTrack(project);
    switch (kind) {
    case 0: return InsertClip{anyTrack(project), makeClip(project)};
    case 1: return RemoveClip{clip};
    case 2: return MoveClip{clip, to, place()};
    case 3: return ResizeClip{clip, place(), length()};
    case 4: {
        SplitClip split{clip, place(), newId<ClipId>(project)};
        for (const auto& track : project.tracks)
            for (const auto& candidate : track->clips)
                if (candidate->id == clip && chance(90))
                    split.at = candidate->start + candidate->length * real(0, 1);
        return split;
    }
    case 5: return DuplicateClip{clip, newId<ClipId>(project), to, place()};
    case 6: return RenameClip{clip, text()};
    case 7: return RecolourClip{clip, colour()};
    case 8: return MuteClip{clip, chance(50)};
    case 9: return LoopClip{clip, chance(50)};
    default: return SetClipContent{clip, makeContent(project)};
    }
}

Command RandomCommands::patternCommand(const Project& project, std::size_t kind)
{
    const auto pattern = anyPattern(project);
    const auto lane = laneOf(project, pattern);
    switch (kind) {
    case 0: return AddPattern{makePattern(project)};
    case 1: return RemovePattern{pattern};
    case 2: return RenamePattern{pattern, text()};
    case 3: return RecolourPattern{pattern, colour()};
    case 4: return ResizePattern{pattern, length()};
    case 5: return ClonePattern{pattern, newId<PatternId>(project), text()};
    case 6: {
        InsertNotes insert{pattern, lane, {}};
        for (std::size_t count = 1 + below(8); count > 0; --count)
            insert.notes.push_back(makeNote(project));
        return insert;
    }
    case 7: {
        RemoveNotes remove{pattern, lane, {}};
        for (const auto& note : notesOf(project, pattern, lane)) remove.notes.push_back(note.id);
        return remove;
    }
    case 8: {
        ChangeNotes change{pattern, lane, notesOf(project, pattern, lane)};
        for (auto& note : change.notes) {
            note.event.start = place();
            note.event.velocity = number(0.01, 1);
        }
        return change;
    }
    case 9: {
        SetControls set{pattern, lane, {}};
        for (std::size_t count = below(5); count > 0; --count)
            set.controls.push_back(makeControl());
        return set;
    }
    case 10: {
        SetOpaqueEvents set{pattern, lane, {}};
        for (std::size_t count = below(3); count > 0; --count) set.events.push_back(makeOpaque());
        return set;
    }
    default:
        if (chance(30)) return SetPatternLane{pattern, lane, std::nullopt};
        return SetPatternLane{pattern, lane, core::Shared<PatternLane>(makeLane(project))};
    }
}

Command RandomCommands::deviceCommand(const Project& project, std::size_t kind)
{
    const auto device = anyDevice(project);
    switch (kind) {
    case 0: return InsertDevice{anyTrack(project), makeDevice(project), below(4)};
    case 1: return RemoveDevice{device};
    case 2: return MoveDevice{device, below(4)};
    case 3: {
        auto replacement = makeDevice(project);
        if (chance(50)) replacement.id = device;
        return ReplaceDevice{device, std::move(replacement)};
    }
    case 4: {
        if (chance(30)) return SetInstrument{anyTrack(project), std::nullopt};
        return SetInstrument{anyTrack(project), core::Shared<Device>(makeDevice(project))};
    }
    case 5: return EnableDevice{device, chance(50)};
    case 6: return RenameDevice{device, text()};
    case 7: {
        SetDeviceParameter set{device, "p" + std::to_string(below(6)), std::nullopt};
        if (chance(80)) set.value = number(-100, 20000);
        return set;
    }
    case 8: return SetDeviceSamples{device, makeSamples(project)};
    default: return SetDeviceOutputs{device, makeOutputs(project)};
    }
}

Command RandomCommands::mixerCommand(const Project& project, std::size_t kind)
{
    auto track = anyTrack(project);
    std::size_t send = 0;
    for (const auto& candidate : project.tracks) // from a track with sound, mostly
        if (kind == 5 && candidate->kind < TrackKind::group && chance(70)) track = candidate->id;
    if (kind == 6 || kind == 7)
        for (const auto& candidate : project.tracks)
            if (!candidate->strip.sends.empty()) {
                track = candidate->id;
                send = below(candidate->strip.sends.size() + (chance(10) ? 1 : 0));
            }
    switch (kind) {
    case 0: return SetTrackGain{track, number(-95, 7)}; // now and then out of range
    case 1: return SetTrackPan{track, number(-1, 1)};
    case 2: return SetTrackMute{track, chance(50)};
    case 3: return SetTrackSolo{track, chance(50)};
    case 4: return SetTrackSoloSafe{track, chance(50)};
    case 5: return AddSend{track, makeSend(project), below(3)};
    case 6: return RemoveSend{track, send};
    case 7: return SetSend{track, send, makeSend(project)};
    case 8: return AddSidechain{makeSidechain(project)};
    case 9: {
        const auto& sidechains = project.routing.sidechains;
        if (sidechains.empty() && chance(20)) return RemoveSidechain{makeSidechain(project)};
        if (sidechains.empty()) return AddSidechain{makeSidechain(project)};
        return RemoveSidechain{sidechains[below(sidechains.size())]};
    }
    case 10: {
        auto sidechains = project.routing.sidechains;
        if (chance(50)) sidechains.push_back(makeSidechain(project));
        if (!sidechains.empty() && chance(50)) sidechains.pop_back();
        return SetSidechains{std::move(sidechains)};
    }
    case 11: return SetPanLaw{static_cast<PanLaw>(below(4))};
    case 12: {
        SetTrackPanLaw set{track, std::nullopt};
        if (chance(70)) set.panLaw = static_cast<PanLaw>(below(4));
        return set;
    }
    case 13: return SetTrackChannels{track, ChannelCount{1 + static_cast<int>(below(8))}};
    case 14: {
        SetTrackInput set{track, {}};
        set.input.isArmed = chance(60);
        set.input.left = static_cast<int>(below(66)) - 2; // now and then out of range
        set.input.right = static_cast<int>(below(4));
        set.input.monitoring = static_cast<InputMonitoring>(below(3));
        return set;
    }
    default:
        return SetTrackVca{track, chance(30) ? TrackId{} : trackOfKind(project, TrackKind::vca)};
    }
}

Command RandomCommands::automationCommand(const Project& project, std::size_t kind)
{
    const auto lane = anyLane(project);
    switch (kind) {
    case 0: return AddLane{anyTrack(project), makeAutomation(project), below(3)};
    case 1: return RemoveLane{lane};
    case 2: {
        const Beats from = place();
        const Beats to = from + length();
        return WriteAutomation{lane, from, to, makePoints(from, to)};
    }
    case 3: return SetLaneMode{lane, static_cast<AutomationMode>(below(4))};
    default: return EnableLane{lane, chance(50)};
    }
}

Command RandomCommands::songCommand(const Project& project, std::size_t kind)
{
    const auto marker = project.markers.empty() ? MarkerId{9999}
                                                : project.markers[below(project.markers.size())].id;
    switch (kind) {
    case 0: return SetTempoMap{makeTempo()};
    case 1: return SetTempo{place(), core::Bpm{real(10, 999)}};
    case 2: return SetTimeSignature{place(), {static_cast<int>(1 + below(12)), 8}};
    case 3: return AddMarker{makeMarker(project)};
    case 4: return RemoveMarker{marker};
    case 5: {
        auto changed = makeMarker(project);
        changed.id = marker;
        return ChangeMarker{std::move(changed)};
    }
    case 6: return AddAsset{makeAsset(project)};
    case 7: return RemoveAsset{anyAsset(project)};
    case 8: {
        auto changed = makeAsset(project);
        changed.id = anyAsset(project);
        return ChangeAsset{std::move(changed)};
    }
    case 9: return RenameProject{text()};
    case 10: return SetAuthor{text()};
    case 11: {
        LoopRange loop;
        loop.start = place();
        loop.end = loop.start + length();
        loop.isEnabled = chance(50);
        return SetLoop{loop};
    }
    default: {
        PunchRange punch;
        punch.start = place();
        punch.end = punch.start + length();
        punch.isEnabled = chance(50);
        return SetPunch{punch};
    }
    }
}

Command RandomCommands::single(const Project& project)
{
    std::size_t kind = below(countKinds());
    const auto isIn = [&](std::size_t size) {
        if (kind < size) return true;
        kind -= size;
        return false;
    };
    if (isIn(std::variant_size_v<TrackCommand>)) return trackCommand(project, kind);
    if (isIn(std::variant_size_v<ClipCommand>)) return clipCommand(project, kind);
    if (isIn(std::variant_size_v<PatternCommand>)) return patternCommand(project, kind);
    if (isIn(std::variant_size_v<DeviceCommand>)) return deviceCommand(project, kind);
    if (isIn(std::variant_size_v<MixerCommand>)) return mixerCommand(project, kind);
    if (isIn(std::variant_size_v<AutomationCommand>)) return automationCommand(project, kind);
    return songCommand(project, kind);
}

Command RandomCommands::next(const Project& project)
{
    if (!chance(8)) return single(project);
    Batch batch{"Several things", {}};
    Project ahead = project;
    for (std::size_t count = below(5); count > 0; --count) {
        auto command = single(ahead);
        auto applied = applyCommand(ahead, command);
        if (!applied) continue;
        ahead = std::move(applied->after);
        batch.commands.push_back(std::move(command));
    }
    return batch;
}

Project RandomCommands::makeProject(int count)
{
    Project project = makeEmptyProject();
    for (int done = 0; done < count;) {
        auto applied = applyCommand(project, next(project));
        if (!applied) continue;
        project = std::move(applied->after);
        ++done;
    }
    return project;
}

std::size_t kindOf(const Command& command)
{
    std::size_t kind = 0;
    bool isFound = false;
    const auto look = [&]<class Group>(std::type_identity<Group>) {
        if (isFound) return;
        if (const auto* group = std::get_if<Group>(&command.body)) {
            kind += group->index();
            isFound = true;
            return;
        }
        kind += std::variant_size_v<Group>;
    };
    look(std::type_identity<TrackCommand>{});
    look(std::type_identity<ClipCommand>{});
    look(std::type_identity<PatternCommand>{});
    look(std::type_identity<DeviceCommand>{});
    look(std::type_identity<MixerCommand>{});
    look(std::type_identity<AutomationCommand>{});
    look(std::type_identity<TempoCommand>{});
    look(std::type_identity<MarkerCommand>{});
    look(std::type_identity<AssetCommand>{});
    look(std::type_identity<ProjectCommand>{});
    return kind;
}

} // namespace cppmusic::test
