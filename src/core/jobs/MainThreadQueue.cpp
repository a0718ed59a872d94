// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/MainThreadQueue.h"

#include <utility>

namespace cppmusic::core {

void MainThreadQueue::post(Function function)
{
    bool wasEmpty = false;
    {
        const std::scoped_lock lock(mutex_);
        wasEmpty = functions_.empty();
        functions_.push_back(std::move(function));
    }
    posted_.notify_one();
    if (!wasEmpty) return;
    const std::scoped_lock lock(wakeMutex_);
    if (wake_) wake_();
}

std::size_t MainThreadQueue::drain()
{
    std::deque<Function> functions;
    {
        const std::scoped_lock lock(mutex_);
        functions.swap(functions_);
    }
    for (Function& function : functions) function();
    return functions.size();
}

void MainThreadQueue::drainUntil(const std::function<bool()>& isDone)
{
    while (!isDone()) {
        {
            std::unique_lock lock(mutex_);
            posted_.wait(lock, [this] { return !functions_.empty(); });
        }
        drain();
    }
}

void MainThreadQueue::setWakeCallback(Function wake)
{
    const std::scoped_lock lock(wakeMutex_);
    wake_ = std::move(wake);
}

bool MainThreadQueue::isEmpty() const
{
    const std::scoped_lock lock(mutex_);
    return functions_.empty();
}

} // namespace cppmusic::core
