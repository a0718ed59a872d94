// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Project.h"
#include "session/compile/ContentCache.h"
#include "session/compile/NodeStore.h"
#include "session/compile/TrackFragment.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cppmusic::session {

/// Wires one track: PatternPlayer → instrument, AudioClipPlayer, the sum of what flows in → inserts
/// → strip, automation, values; then, when the heads of all tracks are known, its output, its sends
/// before or behind the strip, further outputs of its devices. For one compile. [main, or one job]
class FragmentBuilder {
public:
    FragmentBuilder(const model::Project&, NodeStore&, ContentCache&);

    /// Everything inside the track. `lanes`: what patterns play on it.
    [[nodiscard]] TrackFragment build(const core::Shared<model::Track>&, const TrackSurroundings&,
                                      const std::optional<core::Shared<model::AutomationLane>>&,
                                      const std::vector<LaneOnTrack>& lanes);
    /// And what leaves it. `nodesOf`: those of another track, null when there is no such track.
    void route(TrackFragment&, const std::function<const TrackNodes*(model::TrackId)>& nodesOf);

private:
    using Signal = std::vector<Tap>; ///< summed
    using NodesOf = std::function<const TrackNodes*(model::TrackId)>;

    [[nodiscard]] Signal addSources(const std::vector<LaneOnTrack>&);
    [[nodiscard]] Signal addInstrument(const std::vector<LaneOnTrack>&);
    [[nodiscard]] Signal addInserts(Signal);
    [[nodiscard]] Signal addFold(const Signal&);
    void addStrip(const Signal&);
    [[nodiscard]] bool isStripSilenced() const;
    void addRecording();
    void addAutomation();
    void addSend(std::size_t index, const NodesOf&);
    void routeDeviceOutputs(const model::Device&, audio::NodeId, const NodesOf&);
    void setAutomation(audio::ParameterRef, const core::Shared<model::AutomationLane>&,
                       float offset);
    void reportLane(const std::string& place, const model::AutomationLane&);

    audio::AudioNode* add(audio::NodeId, std::string_view type, std::string name,
                          std::shared_ptr<const audio::NodeContent> = {});
    void keep(audio::NodeId, std::string_view type);
    void connect(Tap from, audio::NodeId to, int targetPort, std::string place);
    [[nodiscard]] std::shared_ptr<const audio::NodeContent> samples(const model::Device&,
                                                                    const std::string& place);
    [[nodiscard]] std::optional<audio::ParameterRef> findParameter(audio::NodeId,
                                                                   std::string_view) const;
    void setDeviceParameters(audio::NodeId, const audio::AudioNode&, const model::Device&);
    void setParameter(audio::NodeId, std::string_view parameter, float plainValue);
    void report(std::string place, std::string message);

    const model::Project& project_;
    NodeStore& nodes_;
    ContentCache& contents_;
    model::TrackId master_;
    TrackFragment* made_ = nullptr; // while one is being built or routed
    std::vector<Problem>* problems_ = nullptr;
};

} // namespace cppmusic::session
