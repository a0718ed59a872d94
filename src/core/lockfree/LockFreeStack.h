// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"
#include "core/lockfree/Backoff.h"
#include "core/lockfree/CacheLine.h"
#include "core/lockfree/HazardPointers.h"
#include "core/memory/FixedPool.h"

#include <atomic>
#include <cstddef>
#include <new>
#include <type_traits>

namespace cppmusic::core {

/// A stack between any number of threads (R. K. Treiber, 1986) with hazard pointers. Linearizable:
/// the newest value comes first.
///
/// Progress: push and pop are lock-free and never allocate: the nodes lie in a pool of fixed size.
/// Full: push returns false once `capacity` values are inside or being pushed; it may take up to a
/// few hundred more, which are the pool's reserve for threads. Empty: pop returns false.
///
/// ABA and reclamation: pop protects the top node before it reads the node's link; a popped node
/// goes back to the pool only when no hazard names it, so an equal pointer is an equal stack.
///
/// Memory order: pushing is a release, looking at the top an acquire, so the value and the link
/// travel with the node. Unlinking is seq_cst, as HazardPointers asks.
template <class T>
class LockFreeStack {
    static_assert(std::is_trivially_copyable_v<T>,
                  "a stack between threads carries only trivially copyable values");
    static_assert(std::is_default_constructible_v<T>);

public:
    /// `threads`: how many threads use it at once without slowing down. No thread uses the stack
    /// any more when it ends. [main]
    explicit LockFreeStack(std::size_t capacity, int threads = FixedPool::defaultThreads)
        : pool_(sizeof(Node), capacity + limboLimit * static_cast<std::size_t>(threads), threads),
          hazards_(this, &LockFreeStack::recycle, limboLimit)
    {
    }
    LockFreeStack(const LockFreeStack&) = delete;
    LockFreeStack& operator=(const LockFreeStack&) = delete;

    /// False when full. [any]
    [[nodiscard]] bool push(const T& value) noexcept CPPMUSIC_NONBLOCKING
    {
        void* const memory = pool_.allocate();
        if (memory == nullptr) return false;
        Node* const node = ::new (memory) Node(value);
        Backoff backoff(firstPauses, mostPauses);
        Node* top = top_.load(std::memory_order_relaxed);
        while (true) {
            node->below.store(top, std::memory_order_relaxed);
            if (top_.compare_exchange_weak(top, node, std::memory_order_release,
                                           std::memory_order_relaxed))
                return true;
            backoff.lost();
            top = top_.load(std::memory_order_relaxed);
        }
    }

    /// The newest value; false when empty, `value` is then left alone. [any]
    [[nodiscard]] bool pop(T& value) noexcept CPPMUSIC_NONBLOCKING
    {
        Backoff backoff(firstPauses, mostPauses);
        while (true) {
            if (top_.load(std::memory_order_seq_cst) == nullptr) return false;
            Node* top = nullptr;
            if (hazards_.tryProtect(0, top_, top)) {
                if (top == nullptr) return false;
                Node* const below = top->below.load(std::memory_order_relaxed);
                if (top_.compare_exchange_strong(top, below, std::memory_order_seq_cst,
                                                 std::memory_order_relaxed)) {
                    hazards_.clear(0);
                    value = top->value;
                    hazards_.retire(top);
                    return true;
                }
            }
            backoff.lost();
        }
    }

    /// May be out of date when it returns. [any]
    [[nodiscard]] bool isEmpty() const noexcept CPPMUSIC_NONBLOCKING
    {
        return top_.load(std::memory_order_acquire) == nullptr;
    }

private:
    static constexpr std::size_t limboLimit = 32;
    static constexpr int firstPauses = 16;
    static constexpr int mostPauses = 1024;

    struct Node : HazardPointers::Node {
        std::atomic<Node*> below{nullptr};
        T value;
        explicit Node(const T& from) noexcept : value(from) {}
    };

    static void recycle(void* owner, HazardPointers::Node* node) noexcept
    {
        static_cast<LockFreeStack*>(owner)->pool_.deallocate(static_cast<Node*>(node));
    }

    alignas(cacheLineBytes) std::atomic<Node*> top_{nullptr};
    FixedPool pool_;
    HazardPointers hazards_; // the last member: its destructor hands nodes to pool_
};

} // namespace cppmusic::core
