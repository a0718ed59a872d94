// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/compile/FragmentWriter.h"

#include "audio/mixer/WideNodes.h"
#include "session/compile/DeviceVersion.h"
#include "session/compile/EngineParameters.h"
#include "session/compile/NodeIds.h"

#include <utility>

namespace cppmusic::session {

bool isStripSilenced(const TrackFragment& fragment)
{
    const model::Track& track = *fragment.track;
    const TrackSurroundings& around = fragment.around;
    if (!around.solo || around.isHeardThrough(track.output)) return false;
    for (const auto& send : track.strip.sends)
        if (send.isEnabled && !send.isPreFader && around.isHeardThrough(send.target)) return false;
    return true;
}

void FragmentWriter::write(TrackFragment& fragment, std::vector<Problem>& problems)
{
    made_ = &fragment;
    problems_ = &problems;
}

void FragmentWriter::report(std::string place, std::string message)
{
    problems_->push_back({std::move(place), std::move(message)});
}

audio::AudioNode* FragmentWriter::add(audio::NodeId id, std::string_view type, std::string name,
                                      std::shared_ptr<const audio::NodeContent> content,
                                      std::string_view version)
{
    made_->leases.push_back(id);
    auto node = nodes_.get(id, type, version);
    if (node == nullptr) {
        report(std::move(name), "there is no node type '" + std::string(type) + "'");
        return nullptr;
    }
    auto* raw = node.get();
    made_->nodes.push_back({id, {std::move(node), std::move(content), std::move(name)}});
    return raw;
}

audio::AudioNode* FragmentWriter::add(audio::NodeId id, const model::Device& device,
                                      std::string name,
                                      std::shared_ptr<const audio::NodeContent> content)
{
    return add(id, device.type, std::move(name), std::move(content), deviceVersion(device));
}

/// A device that is switched off lives on.
void FragmentWriter::keep(audio::NodeId id, const model::Device& device)
{
    made_->leases.push_back(id);
    (void)nodes_.get(id, device.type, deviceVersion(device));
}

void FragmentWriter::connect(Tap from, audio::NodeId to, int targetPort, std::string place)
{
    made_->wires.push_back(
        {{from.node, from.port, to, targetPort, audio::PortKind::audio}, std::move(place)});
}

std::optional<audio::ParameterRef> FragmentWriter::findParameter(audio::NodeId id,
                                                                 std::string_view parameter) const
{
    const auto* node = made_->find(id);
    return node == nullptr ? std::nullopt : findEngineParameter(*node->entry.node, id, parameter);
}

/// What stands on its default needs no entry in the graph.
void FragmentWriter::setParameter(audio::NodeId id, std::string_view parameter, float plainValue)
{
    const auto* node = made_->find(id);
    if (node == nullptr) return;
    const auto ref = findEngineParameter(*node->entry.node, id, parameter);
    if (!ref) return;
    const auto specs = node->entry.node->parameters();
    if (plainValue != specs[static_cast<std::size_t>(ref->parameter)].defaultValue)
        made_->values.emplace_back(*ref, plainValue);
}

void FragmentWriter::setDeviceParameters(audio::NodeId id, const audio::AudioNode& node,
                                         const model::Device& device)
{
    if (device.parameters.empty()) return;
    const auto specs = node.parameters();
    for (std::size_t i = 0; i < specs.size(); ++i) {
        const auto found = device.parameters.find(std::string(specs[i].id));
        if (found != device.parameters.end())
            made_->values.emplace_back(audio::ParameterRef{id, static_cast<int>(i)},
                                       core::clampToRange(specs[i], found->second));
    }
}

void FragmentWriter::addStereoTaps()
{
    TrackNodes& taps = made_->taps;
    taps.stereo = {taps.strip};
    taps.stereoPreFader = taps.preFader;
    if (taps.channels == 2) return;
    const model::Track& track = *made_->track;
    taps.stereo =
        convert({taps.stereo, taps.channels}, {}, nodeIdOf(track.id, NodeRole::fold), track.name);
    if (taps.preFader.node.isValid())
        taps.stereoPreFader = convert({taps.preFader, taps.channels}, {},
                                      nodeIdOf(track.id, NodeRole::foldPreFader), track.name);
}

Tap FragmentWriter::convert(Width from, Width to, audio::NodeId id, const std::string& place)
{
    const bool isTaken =
        to.first == 0 && (from.channels == to.channels || (from.channels == 1 && to.channels == 2));
    if (isTaken) return from.tap;
    const auto type = audio::convertNodeId(from.channels, to.channels, to.first);
    if (add(id, type,
            place + " / " + std::to_string(from.channels) + " to " + std::to_string(to.channels) +
                " channels") == nullptr)
        return {};
    connect(from.tap, id, 0, place);
    return {id};
}

} // namespace cppmusic::session
