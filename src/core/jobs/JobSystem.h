// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "core/jobs/CancellationToken.h"

#include <array>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace cppmusic::core {

enum class JobPriority : std::uint8_t {
    high,   ///< somebody is looking at a progress bar
    normal, ///< loading, saving, importing
    low     ///< waveform overviews, analysis: whenever nothing else is to do
};

/// Worker threads for what takes longer than a frame: files, analysis, rendering. Among waiting
/// jobs the higher priority goes first, then the one submitted first. Workers sleep while there is
/// nothing to do. Not for the audio thread.
class JobSystem {
public:
    using Job = std::function<void(const CancellationToken&)>;
    using FailureHandler = std::function<void(const Error&)>;

    /// `workers` 0 or less: one less than the machine has cores, at least one. A job that throws
    /// ends there, and `onFailure` is told on the worker's thread. [main]
    explicit JobSystem(int workers = 0, FailureHandler onFailure = {});
    /// As shutdown. [main]
    ~JobSystem();
    JobSystem(const JobSystem&) = delete;
    JobSystem& operator=(const JobSystem&) = delete;

    /// Queues a job. If its token is cancelled before it begins, it is dropped unrun; a running job
    /// looks at the token itself, at least every 100 ms of work. After shutdown every job is
    /// dropped. Returns the token. [any but audio]
    CancellationToken submit(Job, JobPriority = JobPriority::normal, CancellationToken = {});

    /// Sleeps until no job waits or runs. Never called from a job. [main]
    void waitIdle();

    /// Drops what has not begun, cancels what runs and waits for it to return. Further calls do
    /// nothing. [main]
    void shutdown();

    [[nodiscard]] int workers() const noexcept { return static_cast<int>(threads_.size()); }
    /// Waiting and running ones. [any but audio]
    [[nodiscard]] std::size_t pending() const;

private:
    struct Entry {
        Job job;
        CancellationToken token;
    };
    static constexpr std::size_t priorities = 3;

    void work(std::size_t worker);
    void run(const Entry&) const;
    [[nodiscard]] bool takeNext(Entry&);
    [[nodiscard]] std::size_t waitingCount() const;

    const FailureHandler onFailure_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::condition_variable idle_;
    std::array<std::deque<Entry>, priorities> queues_;
    std::vector<const CancellationToken*> running_; // one per worker, null while it rests
    bool isStopping_ = false;
    std::vector<std::thread> threads_;
};

} // namespace cppmusic::core
