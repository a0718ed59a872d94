// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/compile/GraphBuilder.h"

#include "audio/engine/NodeFactory.h"
#include "model/Queries.h"
#include "session/compile/EngineParameters.h"
#include "session/compile/NodeTypeIds.h"
#include "session/compile/SoloState.h"
#include "session/compile/TrackLanes.h"

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

GraphBuilder::GraphBuilder(const model::Project& project, NodeStore& nodes, ContentCache& contents,
                           std::vector<Problem>& problems)
    : project_(project),
      nodes_(nodes),
      contents_(contents),
      problems_(problems),
      soloSilenced_(soloSilencedTracks(project)),
      vcas_(project),
      master_(model::masterTrack(project).id)
{
}

audio::AudioGraph GraphBuilder::build()
{
    graph_.setTempoMap(project_.tempo.pointer());
    collectClips();
    for (const auto& track : project_.tracks) {
        if (track->output.isValid()) fed_.insert(track->output);
        for (const auto& send : track->strip.sends) fed_.insert(send.target);
        const auto feed = [&](const model::Device& device) {
            for (const auto& output : device.outputs) fed_.insert(output.target);
        };
        if (track->instrument) feed(**track->instrument);
        for (const auto& device : track->inserts) feed(*device);
    }
    for (const auto& track : project_.tracks)
        if (track->kind != model::TrackKind::vca) addTrack(*track);
    for (const auto& track : project_.tracks)
        if (track->kind != model::TrackKind::vca) routeTrack(*track);
    addSidechains();
    for (const auto& track : project_.tracks) addAutomation(*track);
    graph_.setOutput(nodeIdOf(master_, NodeRole::strip));
    return std::move(graph_);
}

void GraphBuilder::report(std::string place, std::string message)
{
    problems_.push_back({std::move(place), std::move(message)});
}

void GraphBuilder::collectClips()
{
    lanes_ = collectLanes(project_);
    for (const auto& track : project_.tracks) {
        for (const auto& clip : track->clips) {
            const auto* content = std::get_if<model::AudioClip>(&clip->content);
            if (clip->isMuted || content == nullptr) continue;
            const auto* asset = model::findAsset(project_, content->asset);
            audioClips_[track->id].push_back(
                {clip, asset == nullptr ? std::nullopt : std::optional(*asset)});
        }
    }
}

audio::AudioNode* GraphBuilder::add(audio::NodeId id, std::string_view type, std::string name,
                                    std::shared_ptr<const audio::NodeContent> content)
{
    auto node = nodes_.get(id, type);
    if (node == nullptr) {
        report(std::move(name), "there is no node type '" + std::string(type) + "'");
        return nullptr;
    }
    auto* raw = node.get();
    graph_.add(id, std::move(node), std::move(name), std::move(content));
    return raw;
}

void GraphBuilder::connect(Tap from, audio::NodeId to, int targetPort, const std::string& place)
{
    const auto status =
        graph_.connect({from.node, from.port, to, targetPort, audio::PortKind::audio});
    if (!status) report(place, status.error().message);
}

/// What stands on its default needs no entry in the graph.
void GraphBuilder::setParameter(audio::NodeId node, std::string_view id, float plainValue)
{
    const auto ref = findEngineParameter(graph_, node, id);
    if (!ref) return;
    const auto specs = graph_.nodes().at(node).node->parameters();
    if (plainValue != specs[static_cast<std::size_t>(ref->parameter)].defaultValue)
        graph_.setParameter(*ref, plainValue);
}

void GraphBuilder::setDeviceParameters(audio::NodeId id, const audio::AudioNode& node,
                                       const model::Device& device)
{
    if (device.parameters.empty()) return;
    const auto specs = node.parameters();
    for (std::size_t i = 0; i < specs.size(); ++i) {
        const auto found = device.parameters.find(std::string(specs[i].id));
        if (found != device.parameters.end())
            graph_.setParameter({id, static_cast<int>(i)},
                                core::clampToRange(specs[i], found->second));
    }
}

void GraphBuilder::addTrack(const model::Track& track)
{
    auto& nodes = tracks_[track.id];
    auto signal = addSources(track, nodes);
    signal = addInserts(track, std::move(signal));
    if (track.strip.channels == model::ChannelMode::mono) signal = addFold(track, signal);
    // A pre-fader send takes the one node before the strip; several sources are summed first.
    if (signal.size() == 1) nodes.preFader = signal.front();
    nodes.strip = nodeIdOf(track.id, NodeRole::strip);
    addStrip(track, signal);
}

/// Everything that sounds at the head of the track's chain.
GraphBuilder::Signal GraphBuilder::addSources(const model::Track& track, TrackNodes& nodes)
{
    Signal sources = addInstrument(track);
    if (const auto clips = audioClips_.find(track.id); clips != audioClips_.end()) {
        const auto id = nodeIdOf(track.id, NodeRole::audioClipPlayer);
        auto content = contents_.audioClips(track.id, track.name, clips->second, problems_);
        if (add(id, nodetype::audioClipPlayer, track.name + " / Audio clips", std::move(content)))
            sources.push_back({id});
    }
    if (!isSumming(track.kind) && !fed_.contains(track.id) && sources.size() < 2) return sources;

    nodes.input = nodeIdOf(track.id, NodeRole::input);
    if (add(nodes.input, nodetype::sum, track.name + " / Input") == nullptr) {
        nodes.input = {};
        return sources;
    }
    for (const auto source : sources) connect(source, nodes.input, 0, track.name);
    return {{nodes.input}};
}

