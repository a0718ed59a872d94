// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/JobSystem.h"

#include "core/Assert.h"
#include "core/lockfree/LockFreeQueue.h"
#include "core/lockfree/LockFreeStack.h"
#include "core/lockfree/WorkStealingDeque.h"
#include "core/memory/FixedPool.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <new>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace cppmusic::core {
namespace {

constexpr std::size_t priorities = 3;
constexpr std::size_t pooledTasks = 1024;

std::size_t workerCount(int wanted)
{
    if (wanted > 0) return static_cast<std::size_t>(wanted);
    return std::max(2u, std::thread::hardware_concurrency()) - 1u;
}

} // namespace

class JobSystem::Workers {
public:
    Workers(std::size_t count, FailureHandler onFailure);
    ~Workers() { dropWaiting(); }

    void submit(Job job, JobPriority priority, const CancellationToken& token);
    void waitIdle();
    void shutdown();
    [[nodiscard]] std::size_t count() const noexcept { return workers_.size(); }
    [[nodiscard]] std::size_t pending() const noexcept
    {
        return pending_.load(std::memory_order_acquire);
    }

private:
    struct Task {
        Job job;
        CancellationToken token;
    };
    struct Worker {
        const Workers* owner = nullptr;
        std::array<WorkStealingDeque<Task*>, priorities> tasks;
        std::thread thread;
        std::mutex mutex;
        std::condition_variable woken;
        const CancellationToken* running = nullptr; // mutex
        bool isWoken = false;                       // mutex
        /// From falling asleep until somebody has decided to wake it.
        std::atomic<bool> isAsleep{false};
        /// Whether its number lies in the stack of sleepers, awake or not.
        std::atomic<bool> isListed{false};
    };
    [[nodiscard]] bool isOurs(const Worker* worker) const noexcept
    {
        return worker != nullptr && worker->owner == this;
    }
    [[nodiscard]] Task* makeTask(Job&&, const CancellationToken&);
    void endTask(Task*) noexcept;
    void work(std::size_t number);
    void perform(Worker&, Task&);
    void run(const Task&) const;
    [[nodiscard]] Task* next(std::size_t number) noexcept;
    [[nodiscard]] Task* stolen(std::size_t thief, std::size_t priority) noexcept;
    [[nodiscard]] bool hasWaiting() noexcept;
    void sleep(std::size_t number);
    void wakeOne();
    void dropWaiting() noexcept;
    void finished(std::size_t count) noexcept;

    /// Which worker the calling thread is; null if it is none.
    static inline thread_local constinit Worker* self_ = nullptr;

    const FailureHandler onFailure_;
    FixedPool pool_{sizeof(Task), pooledTasks};
    std::array<LockFreeQueue<Task*>, priorities> submitted_;
    LockFreeStack<std::size_t> sleepers_;
    std::vector<std::unique_ptr<Worker>> workers_;
    std::atomic<std::size_t> pending_{0};
    /// Touched between putting a task somewhere and looking for sleepers, and between falling
    /// asleep and looking for tasks: one of the two comes second and sees what the other did.
    std::atomic<std::uint64_t> turnstile_{0};
    std::atomic<bool> isStopping_{false};
    std::mutex idleMutex_;
    std::condition_variable idle_;
};

JobSystem::Workers::Workers(std::size_t count, FailureHandler onFailure)
    : onFailure_(std::move(onFailure)), sleepers_(count)
{
    workers_.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        workers_.push_back(std::make_unique<Worker>());
        workers_.back()->owner = this;
    }
    for (std::size_t i = 0; i < count; ++i)
        workers_[i]->thread = std::thread([this, i] { work(i); });
}

JobSystem::Workers::Task* JobSystem::Workers::makeTask(Job&& job, const CancellationToken& token)
{
    static_assert(alignof(Task) <= FixedPool::blockAlignment);
    void* const block = pool_.allocate();
    void* const memory = block ? block : ::operator new(sizeof(Task));
    return ::new (memory) Task{std::move(job), token};
}

void JobSystem::Workers::endTask(Task* task) noexcept
{
    task->~Task();
    if (pool_.owns(task))
        pool_.deallocate(task);
    else
        ::operator delete(task);
}

void JobSystem::Workers::submit(Job job, JobPriority priority, const CancellationToken& token)
{
    if (isStopping_.load(std::memory_order_seq_cst)) return;
    Task* const task = makeTask(std::move(job), token);
    const auto at = static_cast<std::size_t>(priority);
    pending_.fetch_add(1, std::memory_order_acq_rel); // before a worker can finish it
    if (isOurs(self_))
        self_->tasks[at].push(task);
    else
        submitted_[at].push(task);
    turnstile_.fetch_add(1, std::memory_order_acq_rel);
    if (isStopping_.load(std::memory_order_seq_cst))
        dropWaiting(); // shutdown may have looked through the queues already
    else
        wakeOne();
}

/// Stale entries are skipped: a worker that found work by itself stays listed until then.
void JobSystem::Workers::wakeOne()
{
    std::size_t number = 0;
    while (sleepers_.pop(number)) {
        Worker& worker = *workers_[number];
        worker.isListed.store(false, std::memory_order_release);
        if (!worker.isAsleep.exchange(false, std::memory_order_acq_rel)) continue;
        {
            const std::scoped_lock lock(worker.mutex);
            worker.isWoken = true;
        }
        worker.woken.notify_one();
        return;
    }
}

