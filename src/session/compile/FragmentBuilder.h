// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Project.h"
#include "session/compile/ContentCache.h"
#include "session/compile/FragmentWriter.h"
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
class FragmentBuilder : private FragmentWriter {
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
    [[nodiscard]] bool isFed() const;
    [[nodiscard]] Signal addHead(const Signal& sources);
    [[nodiscard]] Signal addWide(Signal sources);
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

    [[nodiscard]] std::shared_ptr<const audio::NodeContent> samples(const model::Device&,
                                                                    const std::string& place);

    const model::Project& project_;
    ContentCache& contents_;
    model::TrackId master_;
};

} // namespace cppmusic::session
