// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "core/jobs/CancellationToken.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

namespace cppmusic::core {

enum class JobPriority : std::uint8_t {
    high,   ///< somebody is looking at a progress bar
    normal, ///< loading, saving, importing
    low     ///< waveform overviews, analysis: whenever nothing else is to do
};

/// Worker threads for what takes longer than a frame: files, analysis, rendering. Among waiting
/// jobs the higher priority goes first, then the one submitted first; a worker that looks for the
/// next one takes, of equal priority, first what its own jobs have submitted (the newest first),
/// then what others submitted, then what waits at other workers. Workers sleep while there is
/// nothing to do. Not for the audio thread.
///
/// Made of a LockFreeQueue for each priority, a WorkStealingDeque for each worker and priority, a
/// FixedPool for what waits and a LockFreeStack of sleeping workers, of which the one that fell
/// asleep last is woken first. No lock is taken while workers are awake, but for a worker's own,
/// which only shutdown contends for.
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

    [[nodiscard]] int workers() const noexcept;
    /// Waiting and running ones. [any but audio]
    [[nodiscard]] std::size_t pending() const noexcept;

private:
    class Workers;
    const std::unique_ptr<Workers> workers_;
};

} // namespace cppmusic::core
