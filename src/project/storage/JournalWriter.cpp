// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/storage/JournalWriter.h"

#include "project/storage/JournalDisk.h"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

namespace cppmusic::project {

using core::Status;
using Clock = std::chrono::steady_clock;

namespace {

constexpr auto retryPause = std::chrono::seconds(2);
constexpr auto gesturePause = std::chrono::milliseconds(50);

/// A row on its way: what is cheap to hand over, made text on the writer's thread.
struct Waiting {
    JournalRow row;
    std::shared_ptr<const UndoEntry> entry;
    std::shared_ptr<const model::Project> project;
};

Status complete(Waiting& waiting)
{
    core::Result<JournalRow> made = waiting.row;
    if (waiting.entry != nullptr)
        made = rowOf(waiting.row.kind, waiting.row.node, waiting.row.parent, *waiting.entry);
    else if (waiting.project != nullptr)
        made = originOf(*waiting.project, waiting.row.node);
    if (!made) return made.error();
    made->seq = waiting.row.seq;
    waiting.row = std::move(*made);
    waiting.entry.reset();
    waiting.project.reset();
    return {};
}

} // namespace

class JournalWriter::Worker {
public:
    Worker(std::filesystem::path folder, std::uint64_t lastSeq, std::string head)
        : disk_(std::move(folder), lastSeq, std::move(head)), thread_([this] { run(); })
    {
        progress_.last = progress_.durable = lastSeq;
    }

    ~Worker() { (void)close(); }

    std::uint64_t push(Waiting waiting)
    {
        const std::scoped_lock lock(mutex_);
        const bool isGesture = waiting.row.kind == JournalKind::amend;
        if (isGesture && !queue_.empty() && queue_.back().entry != nullptr &&
            queue_.back().row.node == waiting.row.node) {
            queue_.back().entry = std::move(waiting.entry);
            return progress_.last;
        }
        waiting.row.seq = ++progress_.last;
        queue_.push_back(std::move(waiting));
        wake_.notify_all();
        return progress_.last;
    }

    JournalProgress progress() const
    {
        const std::scoped_lock lock(mutex_);
        return progress_;
    }

    Status waitFor(std::uint64_t seq) const
    {
        std::unique_lock lock(mutex_);
        ++waiters_;
        wake_.notify_all();
        told_.wait(lock, [&] {
            return progress_.durable >= seq || (progress_.isFailing && !isToRetry_) || isOver_;
        });
        --waiters_;
        if (progress_.durable >= seq) return {};
        return progress_.isFailing ? Status(progress_.error)
                                   : core::makeError(core::ErrorCode::cancelled,
                                                     "The history was closed meanwhile.");
    }

    void retryNow()
    {
        const std::scoped_lock lock(mutex_);
        isToRetry_ = true;
        wake_.notify_all();
    }

    void onProgress(std::function<void()> told)
    {
        const std::scoped_lock lock(mutex_);
        onProgress_ = std::move(told);
    }

    Status close()
    {
        if (thread_.joinable()) {
            {
                const std::scoped_lock lock(mutex_);
                isToStop_ = true;
                wake_.notify_all();
            }
            thread_.join();
        }
        return closing_;
    }

private:
    void run()
    {
        std::unique_lock lock(mutex_);
        while (true) {
            wake_.wait(lock, [this] { return isToStop_ || !isEmpty(); });
            if (isEmpty()) break;
            if (batch_.empty()) {
                awaitGesture(lock);
                batch_.swap(queue_);
            }
            if (!writeBatch(lock)) {
                if (isToStop_) break;
                wake_.wait_for(lock, retryPause, [this] { return isToStop_ || isToRetry_; });
            }
        }
        const bool isWhole = isEmpty();
        lock.unlock();
        auto status = isWhole ? guarded([this] { return disk_.close(); }) : Status{};
        lock.lock();
        closing_ = isWhole ? std::move(status) : Status(progress_.error);
        isOver_ = true;
        told_.notify_all();
    }

    [[nodiscard]] bool isEmpty() const noexcept { return queue_.empty() && batch_.empty(); }

    // While somebody drags, one transaction every 50 ms is enough; anything else goes at once.
    void awaitGesture(std::unique_lock<std::mutex>& lock)
    {
        wake_.wait_until(lock, lastCommit_ + gesturePause, [this] {
            return isToStop_ || waiters_ > 0 || queue_.back().row.kind != JournalKind::amend;
        });
    }

