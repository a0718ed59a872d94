// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"
#include "core/lockfree/AtomicRingBuffer.h"
#include "core/lockfree/CacheLine.h"
#include "core/performance/DurationHistogram.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cppmusic::core {

/// Where a PerformanceMonitor keeps the figures of one node.
using NodeSlot = std::uint32_t;
inline constexpr NodeSlot noNodeSlot = ~NodeSlot{0};

/// A block that took longer than it lasts.
struct Overrun {
    std::uint64_t block = 0;             ///< number of the block since the monitor was made
    std::int64_t frame = 0;              ///< as given to beginBlock
    std::uint64_t tookNanoseconds = 0;   ///< the whole block
    std::uint64_t budgetNanoseconds = 0; ///< what it may take
    NodeSlot slowest = noNodeSlot;       ///< the node that took longest in this block …
    std::uint64_t slowestNanoseconds = 0;
    NodeSlot culprit = noNodeSlot; ///< … and the one that exceeded its own usual cost by most
    std::uint64_t excessNanoseconds = 0; ///< by how much
};

/// The cost of one node, with its name.
struct NodeCost {
    NodeSlot slot = noNodeSlot;
    std::string name;
    DurationSummary durations;
};

/// How long blocks and the nodes in them take, in fixed memory: percentiles of the whole plan, of
/// every node, and a log of overruns that names the node.
///
/// In a block: beginBlock; nodeTook by whoever ran a node; endBlock. Nodes get a slot on the main
/// thread before they enter a plan and give it back when no plan that the audio thread may still
/// run contains them.
///
/// Progress: everything marked [audio] is wait-free and costs a few nanoseconds. Full: an overrun
/// that the log has no room for is counted and dropped; without a slot a node is not measured.
class PerformanceMonitor {
public:
    static constexpr int maxWorkers = 64;
    static constexpr std::size_t maxNodes = 65536;

    /// `overrunCapacity`: how many overruns wait for takeOverruns. [main]
    explicit PerformanceMonitor(std::size_t overrunCapacity = 256);
    ~PerformanceMonitor();
    PerformanceMonitor(const PerformanceMonitor&) = delete;
    PerformanceMonitor& operator=(const PerformanceMonitor&) = delete;

    /// A slot for a node, or for a batch of nodes that are processed together; noNodeSlot when
    /// maxNodes are in use. [main]
    [[nodiscard]] NodeSlot addNode(std::string name);
    /// Ends a node: its figures are forgotten and the slot may go to another. Overruns already
    /// logged lose their name, so take them first. noNodeSlot is left alone. [main]
    void removeNode(NodeSlot) noexcept;
    /// "" for a slot that is not in use. [main]
    [[nodiscard]] std::string_view nameOf(NodeSlot) const noexcept;
    void rename(NodeSlot, std::string name); ///< [main]

    /// Whether nodeTook is worth calling; off saves reading the clock per node. On at first.
    void setMeasuringNodes(bool isOn) noexcept;                               ///< [main]
    [[nodiscard]] bool isMeasuringNodes() const noexcept CPPMUSIC_NONBLOCKING ///< [any]
    {
        return isMeasuringNodes_.load(std::memory_order_relaxed);
    }

    /// `frame` is only for the log; `budgetNanoseconds` is the time that the block lasts, or 0 if
    /// it can't be late (offline). [audio]
    void beginBlock(std::int64_t frame,
                    std::uint64_t budgetNanoseconds) noexcept CPPMUSIC_NONBLOCKING;
    /// What a node cost in the current block. Worker 0 is the audio thread; each thread passes its
    /// own number below maxWorkers. Two threads never report the same node in one block, and all
    /// of this happens before endBlock. [audio, render workers]
    void nodeTook(int worker, NodeSlot, std::uint64_t nanoseconds) noexcept CPPMUSIC_NONBLOCKING;
    /// [audio]
    void endBlock(std::uint64_t nanoseconds) noexcept CPPMUSIC_NONBLOCKING;

    [[nodiscard]] DurationSummary blocks() const noexcept;       ///< [main]
    [[nodiscard]] DurationSummary node(NodeSlot) const noexcept; ///< [main]
    /// The nodes with the highest mean, at most `count`, the costliest first. [main]
    [[nodiscard]] std::vector<NodeCost> costliest(std::size_t count) const;

    /// The overruns logged since the last call, oldest first. [main]
    [[nodiscard]] std::vector<Overrun> takeOverruns();
    /// One line for a log: "block 17 at frame 2176 took 3.10 ms of 2.67 ms; Reverb took 1.00 ms
    /// more than usual". [main]
    [[nodiscard]] std::string describe(const Overrun&) const;
    /// All overruns since the last restart, also those that the log had no room for. [main]
    [[nodiscard]] std::uint64_t overruns() const noexcept;

    /// Begins all figures anew; slots and logged overruns stay. [main]
    void restart() noexcept;

private:
    struct Node {
        DurationHistogram<2> durations;
        std::atomic<std::uint32_t> usual{0}; ///< moving mean, ns; 0 = no block yet
    };
    static constexpr std::size_t nodesPerPage = 128;
    struct Page {
        std::array<Node, nodesPerPage> nodes;
    };
    /// What one worker saw in the current block. Plain: the plan orders its workers' blocks.
    struct alignas(cacheLineBytes) Worker {
        NodeSlot slowest = noNodeSlot;
        NodeSlot culprit = noNodeSlot;
        std::uint64_t slowestNanoseconds = 0;
        std::uint64_t excessNanoseconds = 0;
        std::uint64_t block = 0; ///< the block that the above belongs to
    };

    [[nodiscard]] Node* nodeAt(NodeSlot) const noexcept CPPMUSIC_NONBLOCKING;
    void logOverrun(std::uint64_t nanoseconds) noexcept CPPMUSIC_NONBLOCKING;

    DurationHistogram<6> blocks_;
    std::atomic<std::uint64_t> overruns_{0};
    std::atomic<bool> isMeasuringNodes_{true};
    AtomicRingBuffer<Overrun> log_;
    std::array<std::atomic<Page*>, maxNodes / nodesPerPage> pages_{}; // owned
    std::array<Worker, maxWorkers> workers_{};
    std::uint64_t block_ = 0;  // [audio], read by workers inside a block
    std::int64_t frame_ = 0;   // [audio]
    std::uint64_t budget_ = 0; // [audio]

    std::uint64_t overrunsBefore_ = 0; // [main]
    std::vector<std::string> names_;   // [main] by slot
    std::vector<bool> isUsed_;         // [main] by slot
    std::vector<NodeSlot> freeSlots_;  // [main]
};

} // namespace cppmusic::core
