// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"
#include "core/lockfree/Backoff.h"
#include "core/lockfree/CacheLine.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>

namespace cppmusic::core {

/// A queue of plain values between any number of threads, in an array: D. Vyukov's bounded MPMC
/// queue (2010). Each producer's values keep their order; nothing is lost or doubled.
///
/// Progress: no locks, no allocation. A thread that stops in the middle of a push or pop holds up
/// those that come to its own slot, not the others on their side; so it is not lock-free in the
/// strict sense, and the audio thread uses the single-sided AtomicRingBuffer. Full: push returns
/// false. Empty: pop returns false; also while the push of the oldest value is not finished.
///
/// Memory order: a slot's turn says what it is good for: position p → push p may write, p + 1 → pop
/// p may read. Storing it is a release and reading it an acquire, so the value travels with it. The
/// positions only deal out slots and are relaxed.
template <class T>
class BoundedQueue {
    static_assert(std::is_trivially_copyable_v<T>,
                  "a queue between threads carries only trivially copyable values");
    static_assert(std::is_default_constructible_v<T>);

public:
    /// Room for at least `minimumCapacity` values, rounded up to a power of two, at least 2.
    /// Allocates and touches its memory. [main]
    explicit BoundedQueue(std::size_t minimumCapacity)
        : mask_(std::bit_ceil(std::max<std::size_t>(minimumCapacity, 2)) - 1),
          slots_(std::make_unique<Slot[]>(mask_ + 1))
    {
        for (std::size_t i = 0; i <= mask_; ++i) slots_[i].turn.store(i, std::memory_order_relaxed);
    }
    BoundedQueue(const BoundedQueue&) = delete;
    BoundedQueue& operator=(const BoundedQueue&) = delete;

    [[nodiscard]] std::size_t capacity() const noexcept CPPMUSIC_NONBLOCKING { return mask_ + 1; }

    /// False when full. [any]
    [[nodiscard]] bool push(const T& value) noexcept CPPMUSIC_NONBLOCKING
    {
        std::size_t position = pushed_.load(std::memory_order_relaxed);
        Slot* slot = claim(pushed_, position, 0);
        if (slot == nullptr) return false;
        slot->value = value;
        slot->turn.store(position + 1, std::memory_order_release);
        return true;
    }

    /// False when empty; `value` is then left alone. [any]
    [[nodiscard]] bool pop(T& value) noexcept CPPMUSIC_NONBLOCKING
    {
        std::size_t position = popped_.load(std::memory_order_relaxed);
        Slot* slot = claim(popped_, position, 1);
        if (slot == nullptr) return false;
        value = slot->value;
        slot->turn.store(position + mask_ + 1, std::memory_order_release);
        return true;
    }

    /// Exact while nobody pushes or pops. [any]
    [[nodiscard]] std::size_t size() const noexcept CPPMUSIC_NONBLOCKING
    {
        const std::size_t popped = popped_.load(std::memory_order_acquire);
        const std::size_t pushed = pushed_.load(std::memory_order_acquire);
        return std::min(pushed - popped, mask_ + 1);
    }
    [[nodiscard]] bool isEmpty() const noexcept CPPMUSIC_NONBLOCKING { return size() == 0; }

private:
    struct Slot {
        std::atomic<std::size_t> turn{0};
        T value{};
    };

    /// The slot of the next position whose turn is position + `offset`, null when its turn has not
    /// come.
    [[nodiscard]] Slot* claim(std::atomic<std::size_t>& next, std::size_t& position,
                              std::size_t offset) noexcept CPPMUSIC_NONBLOCKING
    {
        Backoff backoff;
        while (true) {
            Slot& slot = slots_[position & mask_];
            const std::size_t turn = slot.turn.load(std::memory_order_acquire);
            const auto ahead = static_cast<std::ptrdiff_t>(turn - (position + offset));
            if (ahead == 0) {
                if (next.compare_exchange_weak(position, position + 1, std::memory_order_relaxed))
                    return &slot;
                backoff.lost();
                position = next.load(std::memory_order_relaxed);
            } else if (ahead < 0) {
                return nullptr;
            } else {
                position = next.load(std::memory_order_relaxed);
            }
        }
    }

    const std::size_t mask_;
    const std::unique_ptr<Slot[]> slots_;
    alignas(cacheLineBytes) std::atomic<std::size_t> pushed_{0};
    alignas(cacheLineBytes) std::atomic<std::size_t> popped_{0};
};

} // namespace cppmusic::core
