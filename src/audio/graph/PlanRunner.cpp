// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/graph/PlanRunner.h"

#include "audio/engine/RealtimeSection.h"
#include "audio/graph/ThreadParking.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <system_error>
#include <utility>

namespace cppmusic::audio {
namespace {

constexpr std::uint32_t tasksPerWord = 32;
/// A block that is done sooner by one thread isn't worth waking another.
constexpr std::int64_t worthSharing = 60'000;
/// How long a worker without work looks for some before it parks, in nanoseconds: longest, and
/// shortest after looking in vain again and again.
constexpr std::int64_t longestLook = 50'000, shortestLook = 1'000;
/// How long the calling thread waits for running tasks before it lets others have its processor:
/// one of the workers may have lost its own.
constexpr std::int64_t patience = 50'000;

constexpr std::uint64_t tagged(std::uint32_t block, std::uint32_t low) noexcept
{
    return (std::uint64_t{block} << 32) | low;
}
constexpr std::uint32_t blockOf(std::uint64_t tag) noexcept
{
    return static_cast<std::uint32_t>(tag >> 32);
}
constexpr std::uint32_t lowOf(std::uint64_t tag) noexcept
{
    return static_cast<std::uint32_t>(tag);
}

} // namespace

PlanRunner::PlanRunner(int threads) : words_(std::make_unique<Word[]>(maxTasks / tasksPerWord))
{
    workers_.reserve(static_cast<std::size_t>(std::max(0, threads - 1)));
    for (int number = 1; number < threads; ++number) {
        try {
            workers_.emplace_back([this, number] { work(number); });
        } catch (const std::system_error&) {
            break; // the system has no more threads: fewer do the same work
        }
    }
}

PlanRunner::~PlanRunner()
{
    isStopping_ = true;
    wakeParked(bell_, std::numeric_limits<int>::max());
    for (std::thread& worker : workers_) worker.join();
}

void PlanRunner::setRealtime(bool isRealtime) noexcept
{
    for (std::thread& worker : workers_) setRealtimePriority(worker, isRealtime);
}

void PlanRunner::run(PlanBody& body, const BlockInfo& info) noexcept CPPMUSIC_NONBLOCKING
{
    if (!isWorthSharing(body)) {
        runAlone(body, info);
        return;
    }
    begin(body, info);
    share(0, block_);
    std::int64_t nanoseconds = 0;
    for (const auto& worker : body.workers) {
        nanoseconds += std::exchange(worker->nanoseconds, 0);
    }
    note(body, nanoseconds);
    parallelBlocks_.fetch_add(1, std::memory_order_relaxed);
}

bool PlanRunner::isWorthSharing(const PlanBody& body) const noexcept CPPMUSIC_NONBLOCKING
{
    if (workers_.empty() || body.tasks.size() < 2 || body.tasks.size() > maxTasks) return false;
    if (body.workers.size() <= workers_.size()) return false;
    return isAlwaysParallel_ || body.usualNanoseconds > worthSharing;
}

void PlanRunner::runAlone(PlanBody& body, const BlockInfo& info) noexcept CPPMUSIC_NONBLOCKING
{
    const std::int64_t began = workers_.empty() ? 0 : monotonicNanoseconds();
    TaskWorker& worker = *body.workers.front();
    for (std::uint32_t t = 0; t < body.tasks.size(); ++t) worker.run(body, info, t, true);
    if (!workers_.empty()) note(body, monotonicNanoseconds() - began);
}

/// A mean over some blocks: one that was disturbed changes nothing.
void PlanRunner::note(PlanBody& body, std::int64_t nanoseconds) noexcept CPPMUSIC_NONBLOCKING
{
    body.usualNanoseconds += (nanoseconds - body.usualNanoseconds) / 8;
}

void PlanRunner::begin(PlanBody& body, const BlockInfo& info) noexcept CPPMUSIC_NONBLOCKING
{
    current_ = {&body, &info};
    ++block_;
    const auto numTasks = static_cast<std::uint32_t>(body.tasks.size());
    const std::uint32_t numWords = (numTasks + tasksPerWord - 1) / tasksPerWord;
    numWords_.store(numWords, std::memory_order_relaxed);
    for (std::uint32_t w = 0; w < numWords; ++w) {
        words_[w].value.store(tagged(block_, body.readyAtStart[w]), std::memory_order_release);
    }
    left_.store(tagged(block_, numTasks), std::memory_order_seq_cst);
    wake(body.numReadyAtStart - 1);
}

/// Takes and runs tasks until the block is over; a worker gives up earlier when it finds none for a
/// while.
void PlanRunner::share(int worker, std::uint32_t block) noexcept CPPMUSIC_NONBLOCKING
{
    std::int64_t since = 0; // when looking began
    for (int looks = 0;; ++looks) {
        const std::uint32_t rank = take(block);
        if (rank != none) {
            runFrom(worker, rank);
            since = 0;
            looks = 0;
            continue;
        }
        if (isOver(block)) return;
        relaxProcessor();
        if (looks % 16 != 15) continue;
        const std::int64_t now = monotonicNanoseconds();
        if (since == 0) since = now;
        if (worker > 0 && now - since > longestLook / 2) return;
        if (worker == 0 && now - since > patience) yieldThread();
    }
}

bool PlanRunner::isOver(std::uint32_t block) const noexcept CPPMUSIC_NONBLOCKING
{
    const std::uint64_t left = left_.load(std::memory_order_acquire);
    return blockOf(left) != block || lowOf(left) == 0;
}

std::uint32_t PlanRunner::take(std::uint32_t block) noexcept CPPMUSIC_NONBLOCKING
{
    const std::uint32_t numWords = numWords_.load(std::memory_order_relaxed);
    for (std::uint32_t w = 0; w < numWords; ++w) {
        auto& word = words_[w].value;
        std::uint64_t seen = word.load(std::memory_order_acquire);
        while (lowOf(seen) != 0) {
            if (blockOf(seen) != block) return none;
            if (word.compare_exchange_weak(seen, seen & (seen - 1), std::memory_order_acq_rel,
                                           std::memory_order_acquire)) {
                return w * tasksPerWord + static_cast<std::uint32_t>(std::countr_zero(lowOf(seen)));
            }
        }
    }
    return none;
}

/// Runs a task and, of those that it makes ready, the most urgent; offers the others.
void PlanRunner::runFrom(int number, std::uint32_t rank) noexcept CPPMUSIC_NONBLOCKING
{
    PlanBody& body = *current_.body;
    TaskWorker& worker = *body.workers[static_cast<std::size_t>(number)];
    const std::int64_t began = monotonicNanoseconds();
    std::uint32_t task = body.taskOfRank[rank];
    for (;;) {
        worker.run(body, *current_.info, task, false);
        const TaskEntry& entry = body.tasks[task];
        std::uint32_t best = none;
        int offered = 0;
        for (std::uint32_t i = entry.firstNext; i < entry.firstNext + entry.numNext; ++i) {
            const std::uint32_t next = body.nextTasks[i];
            if (body.waiting[next].fetch_sub(1, std::memory_order_acq_rel) != 1) continue;
            body.waiting[next].store(body.tasks[next].numNeeds, std::memory_order_relaxed);
            std::uint32_t ready = body.tasks[next].rank;
            if (ready < best) std::swap(ready, best);
            if (ready == none) continue;
            offer(ready);
            ++offered;
        }
        if (offered > 0) wake(offered);
        if (best == none) {
            worker.nanoseconds += monotonicNanoseconds() - began;
            left_.fetch_sub(1, std::memory_order_acq_rel); // from here the plan may be gone
            return;
        }
        left_.fetch_sub(1, std::memory_order_acq_rel);
        task = body.taskOfRank[best];
    }
}

void PlanRunner::offer(std::uint32_t rank) noexcept CPPMUSIC_NONBLOCKING
{
    words_[rank / tasksPerWord].value.fetch_or(std::uint64_t{1} << (rank % tasksPerWord),
                                               std::memory_order_seq_cst);
}

/// Parked workers only: those that look for work find it.
void PlanRunner::wake(int count) noexcept CPPMUSIC_NONBLOCKING
{
    const int parked = parked_.load(std::memory_order_seq_cst);
    if (parked == 0 || count < 1) return;
    wakeParked(bell_, std::min(count, parked));
    wakes_.fetch_add(1, std::memory_order_relaxed);
}

/// A worker's life: look for a block, take part, look for a while, park.
void PlanRunner::work(int number)
{
    touchStack();
    std::int64_t look = longestLook;
    while (!isStopping_.load(std::memory_order_relaxed)) {
        const std::int64_t began = monotonicNanoseconds();
        bool hasFound = false;
        do {
            const std::uint64_t left = left_.load(std::memory_order_acquire);
            hasFound = lowOf(left) > 0 && hasReady(blockOf(left));
            for (int i = 0; i < 16 && !hasFound; ++i) relaxProcessor();
        } while (!hasFound && monotonicNanoseconds() - began < look);
        if (hasFound) {
            look = longestLook;
            const RealtimeSection section;
            const FlushToZero flushToZero;
            share(number, blockOf(left_.load(std::memory_order_acquire)));
            continue;
        }
        look = std::max(shortestLook, look / 2);
        park();
    }
}

void PlanRunner::park()
{
    const std::uint32_t seen = bell_.load(std::memory_order_seq_cst);
    parked_.fetch_add(1, std::memory_order_seq_cst);
    // Whoever offers work looks at parked_ afterwards, so one of the two sees the other.
    const std::uint64_t left = left_.load(std::memory_order_seq_cst);
    const bool hasWork = lowOf(left) > 0 && hasReady(blockOf(left));
    if (!hasWork && !isStopping_.load(std::memory_order_seq_cst)) parkUntilRung(bell_, seen);
    parked_.fetch_sub(1, std::memory_order_seq_cst);
}

bool PlanRunner::hasReady(std::uint32_t block) const noexcept CPPMUSIC_NONBLOCKING
{
    const std::uint32_t numWords = numWords_.load(std::memory_order_relaxed);
    for (std::uint32_t w = 0; w < numWords; ++w) {
        const std::uint64_t seen = words_[w].value.load(std::memory_order_seq_cst);
        if (blockOf(seen) == block && lowOf(seen) != 0) return true;
    }
    return false;
}

} // namespace cppmusic::audio
