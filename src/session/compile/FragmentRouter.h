// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "session/compile/ContentCache.h"
#include "session/compile/FragmentWriter.h"

#include <functional>
#include <string>

namespace cppmusic::session {

/// Wires what leaves a track once the heads of all tracks are known: its output, its sends before
/// or behind the strip, further outputs of its devices; and its automation. For one compile. [main,
/// or one job]
class FragmentRouter : private FragmentWriter {
public:
    /// The nodes of another track, null when there is no such track.
    using NodesOf = std::function<const TrackNodes*(model::TrackId)>;

    FragmentRouter(model::TrackId master, NodeStore& nodes, ContentCache& contents)
        : FragmentWriter(nodes), contents_(contents), master_(master)
    {
    }
    void route(TrackFragment&, const NodesOf& nodesOf);

private:
    [[nodiscard]] Tap addGate();
    void addSend(std::size_t index, const NodesOf&);
    void routeDeviceOutputs(const model::Device&, audio::NodeId, const NodesOf&);
    void addAutomation();
    void setAutomation(audio::ParameterRef, const core::Shared<model::AutomationLane>&,
                       float offset);
    void reportLane(const std::string& place, const model::AutomationLane&);

    ContentCache& contents_;
    model::TrackId master_;
};

} // namespace cppmusic::session
