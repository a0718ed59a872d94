// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/performance/PerformanceMonitor.h"

#include <algorithm>
#include <cstdio>
#include <limits>
#include <utility>

namespace cppmusic::core {
namespace {

/// "1.20 ms"
std::string milliseconds(std::uint64_t nanoseconds)
{
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%.2f ms", static_cast<double>(nanoseconds) * 1.0e-6);
    return text.data();
}

} // namespace

PerformanceMonitor::PerformanceMonitor(std::size_t overrunCapacity) : log_(overrunCapacity) {}

PerformanceMonitor::~PerformanceMonitor()
{
    for (auto& page : pages_) delete page.load(std::memory_order_relaxed);
}

NodeSlot PerformanceMonitor::addNode(std::string name)
{
    if (freeSlots_.empty()) {
        const std::size_t first = names_.size();
        if (first >= maxNodes) return noNodeSlot;
        auto page = std::make_unique<Page>();
        names_.resize(first + nodesPerPage);
        isUsed_.resize(first + nodesPerPage, false);
        freeSlots_.reserve(names_.size());
        for (std::size_t i = nodesPerPage; i > 0; --i)
            freeSlots_.push_back(static_cast<NodeSlot>(first + i - 1));
        // Release: who finds the page finds its nodes constructed.
        pages_[first / nodesPerPage].store(page.release(), std::memory_order_release);
    }
    const NodeSlot slot = freeSlots_.back();
    freeSlots_.pop_back();
    names_[slot] = std::move(name);
    isUsed_[slot] = true;
    return slot;
}

void PerformanceMonitor::removeNode(NodeSlot slot) noexcept
{
    if (slot >= isUsed_.size() || !isUsed_[slot]) return;
    Node& node = *nodeAt(slot);
    node.durations.restart();
    node.usual.store(0, std::memory_order_relaxed);
    names_[slot].clear();
    isUsed_[slot] = false;
    freeSlots_.push_back(slot); // reserved in addNode
}

std::string_view PerformanceMonitor::nameOf(NodeSlot slot) const noexcept
{
    return slot < names_.size() ? std::string_view(names_[slot]) : std::string_view();
}

void PerformanceMonitor::rename(NodeSlot slot, std::string name)
{
    if (slot < isUsed_.size() && isUsed_[slot]) names_[slot] = std::move(name);
}

void PerformanceMonitor::setMeasuringNodes(bool isOn) noexcept
{
    isMeasuringNodes_.store(isOn, std::memory_order_relaxed);
}

PerformanceMonitor::Node*
PerformanceMonitor::nodeAt(NodeSlot slot) const noexcept CPPMUSIC_NONBLOCKING
{
    if (slot >= maxNodes) return nullptr;
    Page* const page = pages_[slot / nodesPerPage].load(std::memory_order_acquire);
    return page ? &page->nodes[slot % nodesPerPage] : nullptr;
}

void PerformanceMonitor::beginBlock(std::int64_t frame,
                                    std::uint64_t budgetNanoseconds) noexcept CPPMUSIC_NONBLOCKING
{
    ++block_;
    frame_ = frame;
    budget_ = budgetNanoseconds;
}

void PerformanceMonitor::nodeTook(int worker, NodeSlot slot,
                                  std::uint64_t nanoseconds) noexcept CPPMUSIC_NONBLOCKING
{
    Node* const node = nodeAt(slot);
    if (node == nullptr || worker < 0 || worker >= maxWorkers) return;
    node->durations.record(nanoseconds);

    const std::uint64_t most = std::numeric_limits<std::uint32_t>::max();
    const auto took = static_cast<std::uint32_t>(std::min(nanoseconds, most));
    const std::uint32_t usual = node->usual.load(std::memory_order_relaxed);
    const std::uint32_t excess = usual != 0 && took > usual ? took - usual : 0;
    // A mean over the last blocks, about 16; unsigned, so in two directions.
    const std::uint32_t next =
        usual == 0 ? took : (took > usual ? usual + excess / 16 : usual - (usual - took) / 16);
    node->usual.store(next, std::memory_order_relaxed);

    Worker& mine = workers_[static_cast<std::size_t>(worker)];
    if (mine.block != block_) mine = Worker{noNodeSlot, noNodeSlot, 0, 0, block_};
    if (mine.slowest == noNodeSlot || nanoseconds > mine.slowestNanoseconds) {
        mine.slowest = slot;
        mine.slowestNanoseconds = nanoseconds;
    }
    if (excess > mine.excessNanoseconds) {
        mine.culprit = slot;
        mine.excessNanoseconds = excess;
    }
}

void PerformanceMonitor::endBlock(std::uint64_t nanoseconds) noexcept CPPMUSIC_NONBLOCKING
{
    blocks_.record(nanoseconds);
    if (budget_ != 0 && nanoseconds > budget_) logOverrun(nanoseconds);
}

void PerformanceMonitor::logOverrun(std::uint64_t nanoseconds) noexcept CPPMUSIC_NONBLOCKING
{
    Overrun overrun;
    overrun.block = block_;
    overrun.frame = frame_;
    overrun.tookNanoseconds = nanoseconds;
    overrun.budgetNanoseconds = budget_;
    for (const Worker& worker : workers_) {
        if (worker.block != block_) continue;
        if (overrun.slowest == noNodeSlot ||
            worker.slowestNanoseconds > overrun.slowestNanoseconds) {
            overrun.slowest = worker.slowest;
            overrun.slowestNanoseconds = worker.slowestNanoseconds;
        }
        if (worker.excessNanoseconds > overrun.excessNanoseconds) {
            overrun.culprit = worker.culprit;
            overrun.excessNanoseconds = worker.excessNanoseconds;
        }
    }
    overruns_.store(overruns_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    (void)log_.push(overrun); // a full log still counts it
}

DurationSummary PerformanceMonitor::blocks() const noexcept
{
    return blocks_.summary();
}

DurationSummary PerformanceMonitor::node(NodeSlot slot) const noexcept
{
    const Node* const node = nodeAt(slot);
    return node ? node->durations.summary() : DurationSummary{};
}

std::vector<NodeCost> PerformanceMonitor::costliest(std::size_t count) const
{
    std::vector<NodeCost> costs;
    for (std::size_t i = 0; i < isUsed_.size(); ++i) {
        if (!isUsed_[i]) continue;
        const auto slot = static_cast<NodeSlot>(i);
        const DurationSummary durations = node(slot);
        if (durations.count != 0) costs.push_back({slot, {}, durations});
    }
    std::sort(costs.begin(), costs.end(), [](const NodeCost& a, const NodeCost& b) {
        return a.durations.mean != b.durations.mean ? a.durations.mean > b.durations.mean
                                                    : a.slot < b.slot;
    });
    if (costs.size() > count) costs.resize(count);
    for (NodeCost& cost : costs) cost.name = names_[cost.slot];
    return costs;
}

std::vector<Overrun> PerformanceMonitor::takeOverruns()
{
    std::vector<Overrun> taken(log_.size());
    taken.resize(log_.popSome(taken));
    return taken;
}

std::string PerformanceMonitor::describe(const Overrun& overrun) const
{
    std::string text = "block " + std::to_string(overrun.block) + " at frame " +
                       std::to_string(overrun.frame) + " took " +
                       milliseconds(overrun.tookNanoseconds) + " of " +
                       milliseconds(overrun.budgetNanoseconds);
    const bool hasCulprit = overrun.culprit != noNodeSlot;
    const NodeSlot named = hasCulprit ? overrun.culprit : overrun.slowest;
    if (named == noNodeSlot) return text;
    const std::string_view name = nameOf(named);
    text += "; ";
    text += name.empty() ? std::string_view("a node that is gone") : name;
    if (hasCulprit)
        return text + " took " + milliseconds(overrun.excessNanoseconds) + " more than usual";
    return text + " took longest, " + milliseconds(overrun.slowestNanoseconds);
}

std::uint64_t PerformanceMonitor::overruns() const noexcept
{
    return overruns_.load(std::memory_order_relaxed) - overrunsBefore_;
}

void PerformanceMonitor::restart() noexcept
{
    blocks_.restart();
    overrunsBefore_ = overruns_.load(std::memory_order_relaxed);
    for (std::size_t i = 0; i < isUsed_.size(); ++i)
        if (isUsed_[i]) nodeAt(static_cast<NodeSlot>(i))->durations.restart();
}

} // namespace cppmusic::core
