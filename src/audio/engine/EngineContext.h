// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/engine/EngineReport.h"
#include "audio/graph/AudioGraph.h"
#include "audio/graph/PlanOptions.h"
#include "audio/transport/TransportCommand.h"
#include "audio/transport/TransportSnapshot.h"
#include "core/performance/CPUMonitor.h"
#include "core/performance/PerformanceMonitor.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <utility>

namespace cppmusic::audio {

class DawEngine;

/// Receives what the audio thread reported, on the main thread, inside EngineContext::poll.
class EngineObserver {
public:
    virtual ~EngineObserver() = default;
    virtual void onReport(const EngineReport&) = 0;
};

/// The one door to the engine. Everything goes through one ordered queue; nothing here waits for
/// audio. [main] unless marked.
class EngineContext {
public:
    explicit EngineContext(const PrepareSpec& = {}, const PlanOptions& = {});
    ~EngineContext();

    /// Device stopped: prepares every node again for another rate or block size and makes a new
    /// plan.
    core::Status configure(const PrepareSpec&);
    [[nodiscard]] const PrepareSpec& spec() const noexcept;
    /// Device stopped: how plans are laid out from now on, threads included. Nodes keep their
    /// state; nothing that is heard changes.
    core::Status setPlanOptions(const PlanOptions&);
    [[nodiscard]] const PlanOptions& planOptions() const noexcept;

    /// Compiles and publishes, or, when only values changed, sends just those. On error the
    /// previous graph plays on. A node that is new here is prepared by this call and gets its
    /// values before its first plan.
    core::Status setGraph(AudioGraph);
    [[nodiscard]] const AudioGraph& graph() const noexcept;

    /// As setGraph with a graph in which these nodes have other contents; one plan. Nodes that
    /// aren't in the graph are left out.
    core::Status
        setContents(std::span<const std::pair<NodeId, std::shared_ptr<const NodeContent>>>);
    /// As setGraph with a graph that differs in one value: the graph in force has it from now on.
    /// What isn't in the graph is left alone.
    void setValue(ParameterRef, float plainValue);
    /// For performances: the graph keeps its value, and setGraph brings it back.
    void setParameter(ParameterRef, float plainValue);
    void beginGesture(ParameterRef);
    void endGesture(ParameterRef);
    void command(const TransportCommand&);
    /// Plays or releases a note on a node with an event input, at once (typing keyboard, preview).
    void auditionNote(NodeId, int key, float velocity, bool isOn);
    /// Silences everything: notes off, nodes reset.
    void panic();

    /// Before the device starts calling realtime().processBlock from a thread of its own, and after
    /// it has stopped for good (its last callback has returned). In between, poll leaves messages
    /// to that thread; outside, poll applies them itself, so nothing waits for a device. Whoever
    /// renders on the thread that polls needs neither. configure() is refused while attached.
    void attachDevice();
    void detachDevice();

    /// Call once a UI frame: frees retired plans, sends what waited for room, hands out reports.
    void poll(EngineObserver&);

    [[nodiscard]] TransportSnapshot transport() const noexcept; // [any]
    /// The value in force now (automated or set), for display; empty if there is no such parameter.
    [[nodiscard]] std::optional<float> parameterValue(ParameterRef) const;
    /// Levels since the last call; zeros if the node is gone or measures nothing.
    MeterReading takeMeter(NodeId);
    /// The most a dynamics processor has turned its sound down since the last call, in dB, 0 or
    /// less; empty for nodes that don't.
    std::optional<float> takeReductionDb(NodeId);
    /// Fraction of the block's time spent in the audio callback lately, 0–1 and above. [any]
    [[nodiscard]] float load() const noexcept;
    /// The same with its peaks, and the processor time of the whole process, which poll() follows.
    [[nodiscard]] core::CPUMonitor& cpu() noexcept;
    /// Percentiles of the callback and of every batch of nodes, and the overruns by name. Only
    /// blocks that are played count, not those that are rendered offline.
    [[nodiscard]] core::PerformanceMonitor& performance() noexcept;
    /// Plans published so far, for tests: a fader drag must not raise it.
    [[nodiscard]] std::uint64_t plansPublished() const noexcept;
    /// Plans that exist now (running, sent, waiting, on their way back); at most 8.
    [[nodiscard]] std::size_t plansAlive() const noexcept;
    /// Frames by which the output lags the transport (latency compensation), of the newest plan.
    [[nodiscard]] int latencyFrames() const noexcept;

    /// For the device callback and OfflineRenderer only.
    [[nodiscard]] DawEngine& realtime() noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace cppmusic::audio