/// The pattern player and the instrument, with all outputs that play on this track; nothing if the
/// track has none that sounds.
GraphBuilder::Signal GraphBuilder::addInstrument(const model::Track& track)
{
    if (!track.instrument) return {};
    const model::Device& device = **track.instrument;
    const auto id = nodeIdOf(device.id, NodeRole::instrument);
    const auto* type = findType(device, Role::instrument);
    if (type == nullptr) {
        report(track.name + " / " + device.type,
               "this version has no such instrument; it is silent and kept as it is");
        return {};
    }
    const std::string place = track.name + " / " + std::string(type->label);
    if (!device.isEnabled) {
        (void)nodes_.get(id, device.type); // lives on while it is switched off
        return {};
    }
    std::shared_ptr<const audio::NodeContent> samples;
    if (!device.samples.empty()) samples = contents_.samples(project_, device, place, problems_);
    auto* node = add(id, device.type, place, std::move(samples));
    if (node == nullptr) return {};
    setDeviceParameters(id, *node, device);

    const auto player = nodeIdOf(track.id, NodeRole::patternPlayer);
    add(player, nodetype::patternPlayer, track.name + " / Patterns",
        contents_.notes(track.id, lanes_[track.id]));
    const auto status = graph_.connect({player, 0, id, 0, audio::PortKind::events});
    if (!status) report(place, status.error().message);

    Signal outputs{{id}};
    const int numOutputs = static_cast<int>(node->ports().audioOutputs.size());
    for (int port = 1; port < numOutputs; ++port)
        if (std::none_of(device.outputs.begin(), device.outputs.end(),
                         [port](const auto& output) { return output.port == port; }))
            outputs.push_back({id, port});
    return outputs;
}

GraphBuilder::Signal GraphBuilder::addInserts(const model::Track& track, Signal signal)
{
    for (const auto& device : track.inserts) {
        const auto id = nodeIdOf(device->id, NodeRole::insert);
        const auto* type = findType(*device, Role::effect);
        if (type == nullptr) {
            report(track.name + " / " + device->type,
                   "this version has no such effect; it is bypassed and kept as it is");
            continue;
        }
        if (!device->isEnabled) {
            (void)nodes_.get(id, device->type); // lives on while it is bypassed
            continue;
        }
        const std::string place = track.name + " / " + std::string(type->label);
        std::shared_ptr<const audio::NodeContent> samples;
        if (!device->samples.empty())
            samples = contents_.samples(project_, *device, place, problems_);
        auto* node = add(id, device->type, place, std::move(samples));
        if (node == nullptr) continue;
        setDeviceParameters(id, *node, *device);
        for (const auto source : signal) connect(source, id, 0, place);
        signal = {{id}};
    }
    return signal;
}

GraphBuilder::Signal GraphBuilder::addFold(const model::Track& track, const Signal& signal)
{
    const auto id = nodeIdOf(track.id, NodeRole::mono);
    if (add(id, nodetype::mono, track.name + " / Mono") == nullptr) return signal;
    for (const auto source : signal) connect(source, id, 0, track.name);
    return {{id}};
}

void GraphBuilder::addStrip(const model::Track& track, const Signal& signal)
{
    const auto id = nodeIdOf(track.id, NodeRole::strip);
    const bool isMono = track.strip.channels == model::ChannelMode::mono;
    const auto type = isMono ? nodetype::monoStrip : nodetype::strip;
    if (add(id, type, track.name + " / Strip") == nullptr) return;
    const auto vca = vcas_.effectOn(track);
    for (const auto source : signal) connect(source, id, 0, track.name);
    setParameter(id, "gain", track.strip.gainDb);
    setParameter(id, "pan", track.strip.pan);
    setParameter(id, "mute", track.strip.isMuted || vca.isMuted ? 1.0f : 0.0f);
    setParameter(id, "vca", vca.gainDb);
    setParameter(id, "soloSilence", soloSilenced_.contains(track.id) ? 1.0f : 0.0f);
    setParameter(id, "panLaw",
                 static_cast<float>(track.strip.panLaw.value_or(project_.routing.panLaw)));
}

void GraphBuilder::routeTrack(const model::Track& track)
{
    for (std::size_t i = 0; i < track.strip.sends.size(); ++i) addSend(track, i);
    if (track.instrument)
        routeDeviceOutputs(track, **track.instrument,
                           nodeIdOf((*track.instrument)->id, NodeRole::instrument));
    for (const auto& device : track.inserts)
        routeDeviceOutputs(track, *device, nodeIdOf(device->id, NodeRole::insert));
    if (track.id == master_) return;
    auto target = tracks_.find(track.output.isValid() ? track.output : master_);
    if (target == tracks_.end() || !target->second.input.isValid()) {
        report(track.name, "the track it is routed to is not there; it goes to the master");
        target = tracks_.find(master_);
    }
    if (target == tracks_.end() || !target->second.input.isValid()) return;
    connect({tracks_[track.id].strip}, target->second.input, 0, track.name);
}

