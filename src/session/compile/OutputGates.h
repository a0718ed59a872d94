// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioGraph.h"
#include "core/Result.h"

#include <chrono>
#include <map>
#include <set>

namespace cppmusic::audio {
class EngineContext;
}

namespace cppmusic::session {

/// Gives the engine graphs in which gates (TrackFragment::gate) come and go without a click: a gate
/// comes open and then closes, and opens before it goes. An open gate changes no bit, so it stays
/// until a later graph finds it open for long enough. [main]
class OutputGates {
public:
    using Clock = std::chrono::steady_clock;
    /// Longer than the fade, the longest block and the way of a message together.
    static constexpr auto openTime = std::chrono::seconds(1);

    /// EngineContext::setGraph. `gates`: those of the graph.
    core::Status setGraph(audio::EngineContext&, audio::AudioGraph, std::set<audio::NodeId> gates,
                          Clock::time_point now = Clock::now());
    /// The song is another: what was there counts no more.
    void clear();
    /// Those that stay open for the time being.
    [[nodiscard]] std::size_t numOpen() const noexcept { return opened_.size(); }

private:
    std::set<audio::NodeId> gates_;                     // in the engine's graph, as wanted
    std::map<audio::NodeId, Clock::time_point> opened_; // in it, but no more wanted
};

} // namespace cppmusic::session
