// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/compile/FragmentRouter.h"

#include "audio/mixer/WideNodes.h"
#include "session/compile/EngineParameters.h"
#include "session/compile/NodeIds.h"
#include "session/compile/NodeTypeIds.h"

namespace cppmusic::session {

namespace {

const core::Shared<model::Device>* findDeviceOn(const model::Track& track, model::DeviceId id)
{
    if (track.instrument && (*track.instrument)->id == id) return &*track.instrument;
    for (const auto& device : track.inserts)
        if (device->id == id) return &device;
    return nullptr;
}

} // namespace

void FragmentRouter::route(TrackFragment& fragment, const NodesOf& nodesOf)
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
        const bool isHeard = fragment.around.isHeardThrough(wanted) || isStripSilenced(*made_);
        if (target != nullptr && target->input.isValid()) {
            const Tap from = isHeard ? Tap{fragment.taps.strip} : addGate();
            connect(convert({from, fragment.taps.channels}, {{}, target->channels},
                            nodeIdOf(track.id, NodeRole::convert), track.name),
                    target->input, 0, track.name);
        }
    }
    write(fragment, fragment.automationProblems);
    addAutomation();
}

/// Closes the track's output, while what it sends is heard.
Tap FragmentRouter::addGate()
{
    const model::Track& track = *made_->track;
    const auto id = outputGateOf(track.id);
    if (add(id, audio::wideNodeId(nodetype::send, made_->taps.channels),
            track.name + " / Output") == nullptr)
        return {};
    connect({made_->taps.strip}, id, 0, track.name);
    setParameter(id, "mute", 1.0f);
    made_->gate = id;
    return {id};
}

void FragmentRouter::routeDeviceOutputs(const model::Device& device, audio::NodeId id,
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

void FragmentRouter::addSend(std::size_t index, const NodesOf& nodesOf)
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
        !around.isHeardThrough(send.target) && (send.isPreFader || !isStripSilenced(*made_));
    const bool isSilent = !send.isEnabled || (send.isPreFader && isTrackMuted) || isOut;
    setParameter(id, "level", send.levelDb);
    setParameter(id, "mute", isSilent ? 1.0f : 0.0f);
}

void FragmentRouter::addAutomation()
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

void FragmentRouter::setAutomation(audio::ParameterRef ref,
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

void FragmentRouter::reportLane(const std::string& place, const model::AutomationLane& lane)
{
    report(place, "there is no parameter '" + lane.parameter + "' that can be automated");
}

} // namespace cppmusic::session
