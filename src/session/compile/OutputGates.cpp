// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/compile/OutputGates.h"

#include "audio/engine/EngineContext.h"
#include "audio/mixer/SendNode.h"

#include <optional>
#include <utility>

namespace cppmusic::session {

namespace {

using audio::AudioGraph;
using audio::Connection;
using audio::NodeId;

constexpr int mute = audio::SendNode::mute;

/// The node before a gate: its strip.
NodeId stripOf(NodeId gate)
{
    return NodeId{gate.value - 1};
}

std::optional<Connection> firstFrom(const AudioGraph& graph, NodeId source)
{
    const auto found = graph.connections().lower_bound({source, 0, NodeId{}, 0});
    if (found == graph.connections().end() || found->source != source) return std::nullopt;
    return *found;
}

/// The same node again, so that it goes on where it is; false when that doesn't fit.
bool keepNode(AudioGraph& graph, const AudioGraph& inForce, NodeId gate)
{
    const auto old = inForce.nodes().find(gate);
    const auto now = graph.nodes().find(gate);
    if (old == inForce.nodes().end() || now == graph.nodes().end()) return false;
    if (old->second.node == now->second.node) return true;
    if (old->second.node->ports().audioInputs[0] != now->second.node->ports().audioInputs[0])
        return false;
    const auto entry = old->second;
    graph.add(gate, entry.node, entry.name);
    return true;
}

/// Puts the gate of the graph in force back into the wire from its strip; false when there is no
/// such wire any more.
bool keepOpen(AudioGraph& graph, const AudioGraph& inForce, NodeId gate)
{
    const auto entry = inForce.nodes().find(gate);
    const auto out = firstFrom(inForce, gate);
    if (entry == inForce.nodes().end() || !out) return false;
    const Connection direct{stripOf(gate), 0, out->target, out->targetPort};
    if (!graph.connections().contains(direct)) return false;
    const auto kept = entry->second;
    graph.add(gate, kept.node, kept.name);
    if (!graph.connect({stripOf(gate), 0, gate, 0}) || !graph.connect(*out)) {
        graph.remove(gate);
        return false;
    }
    return graph.disconnect(direct);
}

} // namespace

core::Status OutputGates::setGraph(audio::EngineContext& engine, AudioGraph graph,
                                   std::set<NodeId> gates, Clock::time_point now)
{
    if (gates.empty() && gates_.empty() && opened_.empty())
        return engine.setGraph(std::move(graph));
    const AudioGraph& inForce = engine.graph();
    auto opened = opened_;
    for (const NodeId gate : gates_)
        if (!gates.contains(gate)) opened.emplace(gate, now);
    std::erase_if(opened, [&](const auto& each) {
        const auto& [gate, since] = each;
        return gates.contains(gate) || now - since > openTime || !keepOpen(graph, inForce, gate);
    });
    std::vector<NodeId> coming;
    for (const NodeId gate : gates)
        if (!keepNode(graph, inForce, gate) && inForce.nodes().contains(stripOf(gate)))
            coming.push_back(gate);
    if (!coming.empty()) {
        AudioGraph open = graph;
        for (const NodeId gate : coming) open.setParameter({gate, mute}, 0.0f);
        if (auto status = engine.setGraph(std::move(open)); !status) return status;
    }
    auto status = engine.setGraph(std::move(graph));
    if (!status) return status;
    gates_ = std::move(gates);
    opened_ = std::move(opened);
    return status;
}

void OutputGates::clear()
{
    gates_.clear();
    opened_.clear();
}

} // namespace cppmusic::session
