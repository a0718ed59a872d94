// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/Command.h"

#include <algorithm>

namespace cppmusic::project {

namespace {

template <class... Functions>
struct Overloaded : Functions... {
    using Functions::operator()...;
};
template <class... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

constexpr auto countedNotes = [](const char* verb, std::size_t count) {
    return std::string(verb) + (count == 1 ? " note" : " notes");
};

std::string labelOfGroup(const TrackCommand& command)
{
    return std::visit(Overloaded{[](const AddTrack&) { return "Add track"; },
                                 [](const RemoveTrack&) { return "Remove track"; },
                                 [](const MoveTrack&) { return "Move track"; },
                                 [](const RenameTrack&) { return "Rename track"; },
                                 [](const RecolourTrack&) { return "Change track colour"; },
                                 [](const SetTrackKind&) { return "Change track kind"; },
                                 [](const SetTrackOutput&) { return "Change track output"; }},
                      command);
}

std::string labelOfGroup(const ClipCommand& command)
{
    return std::visit(
        Overloaded{[](const InsertClip&) { return "Add clip"; },
                   [](const RemoveClip&) { return "Remove clip"; },
                   [](const MoveClip&) { return "Move clip"; },
                   [](const ResizeClip&) { return "Resize clip"; },
                   [](const SplitClip&) { return "Split clip"; },
                   [](const DuplicateClip&) { return "Duplicate clip"; },
                   [](const RenameClip&) { return "Rename clip"; },
                   [](const RecolourClip&) { return "Change clip colour"; },
                   [](const MuteClip& c) { return c.isMuted ? "Mute clip" : "Unmute clip"; },
                   [](const LoopClip& c) { return c.isLooped ? "Loop clip" : "Stop looping clip"; },
                   [](const SetClipContent&) { return "Change clip content"; }},
        command);
}

std::string labelOfGroup(const PatternCommand& command)
{
    return std::visit(
        Overloaded{[](const AddPattern&) -> std::string { return "Add pattern"; },
                   [](const RemovePattern&) -> std::string { return "Remove pattern"; },
                   [](const RenamePattern&) -> std::string { return "Rename pattern"; },
                   [](const RecolourPattern&) -> std::string { return "Change pattern colour"; },
                   [](const ResizePattern&) -> std::string { return "Resize pattern"; },
                   [](const ClonePattern&) -> std::string { return "Duplicate pattern"; },
                   [](const InsertNotes& c) { return countedNotes("Add", c.notes.size()); },
                   [](const RemoveNotes& c) { return countedNotes("Remove", c.notes.size()); },
                   [](const ChangeNotes& c) { return countedNotes("Change", c.notes.size()); },
                   [](const SetControls&) -> std::string { return "Change controllers"; },
                   [](const SetOpaqueEvents&) -> std::string { return "Change MIDI messages"; },
                   [](const SetPatternLane& c) -> std::string {
                       return c.content ? "Change pattern lane" : "Remove pattern lane";
                   }},
        command);
}

std::string labelOfGroup(const DeviceCommand& command)
{
    return std::visit(
        Overloaded{
            [](const InsertDevice&) { return "Add device"; },
            [](const RemoveDevice&) { return "Remove device"; },
            [](const MoveDevice&) { return "Move device"; },
            [](const ReplaceDevice&) { return "Replace device"; },
            [](const SetInstrument& c) {
                return c.instrument ? "Change instrument" : "Remove instrument";
            },
            [](const EnableDevice& c) { return c.isEnabled ? "Enable device" : "Bypass device"; },
            [](const RenameDevice&) { return "Rename device"; },
            [](const SetDeviceParameter&) { return "Change device parameter"; },
            [](const SetDeviceSamples&) { return "Change device samples"; },
            [](const SetDeviceOutputs&) { return "Change device outputs"; }},
        command);
}

std::string labelOfGroup(const MixerCommand& command)
{
    return std::visit(
        Overloaded{[](const SetTrackGain&) { return "Change gain"; },
                   [](const SetTrackPan&) { return "Change pan"; },
                   [](const SetTrackMute& c) { return c.isMuted ? "Mute track" : "Unmute track"; },
                   [](const SetTrackSolo& c) { return c.isSoloed ? "Solo track" : "Unsolo track"; },
                   [](const SetTrackSoloSafe&) { return "Change solo safe"; },
                   [](const AddSend&) { return "Add send"; },
                   [](const RemoveSend&) { return "Remove send"; },
                   [](const SetSend&) { return "Change send"; },
                   [](const AddSidechain&) { return "Add sidechain"; },
                   [](const RemoveSidechain&) { return "Remove sidechain"; },
                   [](const SetSidechains&) { return "Change sidechains"; },
                   [](const SetPanLaw&) { return "Change pan law"; },
                   [](const SetTrackPanLaw&) { return "Change track's pan law"; },
                   [](const SetTrackChannels& c) {
                       return c.channels == model::mono     ? "Make track mono"
                              : c.channels == model::stereo ? "Make track stereo"
                                                            : "Change track's channels";
                   },
                   [](const SetTrackInput& c) {
                       return c.input.isArmed ? "Arm track" : "Change track's input";
                   },
                   [](const SetTrackVca& c) {
                       return c.vca.isValid() ? "Add to VCA group" : "Remove from VCA group";
                   }},
        command);
}

std::string labelOfGroup(const AutomationCommand& command)
{
    return std::visit(Overloaded{[](const AddLane&) { return "Add automation"; },
                                 [](const RemoveLane&) { return "Remove automation"; },
                                 [](const WriteAutomation&) { return "Write automation"; },
                                 [](const SetLaneMode&) { return "Change automation mode"; },
                                 [](const EnableLane& c) {
                                     return c.isEnabled ? "Enable automation"
                                                        : "Disable automation";
                                 }},
                      command);
}

std::string labelOfGroup(const TempoCommand& command)
{
    return std::visit(Overloaded{[](const SetTempoMap&) { return "Change tempo map"; },
                                 [](const SetTempo&) { return "Change tempo"; },
                                 [](const SetTimeSignature&) { return "Change time signature"; }},
                      command);
}

std::string labelOfGroup(const MarkerCommand& command)
{
    return std::visit(Overloaded{[](const AddMarker&) { return "Add marker"; },
                                 [](const RemoveMarker&) { return "Remove marker"; },
                                 [](const ChangeMarker&) { return "Change marker"; }},
                      command);
}

std::string labelOfGroup(const AssetCommand& command)
{
    return std::visit(Overloaded{[](const AddAsset&) { return "Add audio file"; },
                                 [](const RemoveAsset&) { return "Remove audio file"; },
                                 [](const ChangeAsset&) { return "Change audio file"; }},
                      command);
}

std::string labelOfGroup(const ProjectCommand& command)
{
    return std::visit(Overloaded{[](const RenameProject&) { return "Rename project"; },
                                 [](const SetAuthor&) { return "Change author"; },
                                 [](const SetLoop&) { return "Change loop"; },
                                 [](const SetPunch&) { return "Change punch range"; }},
                      command);
}

std::string labelOfGroup(const Batch& batch)
{
    if (!batch.label.empty()) return batch.label;
    return batch.commands.empty() ? "Nothing" : labelOf(batch.commands.front());
}

template <class Action>
bool overwritesAction(const Action& later, const Action& earlier)
{
    if constexpr (requires { later.target(); })
        return later.target() == earlier.target();
    else
        return false;
}

bool overwritesGroup(const Batch& later, const Batch& earlier)
{
    return later.commands.size() == earlier.commands.size() &&
           std::equal(later.commands.begin(), later.commands.end(), earlier.commands.begin(),
                      overwrites);
}

template <class Group>
bool overwritesGroup(const Group& later, const Group& earlier)
{
    if (later.index() != earlier.index()) return false;
    return std::visit(
        [&](const auto& action) {
            return overwritesAction(action, std::get<std::decay_t<decltype(action)>>(earlier));
        },
        later);
}

} // namespace

std::string labelOf(const Command& command)
{
    return std::visit([](const auto& group) { return labelOfGroup(group); }, command.body);
}

bool overwrites(const Command& later, const Command& earlier)
{
    if (later.body.index() != earlier.body.index()) return false;
    if (later.nextIdAfter != 0 || earlier.nextIdAfter != 0) return false;
    return std::visit(
        [&](const auto& group) {
            return overwritesGroup(group, std::get<std::decay_t<decltype(group)>>(earlier.body));
        },
        later.body);
}

} // namespace cppmusic::project