    // Unlocked while the disk works.
    bool writeBatch(std::unique_lock<std::mutex>& lock)
    {
        lock.unlock();
        auto status = guarded([this]() -> Status {
            std::vector<JournalRow> rows;
            rows.reserve(batch_.size());
            for (auto& waiting : batch_) {
                if (auto made = complete(waiting); !made) return made;
                rows.push_back(waiting.row);
            }
            return disk_.append(std::move(rows));
        });
        lock.lock();
        lastCommit_ = Clock::now();
        if (status) {
            progress_.durable = batch_.back().row.seq;
            batch_.clear();
        }
        isToRetry_ = false;
        progress_.isFailing = !status.ok();
        progress_.error = status.ok() ? core::Error{} : status.error();
        told_.notify_all();
        const auto told = onProgress_;
        if (told) {
            lock.unlock();
            told();
            lock.lock();
        }
        return status.ok();
    }

    template <class Action>
    static Status guarded(Action&& action)
    {
        try {
            return action();
        } catch (const std::exception&) {
            return core::makeError(core::ErrorCode::exhausted,
                                   "There is not enough memory to write the history.");
        }
    }

    JournalDisk disk_; // the thread's own
    mutable std::mutex mutex_;
    mutable std::condition_variable wake_, told_;
    std::vector<Waiting> queue_; // not yet taken
    std::vector<Waiting> batch_; // being written, or refused by the disk
    JournalProgress progress_;
    std::function<void()> onProgress_;
    Clock::time_point lastCommit_{};
    Status closing_;
    mutable int waiters_ = 0;
    bool isToStop_ = false, isToRetry_ = false, isOver_ = false;
    std::thread thread_;
};

JournalWriter::JournalWriter(std::filesystem::path journalFolder, std::uint64_t lastSeq,
                             std::string head)
    : worker_(std::make_unique<Worker>(std::move(journalFolder), lastSeq, std::move(head)))
{
}

JournalWriter::~JournalWriter() = default;

std::uint64_t JournalWriter::edit(Revision revision, Revision parent,
                                  std::shared_ptr<const UndoEntry> entry)
{
    JournalRow row;
    row.kind = JournalKind::edit;
    row.node = revision;
    row.parent = parent;
    return worker_->push({std::move(row), std::move(entry), nullptr});
}

std::uint64_t JournalWriter::amend(Revision revision, std::shared_ptr<const UndoEntry> entry)
{
    JournalRow row;
    row.kind = JournalKind::amend;
    row.node = revision;
    return worker_->push({std::move(row), std::move(entry), nullptr});
}

std::uint64_t JournalWriter::move(Revision to)
{
    JournalRow row;
    row.kind = JournalKind::move;
    row.node = to;
    return worker_->push({std::move(row), nullptr, nullptr});
}

std::uint64_t JournalWriter::origin(Revision revision,
                                    std::shared_ptr<const model::Project> project)
{
    JournalRow row;
    row.kind = JournalKind::origin;
    row.node = revision;
    return worker_->push({std::move(row), nullptr, std::move(project)});
}

std::uint64_t JournalWriter::saving(std::uint64_t base, std::string checksum)
{
    JournalRow row;
    row.kind = JournalKind::saving;
    row.base = base;
    row.sum = std::move(checksum);
    return worker_->push({std::move(row), nullptr, nullptr});
}

std::uint64_t JournalWriter::saved(std::uint64_t base)
{
    JournalRow row;
    row.kind = JournalKind::saved;
    row.base = base;
    return worker_->push({std::move(row), nullptr, nullptr});
}

std::uint64_t JournalWriter::copy(JournalRow row)
{
    row.head.clear();
    return worker_->push({std::move(row), nullptr, nullptr});
}

JournalProgress JournalWriter::progress() const
{
    return worker_->progress();
}

Status JournalWriter::waitFor(std::uint64_t seq) const
{
    return worker_->waitFor(seq);
}

void JournalWriter::retryNow()
{
    worker_->retryNow();
}

void JournalWriter::onProgress(std::function<void()> told)
{
    worker_->onProgress(std::move(told));
}

Status JournalWriter::close()
{
    return worker_->close();
}

} // namespace cppmusic::project
