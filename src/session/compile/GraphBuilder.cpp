// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/compile/GraphBuilder.h"

#include "audio/engine/NodeFactory.h"
#include "model/Queries.h"
#include "session/compile/EngineParameters.h"
#include "session/compile/NodeTypeIds.h"
#include "session/compile/SoloState.h"

#include <algorithm>
#include <tuple>
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

} // namespace

GraphBuilder::GraphBuilder(const model::Project& project, NodeStore& nodes, ContentCache& contents,
                           std::vector<Problem>& problems)
    : project_(project),
      nodes_(nodes),
      contents_(contents),
      problems_(problems),
      soloSilenced_(soloSilencedTracks(project)),
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
    }
    for (const auto& track : project_.tracks) addTrack(*track);
    for (const auto& track : project_.tracks) routeTrack(*track);
    addSidechains();
    for (const auto& track : project_.tracks) addAutomation(*track);
    graph_.setOutput(nodeIdOf(master_, NodeRole::strip));
    return std::move(graph_);
}

void GraphBuilder::report(std::string place, std::string message)
{
    problems_.push_back({std::move(place), std::move(message)});
}

/// Sorts every clip to the tracks it is heard on. A pattern's lane for a track plays there,
/// wherever the clip lies; the lane without a track plays where the clip lies.
void GraphBuilder::collectClips()
{
    for (const auto& track : project_.tracks) {
        for (const auto& clip : track->clips) {
            if (clip->isMuted) continue;
            if (const auto* audio = std::get_if<model::AudioClip>(&clip->content)) {
                const auto* asset = model::findAsset(project_, audio->asset);
                audioClips_[track->id].push_back(
                    {clip, asset == nullptr ? std::nullopt : std::optional(*asset)});
                continue;
            }
            const auto& content = std::get<model::PatternClip>(clip->content);
            const auto* pattern = model::findPattern(project_, content.pattern);
            if (pattern == nullptr || !((*pattern)->length.value > 0.0)) continue;
            const auto place = placementOf(*clip, content, **pattern);
            for (const auto& [laneTrack, lane] : (*pattern)->lanes)
                lanes_[laneTrack.isValid() ? laneTrack : track->id].push_back(
                    {clip->id, place, lane});
        }
    }
    for (auto& [track, lanes] : lanes_)
        std::stable_sort(lanes.begin(), lanes.end(), [](const auto& a, const auto& b) {
            return std::tie(a.place.start, a.clip) < std::tie(b.place.start, b.clip);
        });
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

void GraphBuilder::connect(audio::NodeId from, audio::NodeId to, int targetPort,
                           const std::string& place)
{
    const auto status = graph_.connect({from, 0, to, targetPort, audio::PortKind::audio});
    if (!status) report(place, status.error().message);
}

void GraphBuilder::setParameter(audio::NodeId node, std::string_view id, float plainValue)
{
    if (const auto ref = findEngineParameter(graph_, node, id))
        graph_.setParameter(*ref, plainValue);
}

void GraphBuilder::setDeviceParameters(audio::NodeId id, const audio::AudioNode& node,
                                       const model::Device& device)
{
    const auto specs = node.parameters();
    for (std::size_t i = 0; i < specs.size(); ++i) {
        const auto found = device.parameters.find(std::string(specs[i].id));
        const float value =
            found == device.parameters.end() ? specs[i].defaultValue : found->second;
        graph_.setParameter({id, static_cast<int>(i)}, core::clampToRange(specs[i], value));
    }
}

void GraphBuilder::addTrack(const model::Track& track)
{
    auto& nodes = tracks_[track.id];
    auto signal = addSources(track, nodes);
    signal = addInserts(track, std::move(signal));
    // A pre-fader send takes the one node before the strip; several sources are summed first.
    if (signal.size() == 1) nodes.preFader = signal.front();
    nodes.strip = nodeIdOf(track.id, NodeRole::strip);
    addStrip(track, signal);
}

/// Everything that sounds at the head of the track's chain.
std::vector<audio::NodeId> GraphBuilder::addSources(const model::Track& track, TrackNodes& nodes)
{
    std::vector<audio::NodeId> sources;
    if (const auto instrument = addInstrument(track); instrument.isValid())
        sources.push_back(instrument);
    if (const auto clips = audioClips_.find(track.id); clips != audioClips_.end()) {
        const auto id = nodeIdOf(track.id, NodeRole::audioClipPlayer);
        auto content = contents_.audioClips(track.id, track.name, clips->second, problems_);
        if (add(id, nodetype::audioClipPlayer, track.name + " / Audio clips", std::move(content)))
            sources.push_back(id);
    }
    if (!isSumming(track.kind) && !fed_.contains(track.id) && sources.size() < 2) return sources;

    nodes.input = nodeIdOf(track.id, NodeRole::input);
    if (add(nodes.input, nodetype::sum, track.name + " / Input") == nullptr) {
        nodes.input = {};
        return sources;
    }
    for (const auto source : sources) connect(source, nodes.input, 0, track.name);
    return {nodes.input};
}

/// The pattern player and the instrument; invalid if the track has none that sounds.
audio::NodeId GraphBuilder::addInstrument(const model::Track& track)
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
    return id;
}

