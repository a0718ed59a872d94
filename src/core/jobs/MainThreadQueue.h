// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>

namespace cppmusic::core {

/// Functions that other threads want run on the main thread, in the order of posting. What is still
/// waiting at destruction is dropped unrun. Not for the audio thread (posting allocates and locks).
class MainThreadQueue {
public:
    using Function = std::function<void()>;

    /// [any but audio]
    void post(Function);

    /// Runs everything posted before this call and returns how many; what these functions post
    /// themselves waits for the next call, so that a chain can't hold up the main thread. [main]
    std::size_t drain();

    /// Drains, sleeping in between, until `isDone` says so; it is asked before sleeping and after
    /// every drain. For programs without an event loop. [main]
    void drainUntil(const std::function<bool()>& isDone);

    /// `wake` is called by the posting thread whenever the queue stops being empty, so that an
    /// event loop can schedule a drain. It must not call back into this queue. An empty function
    /// removes it; when this returns, the old one is no longer running. [main]
    void setWakeCallback(Function wake);

    /// [any]
    [[nodiscard]] bool isEmpty() const;

private:
    mutable std::mutex mutex_;
    std::mutex wakeMutex_; // held while wake_ runs
    std::condition_variable posted_;
    std::deque<Function> functions_;
    Function wake_;
};

} // namespace cppmusic::core
