// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/JobSystem.h"

#include "core/Assert.h"

#include <algorithm>
#include <exception>
#include <utility>

namespace cppmusic::core {
namespace {

std::size_t workerCount(int wanted)
{
    if (wanted > 0) return static_cast<std::size_t>(wanted);
    return std::max(2u, std::thread::hardware_concurrency()) - 1u;
}

} // namespace

JobSystem::JobSystem(int workers, FailureHandler onFailure)
    : onFailure_(std::move(onFailure)), running_(workerCount(workers), nullptr)
{
    threads_.reserve(running_.size());
    for (std::size_t i = 0; i < running_.size(); ++i) threads_.emplace_back([this, i] { work(i); });
}

JobSystem::~JobSystem()
{
    shutdown();
}

CancellationToken JobSystem::submit(Job job, JobPriority priority, CancellationToken token)
{
    {
        const std::scoped_lock lock(mutex_);
        if (isStopping_) return token;
        queues_[static_cast<std::size_t>(priority)].push_back({std::move(job), token});
    }
    wake_.notify_one();
    return token;
}

std::size_t JobSystem::waitingCount() const
{
    std::size_t count = 0;
    for (const auto& queue : queues_) count += queue.size();
    return count;
}

std::size_t JobSystem::pending() const
{
    const std::scoped_lock lock(mutex_);
    return waitingCount() + running_.size() -
           static_cast<std::size_t>(std::count(running_.begin(), running_.end(), nullptr));
}

void JobSystem::waitIdle()
{
    for ([[maybe_unused]] const std::thread& thread : threads_)
        CPPMUSIC_ASSERT(thread.get_id() != std::this_thread::get_id());
    std::unique_lock lock(mutex_);
    idle_.wait(lock, [this] {
        return waitingCount() == 0 &&
               std::all_of(running_.begin(), running_.end(), [](auto* job) { return !job; });
    });
}

void JobSystem::shutdown()
{
    std::array<std::deque<Entry>, priorities> dropped; // destroyed without the lock
    {
        const std::scoped_lock lock(mutex_);
        isStopping_ = true;
        dropped.swap(queues_);
        for (const CancellationToken* token : running_)
            if (token != nullptr) token->cancel();
    }
    wake_.notify_all();
    idle_.notify_all();
    for (std::thread& thread : threads_)
        if (thread.joinable()) thread.join();
}

bool JobSystem::takeNext(Entry& entry)
{
    for (auto& queue : queues_) {
        if (queue.empty()) continue;
        entry = std::move(queue.front());
        queue.pop_front();
        return true;
    }
    return false;
}

void JobSystem::run(const Entry& entry) const
{
    if (entry.token.isCancelled()) return;
    try {
        entry.job(entry.token);
    } catch (const std::exception& exception) {
        if (onFailure_)
            onFailure_(makeError(ErrorCode::internal,
                                 std::string("a background job failed: ") + exception.what()));
    } catch (...) {
        if (onFailure_) onFailure_(makeError(ErrorCode::internal, "a background job failed"));
    }
}

void JobSystem::work(std::size_t worker)
{
    std::unique_lock lock(mutex_);
    while (true) {
        wake_.wait(lock, [this] { return isStopping_ || waitingCount() > 0; });
        if (isStopping_) return;
        {
            Entry entry;
            if (!takeNext(entry)) continue;
            running_[worker] = &entry.token;
            lock.unlock();
            run(entry);
            entry.job = nullptr; // what the job held is freed before waitIdle returns
            lock.lock();
            running_[worker] = nullptr;
        }
        if (waitingCount() == 0) idle_.notify_all();
    }
}

} // namespace cppmusic::core