std::vector<audio::NodeId> GraphBuilder::addInserts(const model::Track& track,
                                                    std::vector<audio::NodeId> signal)
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
        signal = {id};
    }
    return signal;
}

void GraphBuilder::addStrip(const model::Track& track, const std::vector<audio::NodeId>& signal)
{
    const auto id = nodeIdOf(track.id, NodeRole::strip);
    if (add(id, nodetype::strip, track.name + " / Strip") == nullptr) return;
    for (const auto source : signal) connect(source, id, 0, track.name);
    setParameter(id, "gain", track.strip.gainDb);
    setParameter(id, "pan", track.strip.pan);
    setParameter(id, "mute", track.strip.isMuted ? 1.0f : 0.0f);
    setParameter(id, "soloSilence", soloSilenced_.contains(track.id) ? 1.0f : 0.0f);
    setParameter(id, "panLaw", static_cast<float>(project_.routing.panLaw));
}

void GraphBuilder::routeTrack(const model::Track& track)
{
    for (std::size_t i = 0; i < track.strip.sends.size(); ++i) addSend(track, i);
    if (track.id == master_) return;
    auto target = tracks_.find(track.output.isValid() ? track.output : master_);
    if (target == tracks_.end() || !target->second.input.isValid()) {
        report(track.name, "the track it is routed to is not there; it goes to the master");
        target = tracks_.find(master_);
    }
    if (target == tracks_.end() || !target->second.input.isValid()) return;
    connect(tracks_[track.id].strip, target->second.input, 0, track.name);
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
    const auto from = send.isPreFader ? nodes.preFader : nodes.strip;
    if (!from.isValid()) return; // a track without any signal
    const auto id = nodeIdOf(track.id, NodeRole::send, static_cast<std::uint8_t>(index));
    const std::string place = track.name + " / Send " + std::to_string(index + 1);
    if (add(id, nodetype::send, place) == nullptr) return;
    connect(from, id, 0, place);
    connect(id, target->second.input, 0, place);
    // What a strip silences is silent behind it; a pre-fader send has to be told.
    const bool isTrackSilent = track.strip.isMuted || soloSilenced_.contains(track.id);
    const bool isSilent = !send.isEnabled || (send.isPreFader && isTrackSilent);
    setParameter(id, "level", send.levelDb);
    setParameter(id, "mute", isSilent ? 1.0f : 0.0f);
}

void GraphBuilder::addSidechains()
{
    for (const auto& sidechain : project_.routing.sidechains) {
        const auto source = tracks_.find(sidechain.source);
        const auto target = nodeIdOf(sidechain.targetDevice, NodeRole::insert);
        const auto node = graph_.nodes().find(target);
        if (node == graph_.nodes().end()) continue; // bypassed
        if (source == tracks_.end() || node->second.node->ports().audioInputs.size() < 2) {
            report(node->second.name, "its sidechain has no source or no input");
            continue;
        }
        connect(source->second.strip, target, 1, node->second.name);
    }
}

void GraphBuilder::addAutomation(const model::Track& track)
{
    for (const auto& lane : track.lanes) {
        if (!lane->isEnabled || lane->points.empty()) continue;
        auto node = nodeIdOf(track.id, NodeRole::strip);
        if (lane->device.isValid()) {
            const bool isInstrument = track.instrument && (*track.instrument)->id == lane->device;
            node = nodeIdOf(lane->device, isInstrument ? NodeRole::instrument : NodeRole::insert);
        }
        const auto entry = graph_.nodes().find(node);
        if (entry == graph_.nodes().end()) continue; // its device is bypassed or unknown
        const auto ref = findEngineParameter(graph_, node, lane->parameter);
        const auto specs = entry->second.node->parameters();
        if (!ref || !specs[static_cast<std::size_t>(ref->parameter)].automatable) {
            report(entry->second.name,
                   "there is no parameter '" + lane->parameter + "' that can be automated");
            continue;
        }
        graph_.setAutomation(
            *ref, contents_.curve(lane, specs[static_cast<std::size_t>(ref->parameter)]));
    }
}

} // namespace cppmusic::session
