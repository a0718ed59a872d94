// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/PlanBody.h"
#include "audio/graph/TaskWorker.h"
#include "core/lockfree/CacheLine.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

namespace cppmusic::audio {

/// Runs the tasks of a plan on the calling thread and its workers (docs/decisions/
/// 0005-parallel-plan.md). Which thread runs a task changes no bit.
///
/// Ready tasks are bits in words that also carry the number of the block, most urgent first; to
/// take one is to clear its bit. A worker that comes late, with the number of a block that is over,
/// can take nothing, so it never touches a plan that may be gone, and nobody waits for it. The
/// calling thread takes tasks like the others; when none is left to take it waits for those that
/// still run.
class PlanRunner {
public:
    /// More tasks than this run on one thread.
    static constexpr std::size_t maxTasks = 16384;

    /// Starts `threads` − 1 workers. [main]
    explicit PlanRunner(int threads);
    ~PlanRunner(); ///< Waits for the workers to end. [main & no block]
    PlanRunner(const PlanRunner&) = delete;
    PlanRunner& operator=(const PlanRunner&) = delete;

    [[nodiscard]] int threads() const noexcept { return static_cast<int>(workers_.size()) + 1; }

    /// All tasks of the plan, each behind those it needs. [audio]
    void run(PlanBody&, const BlockInfo&) noexcept CPPMUSIC_NONBLOCKING;

    /// Blocks that more than one thread worked for, and calls that woke a parked worker. For tests
    /// and benchmarks. [any]
    [[nodiscard]] std::uint64_t parallelBlocks() const noexcept { return parallelBlocks_; }
    [[nodiscard]] std::uint64_t wakes() const noexcept { return wakes_; }
    /// Whether workers ask for a real-time priority; only while a device plays. [main]
    void setRealtime(bool isRealtime) noexcept;
    /// Whether blocks too small to be worth it are shared out all the same. For tests. [main]
    void setAlwaysParallel(bool isAlways) noexcept { isAlwaysParallel_ = isAlways; }

private:
    struct alignas(core::cacheLineBytes) Word {
        std::atomic<std::uint64_t> value{0}; ///< number of the block, then 32 tasks' bits
    };
    /// What workers need to know of a block; read only while holding one of its tasks.
    struct Block {
        PlanBody* body = nullptr;
        const BlockInfo* info = nullptr;
    };
    static constexpr std::uint32_t none = ~std::uint32_t{0};

    [[nodiscard]] bool isWorthSharing(const PlanBody&) const noexcept CPPMUSIC_NONBLOCKING;
    void runAlone(PlanBody&, const BlockInfo&) noexcept CPPMUSIC_NONBLOCKING;
    static void note(PlanBody&, std::int64_t nanoseconds) noexcept CPPMUSIC_NONBLOCKING;
    void begin(PlanBody&, const BlockInfo&) noexcept CPPMUSIC_NONBLOCKING;
    void share(int worker, std::uint32_t block) noexcept CPPMUSIC_NONBLOCKING;
    [[nodiscard]] std::uint32_t take(std::uint32_t block) noexcept CPPMUSIC_NONBLOCKING;
    void runFrom(int worker, std::uint32_t rank) noexcept CPPMUSIC_NONBLOCKING;
    void offer(std::uint32_t rank) noexcept CPPMUSIC_NONBLOCKING;
    void wake(int count) noexcept CPPMUSIC_NONBLOCKING;
    [[nodiscard]] bool isOver(std::uint32_t block) const noexcept CPPMUSIC_NONBLOCKING;
    [[nodiscard]] bool hasReady(std::uint32_t block) const noexcept CPPMUSIC_NONBLOCKING;
    void work(int number);
    void park();

    std::unique_ptr<Word[]> words_;
    Block current_;
    alignas(core::cacheLineBytes) std::atomic<std::uint64_t> left_{0}; // block, then tasks not done
    alignas(core::cacheLineBytes) std::atomic<std::uint32_t> numWords_{0};
    alignas(core::cacheLineBytes) std::atomic<std::uint32_t> bell_{0}; // workers park on it
    alignas(core::cacheLineBytes) std::atomic<int> parked_{0};
    std::atomic<std::uint64_t> parallelBlocks_{0};
    std::atomic<std::uint64_t> wakes_{0};
    std::atomic<bool> isStopping_{false};
    std::uint32_t block_ = 0; // [audio]
    bool isAlwaysParallel_ = false;
    std::vector<std::thread> workers_; // last: they use all the others
};

} // namespace cppmusic::audio