void JobSystem::Workers::sleep(std::size_t number)
{
    Worker& worker = *workers_[number];
    worker.isAsleep.store(true, std::memory_order_release);
    if (!worker.isListed.exchange(true, std::memory_order_acq_rel))
        (void)sleepers_.push(number); // each worker is in at most once, so there is room
    turnstile_.fetch_add(1, std::memory_order_acq_rel);
    const bool isNeeded = hasWaiting() || isStopping_.load(std::memory_order_seq_cst);
    // Whoever woke it meanwhile sets isWoken, which then has to be taken.
    if (isNeeded && worker.isAsleep.exchange(false, std::memory_order_acq_rel)) return;
    std::unique_lock lock(worker.mutex);
    worker.woken.wait(lock, [&worker] { return worker.isWoken; });
    worker.isWoken = false;
}

JobSystem::Workers::Task* JobSystem::Workers::stolen(std::size_t thief,
                                                     std::size_t priority) noexcept
{
    Task* task = nullptr;
    for (std::size_t i = 1; i < workers_.size(); ++i) {
        auto& victim = workers_[(thief + i) % workers_.size()]->tasks[priority];
        Steal result = Steal::lost;
        while (result == Steal::lost) result = victim.steal(task);
        if (result == Steal::stolen) return task;
    }
    return nullptr;
}

JobSystem::Workers::Task* JobSystem::Workers::next(std::size_t number) noexcept
{
    Task* task = nullptr;
    for (std::size_t priority = 0; priority < priorities; ++priority) {
        if (workers_[number]->tasks[priority].pop(task)) return task;
        if (submitted_[priority].pop(task)) return task;
        if (Task* const other = stolen(number, priority)) return other;
    }
    return nullptr;
}

bool JobSystem::Workers::hasWaiting() noexcept
{
    for (std::size_t priority = 0; priority < priorities; ++priority) {
        if (!submitted_[priority].isEmpty()) return true;
        for (const auto& worker : workers_)
            if (!worker->tasks[priority].isEmpty()) return true;
    }
    return false;
}

void JobSystem::Workers::run(const Task& task) const
{
    if (task.token.isCancelled()) return;
    try {
        task.job(task.token);
    } catch (const std::exception& exception) {
        if (onFailure_)
            onFailure_(makeError(ErrorCode::internal,
                                 std::string("a background job failed: ") + exception.what()));
    } catch (...) {
        if (onFailure_) onFailure_(makeError(ErrorCode::internal, "a background job failed"));
    }
}

void JobSystem::Workers::perform(Worker& worker, Task& task)
{
    bool isDropped = false;
    {
        const std::scoped_lock lock(worker.mutex);
        isDropped = isStopping_.load(std::memory_order_seq_cst);
        if (!isDropped) worker.running = &task.token;
    }
    if (!isDropped) {
        run(task);
        const std::scoped_lock lock(worker.mutex);
        worker.running = nullptr;
    }
    endTask(&task); // what the job held is freed before waitIdle returns
    finished(1);
}

void JobSystem::Workers::finished(std::size_t count) noexcept
{
    if (count == 0 || pending_.fetch_sub(count, std::memory_order_acq_rel) != count) return;
    {
        const std::scoped_lock lock(idleMutex_);
    } // not between the waiter's look and its sleep
    idle_.notify_all();
}

void JobSystem::Workers::work(std::size_t number)
{
    self_ = workers_[number].get();
    while (!isStopping_.load(std::memory_order_seq_cst)) {
        if (Task* const task = next(number))
            perform(*workers_[number], *task);
        else
            sleep(number);
    }
    self_ = nullptr;
}

void JobSystem::Workers::waitIdle()
{
    CPPMUSIC_ASSERT(!isOurs(self_));
    std::unique_lock lock(idleMutex_);
    idle_.wait(lock, [this] { return pending() == 0; });
}

void JobSystem::Workers::dropWaiting() noexcept
{
    std::size_t dropped = 0;
    Task* task = nullptr;
    for (std::size_t priority = 0; priority < priorities; ++priority) {
        for (; submitted_[priority].pop(task); ++dropped) endTask(task);
        for (const auto& worker : workers_)
            while (!worker->tasks[priority].isEmpty())
                if (worker->tasks[priority].steal(task) == Steal::stolen) {
                    endTask(task);
                    ++dropped;
                }
    }
    finished(dropped);
}

void JobSystem::Workers::shutdown()
{
    isStopping_.store(true, std::memory_order_seq_cst);
    for (const auto& worker : workers_) {
        {
            const std::scoped_lock lock(worker->mutex);
            if (worker->running != nullptr) worker->running->cancel();
            worker->isWoken = true;
        }
        worker->woken.notify_one();
    }
    for (const auto& worker : workers_)
        if (worker->thread.joinable()) worker->thread.join();
    dropWaiting();
}

JobSystem::JobSystem(int workers, FailureHandler onFailure)
    : workers_(std::make_unique<Workers>(workerCount(workers), std::move(onFailure)))
{
}

JobSystem::~JobSystem()
{
    shutdown();
}

CancellationToken JobSystem::submit(Job job, JobPriority priority, CancellationToken token)
{
    workers_->submit(std::move(job), priority, token);
    return token;
}

void JobSystem::waitIdle()
{
    workers_->waitIdle();
}

void JobSystem::shutdown()
{
    workers_->shutdown();
}

int JobSystem::workers() const noexcept
{
    return static_cast<int>(workers_->count());
}

std::size_t JobSystem::pending() const noexcept
{
    return workers_->pending();
}

} // namespace cppmusic::core
