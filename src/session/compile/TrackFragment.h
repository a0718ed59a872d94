// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioGraph.h"
#include "model/Project.h"
#include "session/Problem.h"
#include "session/compile/SoloState.h"
#include "session/compile/VcaGroups.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cppmusic::session {

/// An output of a node; invalid: there is no signal.
struct Tap {
    audio::NodeId node;
    int port = 0;
};

/// Where a track's signal can be fed in and taken out.
struct TrackNodes {
    audio::NodeId input; ///< invalid: nothing can flow in
    Tap preFader;        ///< the last before the strip; invalid: there is no signal
    audio::NodeId strip;
    int channels = 2;           ///< of input and strip, and of preFader unless that is one channel
    Tap stereoPreFader, stereo; ///< preFader and the strip for those who take no more than stereo
};

/// What else than the track itself decides what the track contributes.
struct TrackSurroundings {
    bool isFed = false;            ///< others flow into it
    std::optional<TrackSolo> solo; ///< none: heard as in the mix
    VcaEffect vca;
    const model::AutomationLane* vcaLane = nullptr; ///< null: none of its VCAs is automated
    float vcaOffsetDb = 0.0f;
    /// Whether what flows from the track to `target` is heard.
    [[nodiscard]] bool isHeardThrough(model::TrackId target) const
    {
        return !solo || solo->targets.contains(target);
    }
    friend bool operator==(const TrackSurroundings&, const TrackSurroundings&) = default;
};

/// What one track contributes to the graph. A track of the same identity in the same surroundings
/// contributes the same; a graph is the union of its tracks' fragments, whatever the order in which
/// they came.
struct TrackFragment {
    struct Node {
        audio::NodeId id;
        audio::AudioGraph::Entry entry;
        friend bool operator==(const Node&, const Node&) = default;
    };
    /// A connection; a refused one is a problem at `place`.
    struct Wire {
        audio::Connection connection;
        std::string place;
        friend bool operator==(const Wire&, const Wire&) = default;
    };
    using Value = std::pair<audio::ParameterRef, float>;
    using Automation =
        std::pair<audio::ParameterRef, std::shared_ptr<const audio::AutomationCurve>>;

    core::Shared<model::Track> track; ///< made from this
    TrackSurroundings around;
    std::optional<core::Shared<model::AutomationLane>> vcaLane; ///< keeps around.vcaLane alive
    std::vector<Node> nodes;
    std::vector<Wire> wires;
    std::vector<Value> values;
    std::vector<Automation> automation;
    TrackNodes taps;
    audio::NodeId gate; ///< what closes its output for a solo; invalid: nothing has to
    std::vector<model::TrackId> targets; ///< tracks it asked to feed, each possibly more than once
    std::vector<audio::NodeId> leases;   ///< of NodeStore, those of bypassed devices too
    std::vector<model::AssetId> assets;  ///< whose files it plays
    std::vector<Problem> buildProblems, routeProblems, automationProblems;

    [[nodiscard]] const Node* find(audio::NodeId id) const
    {
        for (const auto& node : nodes)
            if (node.id == id) return &node;
        return nullptr;
    }
};

/// Whether solo lets nothing through that is taken behind the track's strip.
[[nodiscard]] bool isStripSilenced(const TrackFragment&);

} // namespace cppmusic::session
