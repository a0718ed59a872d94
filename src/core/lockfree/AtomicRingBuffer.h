// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"
#include "core/lockfree/CacheLine.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstddef>
#include <memory>
#include <span>
#include <type_traits>

namespace cppmusic::core {

/// A queue of plain values from one thread to one other. Order is kept, nothing is lost or doubled.
///
/// Progress: every call is wait-free on both sides. Full: push returns false and leaves the buffer
/// as it was; the sender decides what to do. Empty: pop returns false.
/// Threads: push… by one producer at a time, pop… by one consumer at a time; the others by anyone.
///
/// Memory order: each index is written by one side only. Publishing it is a release and reading the
/// other side's is an acquire, so a slot's content is complete before it is seen and read out
/// before it is used again. A side reads its own index relaxed. The cached copy of the other side's
/// index saves touching its cache line until the copy says "full" or "empty".
///
/// Cost: the consumer's processor has the free slots in its cache, and stores happen in order, so
/// fetching them one by one would hold up every store of the index. Therefore the producer fetches
/// several lines of free slots together, ahead of their use, by writing into them.
template <class T>
class AtomicRingBuffer {
    static_assert(std::is_trivially_copyable_v<T>,
                  "a ring buffer between threads carries only trivially copyable values");
    static_assert(std::is_default_constructible_v<T>);
    static_assert(std::atomic<std::size_t>::is_always_lock_free);

public:
    /// Room for at least `minimumCapacity` values, rounded up to a power of two. Allocates and
    /// touches its memory. [main]
    explicit AtomicRingBuffer(std::size_t minimumCapacity)
        : mask_(std::bit_ceil(std::max<std::size_t>(minimumCapacity, 1)) - 1),
          slots_(std::make_unique<T[]>(mask_ + 1))
    {
    }
    AtomicRingBuffer(const AtomicRingBuffer&) = delete;
    AtomicRingBuffer& operator=(const AtomicRingBuffer&) = delete;

    [[nodiscard]] std::size_t capacity() const noexcept CPPMUSIC_NONBLOCKING { return mask_ + 1; }

    /// Number of values inside; exact while both sides rest, else a recent value. [any]
    [[nodiscard]] std::size_t size() const noexcept CPPMUSIC_NONBLOCKING
    {
        // The read index first: it never passes the write index, so the difference is not negative.
        const std::size_t read = consumer_.index.load(std::memory_order_acquire);
        const std::size_t written = producer_.index.load(std::memory_order_acquire);
        return std::min(written - read, capacity());
    }
    [[nodiscard]] bool isEmpty() const noexcept CPPMUSIC_NONBLOCKING { return size() == 0; }

    /// False when full. [producer]
    [[nodiscard]] bool push(const T& value) noexcept CPPMUSIC_NONBLOCKING
    {
        const std::size_t write = producer_.index.load(std::memory_order_relaxed);
        if (write == stop_ && !isMoreFree(write)) return false;
        slots_[write & mask_] = value;
        producer_.index.store(write + 1, std::memory_order_release);
        return true;
    }

    /// As many as fit, in order, visible to the consumer all at once; returns how many. [producer]
    std::size_t pushSome(std::span<const T> values) noexcept CPPMUSIC_NONBLOCKING
    {
        const std::size_t write = producer_.index.load(std::memory_order_relaxed);
        std::size_t free = capacity() - (write - producer_.cachedOther);
        if (free < values.size()) {
            producer_.cachedOther = consumer_.index.load(std::memory_order_acquire);
            free = capacity() - (write - producer_.cachedOther);
        }
        const std::size_t count = std::min(free, values.size());
        const std::size_t first = std::min(count, capacity() - (write & mask_));
        std::copy_n(values.data(), first, slots_.get() + (write & mask_));
        std::copy_n(values.data() + first, count - first, slots_.get());
        if (count > stop_ - write) stop_ = write + count;
        producer_.index.store(write + count, std::memory_order_release);
        return count;
    }

    /// How many values fit now; this only grows until the next push. [producer]
    [[nodiscard]] std::size_t room() noexcept CPPMUSIC_NONBLOCKING
    {
        producer_.cachedOther = consumer_.index.load(std::memory_order_acquire);
        return capacity() -
               (producer_.index.load(std::memory_order_relaxed) - producer_.cachedOther);
    }

    /// False when empty; `value` is then left alone. [consumer]
    [[nodiscard]] bool pop(T& value) noexcept CPPMUSIC_NONBLOCKING
    {
        const std::size_t read = consumer_.index.load(std::memory_order_relaxed);
        if (read == consumer_.cachedOther) {
            consumer_.cachedOther = producer_.index.load(std::memory_order_acquire);
            if (read == consumer_.cachedOther) return false;
        }
        value = slots_[read & mask_];
        consumer_.index.store(read + 1, std::memory_order_release);
        return true;
    }

    /// The oldest values, at most as many as the span holds; returns how many. [consumer]
    std::size_t popSome(std::span<T> values) noexcept CPPMUSIC_NONBLOCKING
    {
        const std::size_t read = consumer_.index.load(std::memory_order_relaxed);
        std::size_t available = consumer_.cachedOther - read;
        if (available < values.size()) {
            consumer_.cachedOther = producer_.index.load(std::memory_order_acquire);
            available = consumer_.cachedOther - read;
        }
        const std::size_t count = std::min(available, values.size());
        const std::size_t first = std::min(count, capacity() - (read & mask_));
        std::copy_n(slots_.get() + (read & mask_), first, values.data());
        std::copy_n(slots_.get(), count - first, values.data() + first);
        consumer_.index.store(read + count, std::memory_order_release);
        return count;
    }

private:
    static constexpr std::size_t bytesAhead = 512;
    static constexpr std::size_t stepItems = std::max<std::size_t>(bytesAhead / sizeof(T), 1);

    /// Called where the producer stops: moves the stop on, by at most `stepItems`, and fetches the
    /// slots behind it. False when full.
    [[nodiscard]] bool isMoreFree(std::size_t write) noexcept CPPMUSIC_NONBLOCKING
    {
        std::size_t free = capacity() - (write - producer_.cachedOther);
        if (free < 2 * stepItems) {
            producer_.cachedOther = consumer_.index.load(std::memory_order_acquire);
            free = capacity() - (write - producer_.cachedOther);
            if (free == 0) return false;
        }
        stop_ = write + std::min(free, stepItems);
        if (free >= 2 * stepItems) fetchSlots(stop_);
        return true;
    }

    /// Writes into every cache line of `stepItems` free slots.
    void fetchSlots(std::size_t from) noexcept CPPMUSIC_NONBLOCKING
    {
        constexpr std::size_t itemsPerLine = std::max<std::size_t>(cacheLineBytes / sizeof(T), 1);
        for (std::size_t item = 0; item < stepItems; item += itemsPerLine) {
            auto* const bytes =
                reinterpret_cast<volatile unsigned char*>(slots_.get() + ((from + item) & mask_));
            for (std::size_t byte = 0; byte < sizeof(T); byte += cacheLineBytes) bytes[byte] = 0;
        }
    }

    /// What one side writes; alone in its cache line.
    struct alignas(cacheLineBytes) Side {
        std::atomic<std::size_t> index{0}; ///< counts up for ever; masked on use
        std::size_t cachedOther = 0;
    };

    const std::size_t mask_;
    const std::unique_ptr<T[]> slots_;
    Side producer_;
    std::size_t stop_ = 0; ///< [producer] up to here it need not look; free slots from here on
    Side consumer_;
};

} // namespace cppmusic::core
