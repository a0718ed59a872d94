// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/graph/AudioGraph.h"

#include <algorithm>

namespace cppmusic::audio {
namespace {

using core::ErrorCode;
using core::makeError;

/// Channels of an audio port, 0 for an event port that is there, −1 for a port that is not.
int channelsOf(const AudioNode& node, PortKind kind, bool isOutput, int port)
{
    const NodePorts ports = node.ports();
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
    nodes_[id] = Entry{std::move(node), std::move(content), std::move(name)};
}

core::Status AudioGraph::check(const Connection& connection) const
{
    const auto source = nodes_.find(connection.source);
    const auto target = nodes_.find(connection.target);
    if (source == nodes_.end() || target == nodes_.end()) {
        const NodeId missing = source == nodes_.end() ? connection.source : connection.target;
        return makeError(ErrorCode::notFound, "there is no node " + std::to_string(missing.value) +
                                                  "; add it before connecting it");
    }
    const int from = channelsOf(*source->second.node, connection.kind, true, connection.sourcePort);
    const int to = channelsOf(*target->second.node, connection.kind, false, connection.targetPort);
    if (from < 0) {
        return missingPort(source->second.name, connection.kind, true, connection.sourcePort);
    }
    if (to < 0) {
        return missingPort(target->second.name, connection.kind, false, connection.targetPort);
    }
    if (from != to && !(from == 1 && to == 2)) {
        return makeError(ErrorCode::invalidArgument,
                         "\"" + source->second.name + "\" has " + std::to_string(from) +
                             " channels and \"" + target->second.name + "\" takes " +
                             std::to_string(to) + "; only mono to stereo is converted");
    }
    return {};
}

core::Status AudioGraph::connect(const Connection& connection)
{
    if (auto status = check(connection); !status) return status;
    if (!connections_.insert(connection).second) {
        return makeError(ErrorCode::alreadyExists,
                         "\"" + nodes_.at(connection.source).name + "\" already feeds \"" +
                             nodes_.at(connection.target).name + "\" there");
    }
    return {};
}

bool AudioGraph::sameStructure(const AudioGraph& other) const
{
    if (output_ != other.output_ || tempoMap_ != other.tempoMap_ ||
        nodes_.size() != other.nodes_.size() || connections_ != other.connections_ ||
        automation_ != other.automation_) {
        return false;
    }
    for (auto mine = nodes_.begin(), theirs = other.nodes_.begin(); mine != nodes_.end();
         ++mine, ++theirs) {
        if (mine->first != theirs->first || mine->second.node != theirs->second.node ||
            mine->second.content != theirs->second.content) {
            return false;
        }
    }
    return true;
}

bool AudioGraph::sameWiring(const AudioGraph& other) const
{
    if (output_ != other.output_ || nodes_.size() != other.nodes_.size() ||
        automation_.size() != other.automation_.size() || connections_ != other.connections_) {
        return false;
    }
    const auto isPlayed = [](const auto& curve) { return curve && !curve->isEmpty(); };
    return std::equal(nodes_.begin(), nodes_.end(), other.nodes_.begin(),
                      [](const auto& mine, const auto& theirs) {
                          return mine.first == theirs.first &&
                                 mine.second.node == theirs.second.node;
                      }) &&
           std::equal(automation_.begin(), automation_.end(), other.automation_.begin(),
                      [&](const auto& mine, const auto& theirs) {
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

core::Status AudioGraph::checkAll() const
{
    std::set<const AudioNode*> objects;
    for (const auto& [id, entry] : nodes_) {
        if (!objects.insert(entry.node.get()).second) {
            return makeError(ErrorCode::alreadyExists,
                             "the node object of \"" + entry.name +
                                 "\" is in the graph twice; every id needs an object of its own");
        }
        if (!entry.node || !id.isValid()) {
            return makeError(ErrorCode::invalidArgument,
                             "\"" + entry.name + "\" needs a node object and an id above 0");
        }
    }
    for (const Connection& connection : connections_) {
        if (auto status = check(connection); !status) return status;
    }
    const auto checkRef = [this](ParameterRef ref, const char* what) -> core::Status {
        const auto entry = nodes_.find(ref.node);
        if (entry == nodes_.end()) {
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
        return {};
    };
    for (const auto& [ref, value] : values_) {
        if (auto status = checkRef(ref, "a value"); !status) return status;
    }
    for (const auto& [ref, curve] : automation_) {
        if (auto status = checkRef(ref, "an automation curve"); !status) return status;
    }
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
