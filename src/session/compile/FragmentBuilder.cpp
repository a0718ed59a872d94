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

std::shared_ptr<const audio::NodeContent> inputOf(const model::Track& track)
{
    auto channels = std::make_shared<audio::InputContent>();
    channels->left = track.input.left;
    channels->right = track.input.right;
    return channels;
}

} // namespace

FragmentBuilder::FragmentBuilder(const model::Project& project, NodeStore& nodes,
                                 ContentCache& contents)
    : FragmentWriter(nodes), project_(project), contents_(contents)
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
    for (const auto monitor : addMonitor()) sources.push_back(monitor);
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
        keep(id, device);
        return {};
    }
    const std::string place = track.name + " / " + std::string(type->label);
    auto* node = add(id, device, place, samples(device, place));
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
            keep(id, *device);
            continue;
        }
        const std::string place = track.name + " / " + std::string(type->label);
        auto* node = add(id, *device, place, samples(*device, place));
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
    setParameter(id, "soloSilence", isStripSilenced(*made_) ? 1.0f : 0.0f);
    setParameter(id, "panLaw",
                 static_cast<float>(track.strip.panLaw.value_or(project_.routing.panLaw)));
}

/// What comes in from the device, heard when the track's way of monitoring says so.
FragmentBuilder::Signal FragmentBuilder::addMonitor()
{
    const model::Track& track = *made_->track;
    const auto way = track.input.monitoring;
    if (way == model::InputMonitoring::off) return {};
    const auto id = nodeIdOf(track.id, NodeRole::monitor);
    if (add(id, nodetype::monitor, track.name + " / Monitoring", inputOf(track)) == nullptr)
        return {};
    const bool isAlways = way == model::InputMonitoring::on;
    setParameter(id, "mode", isAlways ? 2.0f : track.input.isArmed ? 1.0f : 0.0f);
    return {{id}};
}

/// Beside the signal's path: what comes in is heard at the device, not here.
void FragmentBuilder::addRecording()
{
    const model::Track& track = *made_->track;
    const auto input = nodeIdOf(track.id, NodeRole::recordInput);
    const auto tap = nodeIdOf(track.id, NodeRole::recordTap);
    if (add(input, nodetype::input, track.name + " / Device input", inputOf(track)) &&
        add(tap, nodetype::recordTap, track.name + " / Recording", contents_.recording(track.id)))
        connect({input}, tap, 0, track.name);
}

} // namespace cppmusic::session
