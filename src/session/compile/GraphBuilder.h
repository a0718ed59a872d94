// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioGraph.h"
#include "model/Project.h"
#include "session/Problem.h"
#include "session/compile/ContentCache.h"
#include "session/compile/NodeIds.h"
#include "session/compile/NodeStore.h"
#include "session/compile/VcaGroups.h"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace cppmusic::session {

/// Wires one project: per track PatternPlayer → instrument, AudioClipPlayer, the sum of what flows
/// in → inserts → strip → output; sends before or after the strip; further outputs of devices to
/// the heads of other tracks; sidechains; automation; values.
/// For one compile. [main, or one job]
class GraphBuilder {
public:
    GraphBuilder(const model::Project&, NodeStore&, ContentCache&, std::vector<Problem>&);
    [[nodiscard]] audio::AudioGraph build();

private:
    /// An output of a node.
    struct Tap {
        audio::NodeId node;
        int port = 0;
    };
    using Signal = std::vector<Tap>; ///< summed

    /// Where a track's signal can be fed in and taken out.
    struct TrackNodes {
        audio::NodeId input; ///< invalid: nothing can flow in
        Tap preFader;        ///< the last before the strip; invalid: there is no signal
        audio::NodeId strip;
    };

    void collectClips();
    void addTrack(const model::Track&);
    [[nodiscard]] Signal addSources(const model::Track&, TrackNodes&);
    [[nodiscard]] Signal addInstrument(const model::Track&);
    [[nodiscard]] Signal addInserts(const model::Track&, Signal);
    [[nodiscard]] Signal addFold(const model::Track&, const Signal&);
    void addStrip(const model::Track&, const Signal&);
    void routeTrack(const model::Track&);
    void addSend(const model::Track&, std::size_t index);
    void routeDeviceOutputs(const model::Track&, const model::Device&, audio::NodeId);
    void addSidechains();
    void addSidechain(const model::Sidechain&);
    void addAutomation(const model::Track&);
    void setAutomation(audio::ParameterRef, const core::Shared<model::AutomationLane>&,
                       float offset);
    void reportLane(const std::string& place, const model::AutomationLane&);

    audio::AudioNode* add(audio::NodeId, std::string_view type, std::string name,
                          std::shared_ptr<const audio::NodeContent> = {});
    void connect(Tap from, audio::NodeId to, int targetPort, const std::string& place);
    void setDeviceParameters(audio::NodeId, const audio::AudioNode&, const model::Device&);
    void setParameter(audio::NodeId, std::string_view id, float plainValue);
    void report(std::string place, std::string message);

    const model::Project& project_;
    NodeStore& nodes_;
    ContentCache& contents_;
    std::vector<Problem>& problems_;
    audio::AudioGraph graph_;
    std::map<model::TrackId, TrackNodes> tracks_;
    std::map<model::TrackId, std::vector<LaneOnTrack>> lanes_;
    std::map<model::TrackId, std::vector<AudioOnTrack>> audioClips_;
    std::set<model::TrackId> fed_; ///< tracks that others flow into
    std::set<model::TrackId> soloSilenced_;
    VcaGroups vcas_;
    model::TrackId master_;
};

} // namespace cppmusic::session
