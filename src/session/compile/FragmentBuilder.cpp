// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/compile/FragmentBuilder.h"

#include "audio/engine/NodeFactory.h"
#include "audio/mixer/WideNodes.h"
#include "audio/recording/InputNode.h"
#include "model/Queries.h"
#include "session/compile/EngineParameters.h"
#include "session/compile/NodeIds.h"
#include "session/compile/NodeTypeIds.h"

#include <algorithm>
#include <utility>

namespace cppmusic::session {

namespace {

using Role = audio::NodeType::Role;

bool isSumming(model::TrackKind kind)
{
    return kind == model::TrackKind::group || kind == model::TrackKind::aux ||
           kind == model::TrackKind::master;
}

/// Null when the type is unknown or plays another role.
const audio::NodeType* findType(const model::Device& device, Role role)
{
    const auto* type = audio::findNodeType(device.type);
    return type != nullptr && type->role == role ? type : nullptr;
}

const core::Shared<model::Device>* findDeviceOn(const model::Track& track, model::DeviceId id)
{
    if (track.instrument && (*track.instrument)->id == id) return &*track.instrument;
    for (const auto& device : track.inserts)
        if (device->id == id) return &device;
    return nullptr;
}

} // namespace

FragmentBuilder::FragmentBuilder(const model::Project& project, NodeStore& nodes,
                                 ContentCache& contents)
    : FragmentWriter(nodes),
      project_(project),
      contents_(contents),
      master_(model::masterTrack(project).id)
{
}

TrackFragment FragmentBuilder::build(const core::Shared<model::Track>& track,
                                     const TrackSurroundings& around,
                                     const std::optional<core::Shared<model::AutomationLane>>& lane,
                                     const std::vector<LaneOnTrack>& lanes)
{
    TrackFragment fragment;
    fragment.track = track;
    fragment.around = around;
    fragment.vcaLane = lane;
    if (track->kind == model::TrackKind::vca) return fragment; // its members play it
    write(fragment, fragment.buildProblems);
    fragment.taps.channels = std::max(2, track->strip.channels.value);
    const bool isWide = fragment.taps.channels > 2;
    auto signal = isWide ? addWide(addSources(lanes)) : addInserts(addHead(addSources(lanes)));
    if (track->strip.channels == model::mono) signal = addFold(signal);
    // A pre-fader send takes the one node before the strip; several sources are summed first.
    if (signal.size() == 1) fragment.taps.preFader = signal.front();
    fragment.taps.strip = nodeIdOf(track->id, NodeRole::strip);
    addStrip(signal);
    addStereoTaps();
    if (track->input.isArmed) addRecording();
    return fragment;
}

std::shared_ptr<const audio::NodeContent> FragmentBuilder::samples(const model::Device& device,
                                                                   const std::string& place)
{
    if (device.samples.empty()) return nullptr;
    for (const auto& sample : device.samples) made_->assets.push_back(sample.asset);
    return contents_.samples(made_->track->id, project_, device, place, *problems_);
}

/// Everything that sounds at the head of the track's chain.
FragmentBuilder::Signal FragmentBuilder::addSources(const std::vector<LaneOnTrack>& lanes)
{
    const model::Track& track = *made_->track;
    Signal sources = addInstrument(lanes);
    std::vector<AudioOnTrack> clips;
    for (const auto& clip : track.clips) {
        const auto* content = std::get_if<model::AudioClip>(&clip->content);
        if (clip->isMuted || content == nullptr) continue;
        const auto* asset = model::findAsset(project_, content->asset);
        clips.push_back({clip, asset == nullptr ? std::nullopt : std::optional(*asset)});
        made_->assets.push_back(content->asset);
    }
    if (!clips.empty()) {
        const auto id = nodeIdOf(track.id, NodeRole::audioClipPlayer);
        auto content = contents_.audioClips(track.id, track.name, clips, *problems_);
        if (add(id, nodetype::audioClipPlayer, track.name + " / Audio clips", std::move(content)))
            sources.push_back({id});
    }
    return sources;
}

bool FragmentBuilder::isFed() const
{
    return isSumming(made_->track->kind) || made_->around.isFed;
}

/// The sum of what flows in and the track's own sources, where that is more than one.
FragmentBuilder::Signal FragmentBuilder::addHead(const Signal& sources)
{
    if (!isFed() && sources.size() < 2) return sources;
    const model::Track& track = *made_->track;
    const auto input = nodeIdOf(track.id, NodeRole::input);
    const auto type = audio::wideNodeId(nodetype::sum, made_->taps.channels);
    if (add(input, type, track.name + " / Input") == nullptr) return sources;
    made_->taps.input = input;
    for (const auto source : sources) connect(source, input, 0, track.name);
    return {{input}};
}

/// Of more than two channels. The track's own sources, which are stereo, and the inserts are on the
/// first two; the others pass the inserts by.
FragmentBuilder::Signal FragmentBuilder::addWide(Signal sources)
{
    const model::Track& track = *made_->track;
    const int channels = made_->taps.channels;
    const Signal input = isFed() ? addHead({}) : Signal{};
    if (sources.empty() && (input.empty() || track.inserts.empty())) return input;
    const auto place = [&](NodeRole role) { return nodeIdOf(track.id, role); };
    const auto widths = std::to_string(channels);
    if (!input.empty()) {
        add(place(NodeRole::firstTwo), "cppmusic.first-" + widths, track.name + " / First two");
        add(place(NodeRole::others), "cppmusic.others-" + widths, track.name + " / Others");
        connect(input.front(), place(NodeRole::firstTwo), 0, track.name);
        connect(input.front(), place(NodeRole::others), 0, track.name);
        sources.push_back({place(NodeRole::firstTwo)});
    }
    const auto widen = place(NodeRole::widen), join = place(NodeRole::join);
    const auto narrow = addInserts(std::move(sources));
    add(widen, audio::convertNodeId(2, channels), track.name + " / 2 to " + widths + " channels");
    for (const auto source : narrow) connect(source, widen, 0, track.name);
    if (input.empty()) return {{widen}};
    add(join, audio::wideNodeId(nodetype::sum, channels), track.name + " / All channels");
    connect({widen}, join, 0, track.name);
    connect({place(NodeRole::others)}, join, 0, track.name);
    return {{join}};
}

/// The pattern player and the instrument, with all outputs that play on this track; nothing if the
/// track has none that sounds.
FragmentBuilder::Signal FragmentBuilder::addInstrument(const std::vector<LaneOnTrack>& lanes)
{
    const model::Track& track = *made_->track;
    if (!track.instrument) return {};
    const model::Device& device = **track.instrument;
    const auto id = nodeIdOf(device.id, NodeRole::instrument);
    const auto* type = findType(device, Role::instrument);
    if (type == nullptr) {
        report(track.name + " / " + device.type,
               "this version has no such instrument; it is silent and kept as it is");
        return {};
    }
    if (!device.isEnabled) {
        keep(id, device.type);
        return {};
    }
    const std::string place = track.name + " / " + std::string(type->label);
    auto* node = add(id, device.type, place, samples(device, place));
    if (node == nullptr) return {};
    setDeviceParameters(id, *node, device);

    const auto player = nodeIdOf(track.id, NodeRole::patternPlayer);
    add(player, nodetype::patternPlayer, track.name + " / Patterns",
        contents_.notes(track.id, lanes));
    made_->wires.push_back({{player, 0, id, 0, audio::PortKind::events}, place});

    Signal outputs{{id}};
    const int numOutputs = static_cast<int>(node->ports().audioOutputs.size());
    for (int port = 1; port < numOutputs; ++port)
        if (std::none_of(device.outputs.begin(), device.outputs.end(),
                         [port](const auto& output) { return output.port == port; }))
            outputs.push_back({id, port});
    return outputs;
}

FragmentBuilder::Signal FragmentBuilder::addInserts(Signal signal)
{
    const model::Track& track = *made_->track;
    for (const auto& device : track.inserts) {
        const auto id = nodeIdOf(device->id, NodeRole::insert);
        const auto* type = findType(*device, Role::effect);
        if (type == nullptr) {
            report(track.name + " / " + device->type,
                   "this version has no such effect; it is bypassed and kept as it is");
            continue;
        }
        if (!device->isEnabled) {
            keep(id, device->type);
            continue;
        }
        const std::string place = track.name + " / " + std::string(type->label);
        auto* node = add(id, device->type, place, samples(*device, place));
        if (node == nullptr) continue;
        setDeviceParameters(id, *node, *device);
        for (const auto source : signal) connect(source, id, 0, place);
        signal = {{id}};
    }
    return signal;
}

FragmentBuilder::Signal FragmentBuilder::addFold(const Signal& signal)
{
    const model::Track& track = *made_->track;
    const auto id = nodeIdOf(track.id, NodeRole::mono);
    if (add(id, nodetype::mono, track.name + " / Mono") == nullptr) return signal;
    for (const auto source : signal) connect(source, id, 0, track.name);
    return {{id}};
}

void FragmentBuilder::addStrip(const Signal& signal)
{
    const model::Track& track = *made_->track;
    const auto id = made_->taps.strip;
    const bool isMono = track.strip.channels == model::mono;
    const auto type = isMono ? std::string(nodetype::monoStrip)
                             : audio::wideNodeId(nodetype::strip, made_->taps.channels);
    if (add(id, type, track.name + " / Strip") == nullptr) return;
    const TrackSurroundings& around = made_->around;
    for (const auto source : signal) connect(source, id, 0, track.name);
    setParameter(id, "gain", track.strip.gainDb);
    setParameter(id, "pan", track.strip.pan);
    setParameter(id, "mute", track.strip.isMuted || around.vca.isMuted ? 1.0f : 0.0f);
    setParameter(id, "vca", around.vca.gainDb);
    setParameter(id, "soloSilence", isStripSilenced() ? 1.0f : 0.0f);
    setParameter(id, "panLaw",
                 static_cast<float>(track.strip.panLaw.value_or(project_.routing.panLaw)));
}

/// Whether solo lets nothing through that is taken behind the strip.
bool FragmentBuilder::isStripSilenced() const
{
    const model::Track& track = *made_->track;
    const TrackSurroundings& around = made_->around;
    if (!around.solo || around.isHeardThrough(track.output)) return false;
    for (const auto& send : track.strip.sends)
        if (send.isEnabled && !send.isPreFader && around.isHeardThrough(send.target)) return false;
    return true;
}

/// Beside the signal's path: what comes in is heard at the device, not here.
void FragmentBuilder::addRecording()
{
    const model::Track& track = *made_->track;
    const auto input = nodeIdOf(track.id, NodeRole::recordInput);
    const auto tap = nodeIdOf(track.id, NodeRole::recordTap);
    auto channels = std::make_shared<audio::InputContent>();
    channels->left = track.input.left;
    channels->right = track.input.right;
    if (add(input, nodetype::input, track.name + " / Device input", std::move(channels)) &&
        add(tap, nodetype::recordTap, track.name + " / Recording", contents_.recording(track.id)))
        connect({input}, tap, 0, track.name);
}

void FragmentBuilder::route(TrackFragment& fragment, const NodesOf& nodesOf)
{
    const model::Track& track = *fragment.track;
    if (track.kind == model::TrackKind::vca) return;
    write(fragment, fragment.routeProblems);
    for (std::size_t i = 0; i < track.strip.sends.size(); ++i) addSend(i, nodesOf);
    if (track.instrument)
        routeDeviceOutputs(**track.instrument,
                           nodeIdOf((*track.instrument)->id, NodeRole::instrument), nodesOf);
    for (const auto& device : track.inserts)
        routeDeviceOutputs(*device, nodeIdOf(device->id, NodeRole::insert), nodesOf);
    if (track.id != master_) {
        const auto wanted = track.output.isValid() ? track.output : master_;
        fragment.targets.push_back(wanted);
        const auto* target = nodesOf(wanted);
        if (target == nullptr || !target->input.isValid()) {
            report(track.name, "the track it is routed to is not there; it goes to the master");
            fragment.targets.push_back(master_);
            target = nodesOf(master_);
        }
        // A strip that is silent stays connected, so that the solo needs no other plan.
        const bool isHeard = fragment.around.isHeardThrough(wanted) || isStripSilenced();
        if (target != nullptr && target->input.isValid() && isHeard)
            connect(convert({{fragment.taps.strip}, fragment.taps.channels}, {{}, target->channels},
                            nodeIdOf(track.id, NodeRole::convert), track.name),
                    target->input, 0, track.name);
    }
    write(fragment, fragment.automationProblems);
    addAutomation();
}

void FragmentBuilder::routeDeviceOutputs(const model::Device& device, audio::NodeId id,
                                         const NodesOf& nodesOf)
{
    for (const auto& output : device.outputs) made_->targets.push_back(output.target);
    const auto* node = made_->find(id);
    if (device.outputs.empty() || node == nullptr) return;
    const auto numOutputs = node->entry.node->ports().audioOutputs.size();
    for (const auto& output : device.outputs) {
        const auto* target = nodesOf(output.target);
        if (target == nullptr || !target->input.isValid() ||
            static_cast<std::size_t>(output.port) >= numOutputs) {
            report(made_->track->name, "output " + std::to_string(output.port) +
                                           " of its device isn't there, or its target is not");
            continue;
        }
        const int channels =
            node->entry.node->ports().audioOutputs[static_cast<std::size_t>(output.port)];
        const auto converter =
            nodeIdOf(device.id, NodeRole::convert, static_cast<std::uint8_t>(output.port));
        connect(convert({{id, output.port}, channels}, {{}, target->channels}, converter,
                        made_->track->name),
                target->input, 0, made_->track->name);
    }
}

void FragmentBuilder::addSend(std::size_t index, const NodesOf& nodesOf)
{
    const model::Track& track = *made_->track;
    const model::Send& send = track.strip.sends[index];
    made_->targets.push_back(send.target);
    const auto* target = nodesOf(send.target);
    if (target == nullptr || !target->input.isValid()) {
        report(track.name, "the track it sends to is not there; the send is silent");
        return;
    }
    const auto from = send.isPreFader ? made_->taps.preFader : Tap{made_->taps.strip};
    if (!from.node.isValid()) return; // a track without any signal
    const auto id = nodeIdOf(track.id, NodeRole::send, static_cast<std::uint8_t>(index));
    const std::string place = track.name + " / Send " + std::to_string(index + 1);
    const int channels = made_->taps.channels;
    if (add(id, audio::wideNodeId(nodetype::send, channels), place) == nullptr) return;
    connect(from, id, 0, place);
    if (send.toChannel < target->channels)
        connect(convert({{id}, channels}, {{}, target->channels, send.toChannel},
                        nodeIdOf(track.id, NodeRole::convertSend, static_cast<std::uint8_t>(index)),
                        place),
                target->input, 0, place);
    else
        report(place, "the track it sends to has " + std::to_string(target->channels) +
                          " channels; send to one of these");
    // What a strip silences is silent behind it; a pre-fader send has to be told.
    const TrackSurroundings& around = made_->around;
    const bool isTrackMuted = track.strip.isMuted || around.vca.isMuted;
    const bool isOut =
        !around.isHeardThrough(send.target) && (send.isPreFader || !isStripSilenced());
    const bool isSilent = !send.isEnabled || (send.isPreFader && isTrackMuted) || isOut;
    setParameter(id, "level", send.levelDb);
    setParameter(id, "mute", isSilent ? 1.0f : 0.0f);
}

void FragmentBuilder::addAutomation()
{
    const model::Track& track = *made_->track;
    for (const auto& lane : track.lanes) {
        if (!lane->isEnabled || lane->points.empty()) continue;
        const auto target = laneTarget(track, lane->device, lane->parameter);
        if (const auto ref = findParameter(target.node, target.parameter)) {
            setAutomation(*ref, lane, 0.0f);
            continue;
        }
        const auto* device = lane->device.isValid() ? findDeviceOn(track, lane->device) : nullptr;
        const bool isOff = device != nullptr && !(*device)->isEnabled;
        if (!isOff) reportLane(track.name, *lane);
    }
    const auto ref = findParameter(made_->taps.strip, "vca");
    if (made_->vcaLane && ref) setAutomation(*ref, *made_->vcaLane, made_->around.vcaOffsetDb);
}

void FragmentBuilder::setAutomation(audio::ParameterRef ref,
                                    const core::Shared<model::AutomationLane>& lane, float offset)
{
    const auto* node = made_->find(ref.node);
    if (node == nullptr) return;
    const auto& entry = node->entry;
    const auto& spec = entry.node->parameters()[static_cast<std::size_t>(ref.parameter)];
    const bool isVca = lane->parameter != spec.id && spec.id == "vca";
    if (!spec.automatable && !isVca) return reportLane(entry.name, *lane);
    made_->automation.emplace_back(ref, contents_.curve(made_->track->id, lane, spec, offset));
}

void FragmentBuilder::reportLane(const std::string& place, const model::AutomationLane& lane)
{
    report(place, "there is no parameter '" + lane.parameter + "' that can be automated");
}

} // namespace cppmusic::session