void GraphBuilder::routeDeviceOutputs(const model::Track& track, const model::Device& device,
                                      audio::NodeId id)
{
    const auto node = graph_.nodes().find(id);
    if (device.outputs.empty() || node == graph_.nodes().end()) return;
    const auto numOutputs = node->second.node->ports().audioOutputs.size();
    for (const auto& output : device.outputs) {
        const auto target = tracks_.find(output.target);
        if (target == tracks_.end() || !target->second.input.isValid() ||
            static_cast<std::size_t>(output.port) >= numOutputs) {
            report(track.name, "output " + std::to_string(output.port) +
                                   " of its device isn't there, or its target is not");
            continue;
        }
        connect({id, output.port}, target->second.input, 0, track.name);
    }
}

void GraphBuilder::addSend(const model::Track& track, std::size_t index)
{
    const model::Send& send = track.strip.sends[index];
    const auto target = tracks_.find(send.target);
    if (target == tracks_.end() || !target->second.input.isValid()) {
        report(track.name, "the track it sends to is not there; the send is silent");
        return;
    }
    const auto& nodes = tracks_[track.id];
    const auto from = send.isPreFader ? nodes.preFader : Tap{nodes.strip};
    if (!from.node.isValid()) return; // a track without any signal
    const auto id = nodeIdOf(track.id, NodeRole::send, static_cast<std::uint8_t>(index));
    const std::string place = track.name + " / Send " + std::to_string(index + 1);
    if (add(id, nodetype::send, place) == nullptr) return;
    connect(from, id, 0, place);
    connect({id}, target->second.input, 0, place);
    // What a strip silences is silent behind it; a pre-fader send has to be told.
    const bool isTrackSilent =
        track.strip.isMuted || vcas_.effectOn(track).isMuted || soloSilenced_.contains(track.id);
    const bool isSilent = !send.isEnabled || (send.isPreFader && isTrackSilent);
    setParameter(id, "level", send.levelDb);
    setParameter(id, "mute", isSilent ? 1.0f : 0.0f);
}

void GraphBuilder::addSidechains()
{
    for (const auto& sidechain : project_.routing.sidechains) addSidechain(sidechain);
}

/// Into the first audio input that the device's track doesn't use: port 1 of an effect, port 0 of
/// an instrument.
void GraphBuilder::addSidechain(const model::Sidechain& sidechain)
{
    auto target = nodeIdOf(sidechain.targetDevice, NodeRole::insert);
    std::size_t port = 1;
    if (!graph_.nodes().contains(target)) {
        target = nodeIdOf(sidechain.targetDevice, NodeRole::instrument);
        port = 0;
    }
    const auto node = graph_.nodes().find(target);
    if (node == graph_.nodes().end()) return; // bypassed
    const auto source = tracks_.find(sidechain.source);
    if (source == tracks_.end() || node->second.node->ports().audioInputs.size() <= port) {
        report(node->second.name, "its sidechain has no source or no input");
        return;
    }
    const auto from = sidechain.isPreFader ? source->second.preFader : Tap{source->second.strip};
    if (from.node.isValid()) connect(from, target, static_cast<int>(port), node->second.name);
}

void GraphBuilder::addAutomation(const model::Track& track)
{
    if (track.kind == model::TrackKind::vca) return; // its members play it
    for (const auto& lane : track.lanes) {
        if (!lane->isEnabled || lane->points.empty()) continue;
        if (const auto ref = findLaneParameter(graph_, track, lane->device, lane->parameter)) {
            setAutomation(*ref, lane, 0.0f);
            continue;
        }
        const auto* device = lane->device.isValid() ? findDeviceOn(track, lane->device) : nullptr;
        const bool isOff = device != nullptr && !(*device)->isEnabled;
        if (!isOff) reportLane(track.name, *lane);
    }
    const auto vca = vcas_.automationOn(track);
    const auto ref = findEngineParameter(graph_, nodeIdOf(track.id, NodeRole::strip), "vca");
    if (vca.lane != nullptr && ref) setAutomation(*ref, *vca.lane, vca.offsetDb);
}

void GraphBuilder::setAutomation(audio::ParameterRef ref,
                                 const core::Shared<model::AutomationLane>& lane, float offset)
{
    const auto& entry = graph_.nodes().at(ref.node);
    const auto& spec = entry.node->parameters()[static_cast<std::size_t>(ref.parameter)];
    const bool isVca = lane->parameter != spec.id && spec.id == "vca";
    if (!spec.automatable && !isVca) return reportLane(entry.name, *lane);
    graph_.setAutomation(ref, contents_.curve(lane, spec, offset));
}

void GraphBuilder::reportLane(const std::string& place, const model::AutomationLane& lane)
{
    report(place, "there is no parameter '" + lane.parameter + "' that can be automated");
}

} // namespace cppmusic::session
