// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/graph/AudioGraph.h"

#include <algorithm>

namespace cppmusic::audio {
namespace {

using core::ErrorCode;
using core::makeError;

/// Channels of an audio port, 0 for an event port that is there, −1 for a port that is not.
int channelsOf(const NodePorts& ports, PortKind kind, bool isOutput, int port)
{
    if (kind == PortKind::events) {
        const bool isThere = port == 0 && (isOutput ? ports.hasEventOutput : ports.hasEventInput);
        return isThere ? 0 : -1;
    }
    const auto& list = isOutput ? ports.audioOutputs : ports.audioInputs;
    if (port < 0 || static_cast<std::size_t>(port) >= list.size()) return -1;
    return list[static_cast<std::size_t>(port)];
}

core::Error missingPort(const std::string& name, PortKind kind, bool isOutput, int port)
{
    const std::string what = kind == PortKind::events ? "event " : "audio ";
    return makeError(ErrorCode::invalidArgument,
                     "\"" + name + "\" has no " + what + (isOutput ? "output " : "input ") +
                         std::to_string(port) + "; connect one of its own ports");
}

} // namespace

void AudioGraph::add(NodeId id, std::shared_ptr<AudioNode> node, std::string name,
                     std::shared_ptr<const NodeContent> content)
{
    nodes_.set(id, Entry{std::move(node), std::move(content), std::move(name)});
}

void AudioGraph::remove(NodeId id)
{
    if (!nodes_.erase(id)) return;
    std::vector<Connection> gone;
    for (const Connection& c : connections_) {
        if (c.source == id || c.target == id) gone.push_back(c);
    }
    for (const Connection& c : gone) connections_.erase(c);
    const auto eraseAll = [id](auto& map) {
        for (auto found = map.lower_bound({id, 0}); found != map.end() && found->first.node == id;
             found = map.lower_bound({id, 0})) {
            map.erase(found->first);
        }
    };
    eraseAll(values_);
    eraseAll(automation_);
}

/// A node as connections see it.
struct AudioGraph::Place {
    NodeId id;
    const Entry* entry = nullptr;
    NodePorts ports;
};

core::Status AudioGraph::check(const Connection& connection, const Place* source,
                               const Place* target)
{
    if (!source || !target) {
        const NodeId missing = !source ? connection.source : connection.target;
        return makeError(ErrorCode::notFound, "there is no node " + std::to_string(missing.value) +
                                                  "; add it before connecting it");
    }
    const int from = channelsOf(source->ports, connection.kind, true, connection.sourcePort);
    const int to = channelsOf(target->ports, connection.kind, false, connection.targetPort);
    if (from < 0) {
        return missingPort(source->entry->name, connection.kind, true, connection.sourcePort);
    }
    if (to < 0) {
        return missingPort(target->entry->name, connection.kind, false, connection.targetPort);
    }
    if (from != to && !(from == 1 && to == 2)) {
        return makeError(ErrorCode::invalidArgument,
                         "\"" + source->entry->name + "\" has " + std::to_string(from) +
                             " channels and \"" + target->entry->name + "\" takes " +
                             std::to_string(to) + "; only mono to stereo is converted");
    }
    return {};
}

core::Status AudioGraph::connect(const Connection& connection)
{
    Place places[2];
    const Place* found[2] = {nullptr, nullptr};
    const NodeId ids[2] = {connection.source, connection.target};
    for (std::size_t i = 0; i < 2; ++i) {
        const auto node = nodes_.find(ids[i]);
        if (node == nodes_.end()) continue;
        places[i] = {ids[i], &node->second, node->second.node->ports()};
        found[i] = &places[i];
    }
    if (auto status = check(connection, found[0], found[1]); !status) return status;
    if (!connections_.insertOrReplace(connection)) {
        return makeError(ErrorCode::alreadyExists,
                         "\"" + nodes_.at(connection.source).name + "\" already feeds \"" +
                             nodes_.at(connection.target).name + "\" there");
    }
    return {};
}

bool AudioGraph::sameStructure(const AudioGraph& other) const
{
    return output_ == other.output_ && tempoMap_ == other.tempoMap_ &&
           connections_ == other.connections_ && automation_ == other.automation_ &&
           nodes_.matches(other.nodes_, [](const auto& mine, const auto& theirs) {
               return mine.first == theirs.first && mine.second.node == theirs.second.node &&
                      mine.second.content == theirs.second.content;
           });
}

bool AudioGraph::sameWiring(const AudioGraph& other) const
{
    const auto isPlayed = [](const auto& curve) { return curve && !curve->isEmpty(); };
    return output_ == other.output_ && connections_ == other.connections_ &&
           nodes_.matches(other.nodes_,
                          [](const auto& mine, const auto& theirs) {
                              return mine.first == theirs.first &&
                                     mine.second.node == theirs.second.node;
                          }) &&
           automation_.matches(other.automation_, [&](const auto& mine, const auto& theirs) {
               return mine.first == theirs.first &&
                      isPlayed(mine.second) == isPlayed(theirs.second);
           });
}

float AudioGraph::valueOf(ParameterRef ref) const
{
    if (const auto found = values_.find(ref); found != values_.end()) {
        const auto entry = nodes_.find(ref.node);
        if (entry == nodes_.end()) return found->second;
        return core::clampToRange(
            entry->second.node->parameters()[static_cast<std::size_t>(ref.parameter)],
            found->second);
    }
    return nodes_.at(ref.node)
        .node->parameters()[static_cast<std::size_t>(ref.parameter)]
        .defaultValue;
}

namespace {

/// Walks a sorted list beside the nodes: names a parameter that isn't there.
template <class Map, class Nodes>
core::Status checkRefs(const Map& refs, const Nodes& nodes, const char* what)
{
    auto entry = nodes.begin();
    for (const auto& element : refs) {
        const ParameterRef& ref = element.first;
        while (entry != nodes.end() && entry->first < ref.node) ++entry;
        if (entry == nodes.end() || entry->first != ref.node) {
            return makeError(ErrorCode::notFound, std::string(what) + " is for node " +
                                                      std::to_string(ref.node.value) +
                                                      ", which is not in the graph");
        }
        if (ref.parameter < 0 ||
            static_cast<std::size_t>(ref.parameter) >= entry->second.node->parameters().size()) {
            return makeError(ErrorCode::invalidArgument, std::string(what) + " is for parameter " +
                                                             std::to_string(ref.parameter) +
                                                             ", which \"" + entry->second.name +
                                                             "\" does not have");
        }
    }
    return {};
}

} // namespace

core::Status AudioGraph::checkValues() const
{
    return checkRefs(values_, nodes_, "a value");
}

core::Status AudioGraph::checkAll() const
{
    std::vector<Place> places;
    std::vector<std::pair<const AudioNode*, const Entry*>> objects;
    places.reserve(nodes_.size());
    objects.reserve(nodes_.size());
    for (const auto& [id, entry] : nodes_) {
        if (!entry.node || !id.isValid()) {
            return makeError(ErrorCode::invalidArgument,
                             "\"" + entry.name + "\" needs a node object and an id above 0");
        }
        places.push_back({id, &entry, entry.node->ports()});
        objects.emplace_back(entry.node.get(), &entry);
    }
    std::sort(objects.begin(), objects.end());
    const auto twice =
        std::adjacent_find(objects.begin(), objects.end(),
                           [](const auto& a, const auto& b) { return a.first == b.first; });
    if (twice != objects.end()) {
        return makeError(ErrorCode::alreadyExists,
                         "the node object of \"" + twice->second->name +
                             "\" is in the graph twice; every id needs an object of its own");
    }
    auto source = places.begin(); // connections are sorted by it
    for (const Connection& c : connections_) {
        while (source != places.end() && source->id < c.source) ++source;
        const auto target =
            std::lower_bound(places.begin(), places.end(), c.target,
                             [](const Place& place, NodeId wanted) { return place.id < wanted; });
        const bool hasSource = source != places.end() && source->id == c.source;
        const bool hasTarget = target != places.end() && target->id == c.target;
        if (auto status = check(c, hasSource ? &*source : nullptr, hasTarget ? &*target : nullptr);
            !status) {
            return status;
        }
    }
    if (auto status = checkValues(); !status) return status;
    if (auto status = checkRefs(automation_, nodes_, "an automation curve"); !status) return status;
    if (output_.isValid()) {
        const auto found = nodes_.find(output_);
        if (found == nodes_.end()) {
            return makeError(ErrorCode::notFound, "the output is node " +
                                                      std::to_string(output_.value) +
                                                      ", which is not in the graph");
        }
        if (found->second.node->ports().audioOutputs.empty()) {
            return missingPort(found->second.name, PortKind::audio, true, 0);
        }
    }
    return {};
}

} // namespace cppmusic::audio
