// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"
#include "core/lockfree/Backoff.h"
#include "core/lockfree/CacheLine.h"
#include "core/lockfree/HazardPointers.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

namespace cppmusic::core {

/// A queue without an upper bound between any number of threads: M. M. Michael and M. L. Scott's
/// linked queue (1996) whose nodes are segments of many slots, dealt out by counting (P. Ramalhete
/// and A. Correia, "FAAArrayQueue", 2016). Linearizable, first in first out.
///
/// Progress: push and pop are lock-free. Full: never; push allocates a segment once in
/// `segmentSlots` values when no spare one is left (and ends the program if there is no memory), so
/// it is not for the audio thread. Empty: pop returns false. pop never allocates; it may free a
/// segment.
///
/// ABA and reclamation: a segment is never used again while a hazard names it, so equal pointers
/// are equal segments. A thread's hazards stay on the segments it used last, which saves a barrier
/// per operation and keeps at most two old segments per thread.
///
/// Memory order: the counters only deal out slots and are relaxed, except where pop concludes that
/// the queue is empty: there it reads popped, then pushed, then next, each with acquire, so that an
/// earlier moment at which all three held has existed. A slot's state is published with release
/// and taken with acquire; the value travels with it. Head, tail and next carry segments to other
/// threads: release and acquire, and seq_cst where HazardPointers asks for it.
template <class T>
class LockFreeQueue {
    static_assert(std::is_nothrow_move_constructible_v<T> && std::is_nothrow_destructible_v<T>);

public:
    static constexpr std::uint32_t segmentSlots = 256;

    /// [main]
    LockFreeQueue() : hazards_(this, &LockFreeQueue::recycle, 1)
    {
        auto* const first = new Segment;
        head_.store(first, std::memory_order_relaxed);
        tail_.store(first, std::memory_order_relaxed);
        spare_.segment.store(new Segment, std::memory_order_relaxed);
    }
    /// Drops what is inside. No thread uses the queue any more. [main]
    ~LockFreeQueue()
    {
        while (drop()) {}
        delete head_.load(std::memory_order_relaxed);
    }
    LockFreeQueue(const LockFreeQueue&) = delete;
    LockFreeQueue& operator=(const LockFreeQueue&) = delete;

    /// [any but audio]
    void push(T value) noexcept
    {
        while (true) {
            Segment* const tail = hazards_.protect(tailHazard, tail_);
            const std::uint32_t at = tail->pushed.fetch_add(1, std::memory_order_relaxed);
            if (at < segmentSlots) {
                if (tail->slots[at].put(value)) return;
            } else if (append(*tail, value)) {
                return;
            }
        }
    }

    /// The oldest value; false when empty, `value` is then left alone. [any]
    [[nodiscard]] bool pop(T& value) noexcept
    {
        return take([&value](T& taken) { value = std::move(taken); });
    }

    /// May be out of date when it returns. [any]
    [[nodiscard]] bool isEmpty() noexcept { return isEmpty(*hazards_.protect(headHazard, head_)); }

private:
    static constexpr int headHazard = 0;
    static constexpr int tailHazard = 1;
    static constexpr int patience = 32; ///< looks at a slot whose push is on its way

    enum class State : std::uint32_t { empty, full, taken };

    struct Slot {
        std::atomic<State> state{State::empty};
        alignas(T) std::array<std::byte, sizeof(T)> storage;

        [[nodiscard]] T* value() noexcept
        {
            return std::launder(reinterpret_cast<T*>(storage.data()));
        }
        /// Moves the value in, or leaves it if a pop gave the slot up before. The slot is this
        /// push's alone: only one gets its number.
        [[nodiscard]] bool put(T& from) noexcept
        {
            if (state.load(std::memory_order_relaxed) != State::empty) return false;
            T* const inside = ::new (static_cast<void*>(storage.data())) T(std::move(from));
            State expected = State::empty;
            if (state.compare_exchange_strong(expected, State::full, std::memory_order_release,
                                              std::memory_order_relaxed))
                return true;
            from = std::move(*inside);
            inside->~T();
            return false;
        }
    };

    struct Segment : HazardPointers::Node {
        alignas(cacheLineBytes) std::atomic<std::uint32_t> pushed{0};
        alignas(cacheLineBytes) std::atomic<std::uint32_t> popped{0};
        alignas(cacheLineBytes) std::atomic<Segment*> next{nullptr};
        alignas(cacheLineBytes) std::array<Slot, segmentSlots> slots;
    };

    struct alignas(cacheLineBytes) Spare {
        std::atomic<Segment*> segment{nullptr};
        ~Spare() { delete segment.load(std::memory_order_relaxed); }
    };

