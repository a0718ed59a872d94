// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioGraph.h"
#include "audio/graph/BlockFindings.h"
#include "audio/graph/PlanBody.h"

#include <array>
#include <memory>
#include <vector>

namespace cppmusic::audio {

/// Nodes that got mail since the last block: a plan that takes over has to know. [audio]
struct PostedMail {
    std::array<NodeId, 256> nodes{};
    std::size_t count = 0;
    bool isIncomplete = false; ///< there were more

    void add(NodeId node) noexcept CPPMUSIC_NONBLOCKING
    {
        if (count < nodes.size()) {
            nodes[count++] = node;
        } else {
            isIncomplete = true;
        }
    }
    void clear() noexcept CPPMUSIC_NONBLOCKING
    {
        count = 0;
        isIncomplete = false;
    }
};

class PlanRunner;
struct SortedGraph;

/// A graph made ready to run. Made by compilePlan on the main thread, run by the audio thread,
/// freed on the main thread. Plans that differ in contents only share their body.
///
/// What must outlive a swap of plans is shared by the plans that use it: the state of nodes, what
/// is in flight on delayed connections, inboxes, automation readers.
class RenderPlan {
public:
    /// Runs all nodes, on the threads of `runner`, for up to PrepareSpec::maxBlockFrames frames.
    /// Fills every channel of `output`: mono goes to all, more channels than the output node has
    /// stay silent. No zero in it is −0. [audio]
    void process(const AudioBlock& output, const TransportBlock&, bool isOffline, BlockFindings&,
                 PlanRunner& runner,
                 core::PerformanceMonitor* monitor = nullptr) noexcept CPPMUSIC_NONBLOCKING;

    /// Called once, before the first block: parameters whose automation ended with the plan before
    /// go back to their base values; `before`, null at first, is what ran last, and `mail` what was
    /// posted to it since its last block. [audio]
    void install(const RenderPlan* before, PostedMail& mail) noexcept CPPMUSIC_NONBLOCKING;
    /// Silence everywhere: nodes, delays. [audio]
    void resetNodes() noexcept CPPMUSIC_NONBLOCKING;

    /// `neverRun` was made before this one and is dropped without having been installed: what it
    /// would have done in install() is done by this one. [main]
    void takeOverFrom(const RenderPlan& neverRun);

    /// The node shall hear of this parameter's slot. The node is in the plan. [audio]
    void postParameter(ParameterRef, PostedMail&) noexcept CPPMUSIC_NONBLOCKING;
    /// False when the note was lost; a note to nobody isn't. [audio]
    bool postNote(NodeId, const Event&, PostedMail&) noexcept CPPMUSIC_NONBLOCKING;
    /// Null when the node is not in this plan. [audio]
    [[nodiscard]] AudioNode* node(NodeId) noexcept CPPMUSIC_NONBLOCKING;
    [[nodiscard]] bool hasAutomation(ParameterRef) const noexcept CPPMUSIC_NONBLOCKING;

    [[nodiscard]] int latencyFrames() const noexcept CPPMUSIC_NONBLOCKING { return body_->latency; }
    [[nodiscard]] const core::TempoMap& tempoMap() const noexcept CPPMUSIC_NONBLOCKING
    {
        return *graph_.tempoMap();
    }
    [[nodiscard]] const PrepareSpec& spec() const noexcept CPPMUSIC_NONBLOCKING
    {
        return body_->spec;
    }
    /// The graph this was made from. [main]
    [[nodiscard]] const AudioGraph& graph() const noexcept { return graph_; }
    /// Wiring and memory. [main]
    [[nodiscard]] const PlanBody& body() const noexcept { return *body_; }

private:
    friend core::Result<std::unique_ptr<RenderPlan>>
    compilePlan(const AudioGraph&, const PrepareSpec&, const RenderPlan* previous,
                const PlanOptions&, const SortedGraph*, core::PerformanceMonitor*);
    RenderPlan(const AudioGraph&, std::shared_ptr<PlanBody>, const RenderPlan* previous);

    AudioGraph graph_; // keeps nodes, contents, curves and the tempo map alive
    std::shared_ptr<PlanBody> body_;
    std::vector<const NodeContent*> contents_;   // by step
    std::vector<const AutomationCurve*> curves_; // by lane
    std::vector<std::uint32_t> changedTasks_;    // contents differ from the plan before
    std::vector<ParameterRef> released_;         // automated in the plan before, not in this one
};

} // namespace cppmusic::audio
