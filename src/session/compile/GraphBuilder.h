// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioGraph.h"
#include "model/Project.h"
#include "session/Problem.h"
#include "session/compile/ContentCache.h"
#include "session/compile/NodeIds.h"
#include "session/compile/NodeStore.h"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace cppmusic::session {

/// Wires one project: per track PatternPlayer → instrument, AudioClipPlayer, the sum of what flows
/// in → inserts → strip → output; sends before or after the strip; sidechains; automation; values.
/// For one compile. [main, or one job]
class GraphBuilder {
public:
    GraphBuilder(const model::Project&, NodeStore&, ContentCache&, std::vector<Problem>&);
    [[nodiscard]] audio::AudioGraph build();

private:
    /// Where a track's signal can be fed in and taken out.
    struct TrackNodes {
        audio::NodeId input;    ///< invalid: nothing can flow in
        audio::NodeId preFader; ///< the last node before the strip; invalid: there is no signal
        audio::NodeId strip;
    };

    void collectClips();
    void addTrack(const model::Track&);
    [[nodiscard]] std::vector<audio::NodeId> addSources(const model::Track&, TrackNodes&);
    [[nodiscard]] audio::NodeId addInstrument(const model::Track&);
    [[nodiscard]] std::vector<audio::NodeId> addInserts(const model::Track&,
                                                        std::vector<audio::NodeId> signal);
    void addStrip(const model::Track&, const std::vector<audio::NodeId>& signal);
    void routeTrack(const model::Track&);
    void addSend(const model::Track&, std::size_t index);
    void addSidechains();
    void addAutomation(const model::Track&);

    audio::AudioNode* add(audio::NodeId, std::string_view type, std::string name,
                          std::shared_ptr<const audio::NodeContent> = {});
    void connect(audio::NodeId from, audio::NodeId to, int targetPort, const std::string& place);
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
    model::TrackId master_;
};

} // namespace cppmusic::session
