// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Project.h"
#include "session/compile/ContentCache.h"
#include "session/compile/FragmentWriter.h"
#include "session/compile/TrackFragment.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cppmusic::session {

/// Wires the inside of one track: PatternPlayer → instrument, AudioClipPlayer, the sum of what
/// flows in → inserts → strip, and their values. For one compile. [main, or one job]
class FragmentBuilder : private FragmentWriter {
public:
    FragmentBuilder(const model::Project&, NodeStore&, ContentCache&);

    /// `lanes`: what patterns play on it.
    [[nodiscard]] TrackFragment build(const core::Shared<model::Track>&, const TrackSurroundings&,
                                      const std::optional<core::Shared<model::AutomationLane>>&,
                                      const std::vector<LaneOnTrack>& lanes);

private:
    using Signal = std::vector<Tap>; ///< summed

    [[nodiscard]] Signal addSources(const std::vector<LaneOnTrack>&);
    [[nodiscard]] bool isFed() const;
    [[nodiscard]] Signal addHead(const Signal& sources);
    [[nodiscard]] Signal addWide(Signal sources);
    [[nodiscard]] Signal addInstrument(const std::vector<LaneOnTrack>&);
    [[nodiscard]] Signal addInserts(Signal);
    [[nodiscard]] Signal addFold(const Signal&);
    void addStrip(const Signal&);
    void addRecording();
    [[nodiscard]] Signal addMonitor();

    [[nodiscard]] std::shared_ptr<const audio::NodeContent> samples(const model::Device&,
                                                                    const std::string& place);

    const model::Project& project_;
    ContentCache& contents_;
};

} // namespace cppmusic::session
