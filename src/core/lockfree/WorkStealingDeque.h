// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lockfree/CacheLine.h"
#include "core/lockfree/EpochReclaimer.h"

#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>

namespace cppmusic::core {

/// What a thief got.
enum class Steal : std::uint8_t {
    stolen,
    empty,
    lost ///< somebody else was faster; there may be more
};

/// One worker's own tasks, which idle workers may take: D. Chase and Y. Lev, "Dynamic circular
/// work-stealing deque" (2005). The owner pushes and pops at one end, the newest first; thieves
/// take the oldest at the other.
///
/// Progress: push and pop are wait-free except when push has to grow the array (it allocates);
/// steal is wait-free, as it gives up after one lost race. Full: never. Empty: pop returns false.
///
/// Memory order: after N. M. Lê and others, "Correct and efficient work-stealing for weak memory
/// models" (2013), with seq_cst operations where they have fences, as sanitizers can't see those:
/// pop lowers the bottom before it reads the top, steal reads the top before the bottom, so of an
/// owner and a thief that want the last task one sees the other. A push releases the task with the
/// new bottom. Thieves hold a guard of the EpochReclaimer, so an array that was outgrown lives
/// until they are done with it.
template <class T>
class WorkStealingDeque {
    static_assert(std::is_trivially_copyable_v<T> && std::atomic<T>::is_always_lock_free);

public:
    /// `minimumCapacity` is room before the first growth. [main]
    explicit WorkStealingDeque(std::size_t minimumCapacity = 64)
        : epochs_(this, &WorkStealingDeque::release)
    {
        const std::size_t size = std::bit_ceil(minimumCapacity < 2 ? 2 : minimumCapacity);
        array_.store(new Array(size), std::memory_order_relaxed);
    }
    /// Drops what is inside. No thread uses the deque any more. [main]
    ~WorkStealingDeque() { delete array_.load(std::memory_order_relaxed); }
    WorkStealingDeque(const WorkStealingDeque&) = delete;
    WorkStealingDeque& operator=(const WorkStealingDeque&) = delete;

    /// May allocate. [the owner]
    void push(T task)
    {
        const std::int64_t bottom = bottom_.load(std::memory_order_relaxed);
        const std::int64_t top = top_.load(std::memory_order_acquire);
        Array* array = array_.load(std::memory_order_relaxed);
        if (bottom - top > array->mask) array = grown(*array, top, bottom);
        array->at(bottom).store(task, std::memory_order_relaxed);
        bottom_.store(bottom + 1, std::memory_order_release);
    }

    /// The newest task; false when empty. [the owner]
    [[nodiscard]] bool pop(T& task) noexcept
    {
        const std::int64_t bottom = bottom_.load(std::memory_order_relaxed) - 1;
        Array& array = *array_.load(std::memory_order_relaxed);
        bottom_.store(bottom, std::memory_order_seq_cst);
        std::int64_t top = top_.load(std::memory_order_seq_cst);
        bool isMine = top <= bottom;
        if (isMine) task = array.at(bottom).load(std::memory_order_relaxed);
        if (top < bottom) return true;
        // The last one: whoever moves the top has it.
        if (isMine)
            isMine = top_.compare_exchange_strong(top, top + 1, std::memory_order_seq_cst,
                                                  std::memory_order_relaxed);
        bottom_.store(bottom + 1, std::memory_order_release);
        return isMine;
    }

    /// The oldest task. [any but audio]
    [[nodiscard]] Steal steal(T& task) noexcept
    {
        const EpochReclaimer::Guard guard(epochs_);
        std::int64_t top = top_.load(std::memory_order_seq_cst);
        const std::int64_t bottom = bottom_.load(std::memory_order_seq_cst);
        if (top >= bottom) return Steal::empty;
        const T found =
            array_.load(std::memory_order_seq_cst)->at(top).load(std::memory_order_relaxed);
        if (!top_.compare_exchange_strong(top, top + 1, std::memory_order_seq_cst,
                                          std::memory_order_relaxed))
            return Steal::lost;
        task = found;
        return Steal::stolen;
    }

    /// May be out of date when it returns. [any]
    [[nodiscard]] bool isEmpty() const noexcept
    {
        const std::int64_t top = top_.load(std::memory_order_seq_cst);
        return top >= bottom_.load(std::memory_order_seq_cst);
    }

private:
    struct Array : EpochReclaimer::Node {
        const std::int64_t mask;
        const std::unique_ptr<std::atomic<T>[]> slots;
        explicit Array(std::size_t size)
            : mask(static_cast<std::int64_t>(size) - 1),
              slots(std::make_unique<std::atomic<T>[]>(size))
        {
        }
        [[nodiscard]] std::atomic<T>& at(std::int64_t index) noexcept
        {
            return slots[static_cast<std::size_t>(index & mask)];
        }
    };

    [[nodiscard]] Array* grown(Array& old, std::int64_t top, std::int64_t bottom)
    {
        auto larger = std::make_unique<Array>(static_cast<std::size_t>(old.mask + 1) * 2);
        for (std::int64_t i = top; i < bottom; ++i)
            larger->at(i).store(old.at(i).load(std::memory_order_relaxed),
                                std::memory_order_relaxed);
        Array* const array = larger.release();
        array_.store(array, std::memory_order_seq_cst);
        epochs_.retire(&old);
        return array;
    }
    static void release(void*, EpochReclaimer::Node* node) noexcept
    {
        delete static_cast<Array*>(node);
    }

    alignas(cacheLineBytes) std::atomic<std::int64_t> top_{0};
    alignas(cacheLineBytes) std::atomic<std::int64_t> bottom_{0};
    std::atomic<Array*> array_{nullptr};
    EpochReclaimer epochs_;
};

} // namespace cppmusic::core
