// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioNode.h"
#include "audio/graph/SortedChunks.h"
#include "audio/parameters/AutomationCurve.h"
#include "core/Result.h"

#include <compare>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace cppmusic::audio {

enum class PortKind : std::uint8_t { audio, events };

/// Audio or events from an output port to an input port. Several connections into one input are
/// summed in the order of this comparison, so the sum has the same bits every time.
struct Connection {
    NodeId source;
    int sourcePort = 0;
    NodeId target;
    int targetPort = 0;
    PortKind kind = PortKind::audio;
    friend auto operator<=>(const Connection&, const Connection&) = default;
};

/// One parameter of one node.
struct ParameterRef {
    NodeId node;
    int parameter = 0; ///< index in AudioNode::parameters()
    friend auto operator<=>(const ParameterRef&, const ParameterRef&) = default;
};

/// A description of what to run: nodes, contents, connections, automation, values. A value: copied,
/// compared, printed; copies share what neither has changed. It never processes; compilePlan makes
/// a RenderPlan of it. [main or job]
class AudioGraph {
public:
    struct Entry {
        std::shared_ptr<AudioNode> node;
        std::shared_ptr<const NodeContent> content;
        std::string name; ///< for error messages and reports: "Bass / Synthesizer"
        friend bool operator==(const Entry&, const Entry&) = default;
    };

    /// An id that is there already is replaced.
    void add(NodeId, std::shared_ptr<AudioNode>, std::string name,
             std::shared_ptr<const NodeContent> content = {});
    /// Takes a node out with its connections, values and automation; nothing when it isn't there.
    void remove(NodeId);
    /// Unknown node or port, channel counts that differ (other than mono to stereo), or a
    /// duplicate: an Error.
    core::Status connect(const Connection&);
    /// False when there was no such connection.
    bool disconnect(const Connection& connection) { return connections_.erase(connection); }
    /// The node whose output port 0 is what the engine plays.
    void setOutput(NodeId node) { output_ = node; }
    void setParameter(ParameterRef ref, float plainValue) { values_.set(ref, plainValue); }
    void setAutomation(ParameterRef ref, std::shared_ptr<const AutomationCurve> curve)
    {
        automation_.set(ref, std::move(curve));
    }
    /// Back to the default; no automation any more. Nothing when there was none.
    void clearParameter(ParameterRef ref) { values_.erase(ref); }
    void clearAutomation(ParameterRef ref) { automation_.erase(ref); }
    void setTempoMap(std::shared_ptr<const core::TempoMap> map) { tempoMap_ = std::move(map); }

    [[nodiscard]] const SharedMap<NodeId, Entry>& nodes() const noexcept { return nodes_; }
    [[nodiscard]] const SharedSet<Connection>& connections() const noexcept { return connections_; }
    [[nodiscard]] const SharedMap<ParameterRef, float>& values() const noexcept { return values_; }
    [[nodiscard]] const SharedMap<ParameterRef, std::shared_ptr<const AutomationCurve>>&
    automation() const noexcept
    {
        return automation_;
    }
    [[nodiscard]] const std::shared_ptr<const core::TempoMap>& tempoMap() const noexcept
    {
        return tempoMap_;
    }
    [[nodiscard]] NodeId output() const noexcept { return output_; }

    /// The value that a parameter of a node in the graph starts with: the one set, in range, or the
    /// default.
    [[nodiscard]] float valueOf(ParameterRef) const;
    /// Everything that connect() checks, again for all connections (a node may have been replaced),
    /// and that values, automation and output name what is there.
    [[nodiscard]] core::Status checkAll() const;
    /// The part of it that looks at values only.
    [[nodiscard]] core::Status checkValues() const;

    /// Same nodes, contents, connections, automation and tempo (by identity); values may differ.
    [[nodiscard]] bool sameStructure(const AudioGraph&) const;
    /// Changes nothing but memory: what is equal in both is shared, and compared at once from then
    /// on.
    void shareWith(const AudioGraph& other)
    {
        nodes_.shareWith(other.nodes_);
        connections_.shareWith(other.connections_);
        values_.shareWith(other.values_);
        automation_.shareWith(other.automation_);
    }
    /// Same nodes, connections, output and automated parameters; contents, curves, tempo and values
    /// may differ.
    [[nodiscard]] bool sameWiring(const AudioGraph&) const;

private:
    struct Place;
    static core::Status check(const Connection&, const Place* source, const Place* target);

    SharedMap<NodeId, Entry> nodes_;
    SharedSet<Connection> connections_;
    SharedMap<ParameterRef, float> values_;
    SharedMap<ParameterRef, std::shared_ptr<const AutomationCurve>> automation_;
    std::shared_ptr<const core::TempoMap> tempoMap_;
    NodeId output_;
};

} // namespace cppmusic::audio