    /// A full tail: links a segment with `value` behind it, or helps whoever did. True if the value
    /// is in.
    [[nodiscard]] bool append(Segment& tail, T& value) noexcept
    {
        Segment* next = tail.next.load(std::memory_order_acquire);
        Segment* known = &tail;
        if (next != nullptr) {
            tail_.compare_exchange_strong(known, next, std::memory_order_seq_cst);
            return false;
        }
        Segment* const fresh = makeSegment();
        (void)fresh->slots[0].put(value);
        fresh->pushed.store(1, std::memory_order_relaxed);
        if (tail.next.compare_exchange_strong(next, fresh, std::memory_order_acq_rel,
                                              std::memory_order_acquire)) {
            tail_.compare_exchange_strong(known, fresh, std::memory_order_seq_cst);
            return true;
        }
        value = std::move(*fresh->slots[0].value());
        fresh->slots[0].value()->~T();
        recycle(this, fresh);
        return false;
    }

    template <class Take>
    [[nodiscard]] bool take(Take&& taker) noexcept
    {
        while (true) {
            Segment* const head = hazards_.protect(headHazard, head_);
            // The common case looks only at the slot, which is in the producer's cache anyway.
            const std::uint32_t next = head->popped.load(std::memory_order_relaxed);
            const bool isReady =
                next < segmentSlots &&
                head->slots[next].state.load(std::memory_order_relaxed) == State::full;
            if (!isReady && isEmpty(*head)) return false;
            const std::uint32_t at = head->popped.fetch_add(1, std::memory_order_relaxed);
            if (at < segmentSlots) {
                if (takeFrom(head->slots[at], taker)) return true;
            } else if (!advance(*head)) {
                return false;
            }
        }
    }

    template <class Take>
    [[nodiscard]] static bool takeFrom(Slot& slot, Take& taker) noexcept
    {
        for (int i = 0; i < patience && slot.state.load(std::memory_order_relaxed) != State::full;
             ++i)
            spinPause();
        if (slot.state.exchange(State::taken, std::memory_order_acquire) != State::full)
            return false; // its push goes to another slot
        T* const inside = slot.value();
        taker(*inside);
        inside->~T();
        return true;
    }

    [[nodiscard]] static bool isEmpty(const Segment& head) noexcept
    {
        const std::uint32_t popped = head.popped.load(std::memory_order_acquire);
        const std::uint32_t pushed = head.pushed.load(std::memory_order_acquire);
        return popped >= pushed && head.next.load(std::memory_order_acquire) == nullptr;
    }

    /// A used up head: makes the next segment the head; false when there is none.
    [[nodiscard]] bool advance(Segment& head) noexcept
    {
        Segment* const next = head.next.load(std::memory_order_acquire);
        if (next == nullptr) return false;
        // The tail never stays behind the head, else a push could come to a segment that is gone.
        Segment* expected = &head;
        if (tail_.load(std::memory_order_seq_cst) == &head)
            tail_.compare_exchange_strong(expected, next, std::memory_order_seq_cst);
        expected = &head;
        if (head_.compare_exchange_strong(expected, next, std::memory_order_seq_cst)) {
            hazards_.clear(headHazard); // else this thread itself would keep it
            hazards_.retire(&head);
        }
        return true;
    }

    [[nodiscard]] bool drop() noexcept
    {
        return take([](T&) {});
    }

    [[nodiscard]] Segment* makeSegment() noexcept
    {
        Segment* const spare = spare_.segment.exchange(nullptr, std::memory_order_acquire);
        return spare != nullptr ? spare : new Segment;
    }

    /// Keeps one empty segment for the next push that needs it.
    static void recycle(void* owner, HazardPointers::Node* node) noexcept
    {
        auto* const segment = static_cast<Segment*>(node);
        segment->pushed.store(0, std::memory_order_relaxed);
        segment->popped.store(0, std::memory_order_relaxed);
        segment->next.store(nullptr, std::memory_order_relaxed);
        for (Slot& slot : segment->slots) slot.state.store(State::empty, std::memory_order_relaxed);
        Segment* none = nullptr;
        auto& spare = static_cast<LockFreeQueue*>(owner)->spare_.segment;
        if (!spare.compare_exchange_strong(none, segment, std::memory_order_release,
                                           std::memory_order_relaxed))
            delete segment;
    }

    alignas(cacheLineBytes) std::atomic<Segment*> head_{nullptr};
    alignas(cacheLineBytes) std::atomic<Segment*> tail_{nullptr};
    Spare spare_;
    HazardPointers hazards_; // the last member: its destructor hands segments to spare_
};

} // namespace cppmusic::core
