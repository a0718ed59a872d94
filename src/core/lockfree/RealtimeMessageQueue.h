// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"
#include "core/lockfree/AtomicRingBuffer.h"

#include <cstddef>
#include <deque>
#include <utility>

namespace cppmusic::core {

/// Ordered messages from a thread that may allocate to one that may not; nothing that matters is
/// lost when the receiver stalls.
///
/// Full: messages wait on the sender's side, in order, and enter the ring with the next send or
/// flush. A new message takes the place of a waiting one that it makes obsolete (the latest value
/// of one parameter wins), unless a barrier lies between them; barriers are never replaced and keep
/// their place relative to everything. So the waiting list never holds more than the number of
/// distinct values times the number of waiting barriers plus one.
///
/// `Coalesce` decides, a type with two static functions:
///     static bool isBarrier(const Message&) noexcept;
///     static bool replaces(const Message& later, const Message& earlier) noexcept;
///
/// Progress: receive is wait-free and handles at most the given number of messages. Memory order:
/// that of AtomicRingBuffer. One thread sends and flushes, one thread receives.
template <class Message, class Coalesce>
class RealtimeMessageQueue {
public:
    /// [main]
    explicit RealtimeMessageQueue(std::size_t capacity) : ring_(capacity) {}

    /// Sends, or lets wait. May allocate. [sender]
    void send(const Message& message)
    {
        flush();
        if (waiting_.empty() && ring_.push(message)) return;
        if (!Coalesce::isBarrier(message) && replaceWaiting(message)) return;
        waiting_.push_back(message);
    }

    /// Moves waiting messages into the ring while there is room. To be called regularly, because
    /// there may be no further send for a while. [sender]
    void flush() noexcept
    {
        while (!waiting_.empty() && ring_.push(waiting_.front())) waiting_.pop_front();
    }

    /// How many messages the ring could not take yet. [sender]
    [[nodiscard]] std::size_t waiting() const noexcept { return waiting_.size(); }
    /// How many messages lie in the ring; waiting ones are not counted. [any]
    [[nodiscard]] std::size_t inFlight() const noexcept CPPMUSIC_NONBLOCKING
    {
        return ring_.size();
    }
    [[nodiscard]] std::size_t capacity() const noexcept CPPMUSIC_NONBLOCKING
    {
        return ring_.capacity();
    }

    /// The next message; false when there is none. [receiver]
    [[nodiscard]] bool receive(Message& message) noexcept CPPMUSIC_NONBLOCKING
    {
        return ring_.pop(message);
    }

    /// Calls `handle(const Message&)` for the next messages, at most `limit`; returns how many.
    /// As safe for the audio thread as `handle` is. [receiver]
    template <class Handler>
    std::size_t receive(std::size_t limit, Handler&& handle) noexcept
    {
        std::size_t count = 0;
        Message message{};
        while (count < limit && ring_.pop(message)) {
            handle(std::as_const(message));
            ++count;
        }
        return count;
    }

private:
    bool replaceWaiting(const Message& message) noexcept
    {
        for (auto earlier = waiting_.rbegin(); earlier != waiting_.rend(); ++earlier) {
            if (Coalesce::isBarrier(*earlier)) return false;
            if (Coalesce::replaces(message, *earlier)) {
                *earlier = message;
                return true;
            }
        }
        return false;
    }

    AtomicRingBuffer<Message> ring_;
    std::deque<Message> waiting_; // [sender]
};

} // namespace cppmusic::core
