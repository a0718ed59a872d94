// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"
#include "core/memory/FixedPool.h"
#include "core/memory/MemoryTracker.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <new>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace cppmusic::core {

/// Blocks of one size in an RTMemoryPool.
struct PoolClass {
    std::size_t blockBytes = 0;
    std::size_t blocks = 0;
};

/// A mistake of somebody who uses an RTMemoryPool.
struct PoolFault {
    enum class Kind : std::uint8_t {
        doubleFree,  ///< the block is free already
        foreignBlock ///< not the beginning of a block of this pool
    };
    Kind kind = Kind::doubleFree;
    const void* block = nullptr;
};

/// A block that nobody gave back.
struct PoolLeak {
    const void* block = nullptr;
    std::size_t blockBytes = 0;
    std::uint64_t serial = 0; ///< which allocation of the pool it was, from 1: the same in the next
                              ///< run of a program that does the same
};

/// Whether pools watch over their blocks where nobody says otherwise: in debug builds.
#ifdef NDEBUG
inline constexpr bool poolsAreTracked = false;
#else
inline constexpr bool poolsAreTracked = true;
#endif

struct PoolOptions {
    int threads = FixedPool::defaultThreads; ///< how many threads keep free blocks for themselves
    /// Watches for double frees, foreign addresses and leaks; costs some nanoseconds a call, and
    /// blocks are overwritten when they are given back.
    bool isTracked = poolsAreTracked;
    /// Told about each fault, which is then ignored, on the thread that made it. None: only
    /// counted.
    std::function<void(const PoolFault&)> onFault = {};
    /// Where the pool's memory is counted; outlives the pool. May be null.
    MemoryTracker::Account* account = nullptr;
};

/// Memory for threads that may not ask the system for it: blocks of a few fixed sizes, allocated
/// and touched in advance.
///
/// Progress: allocate and deallocate are O(1) in the number of blocks (they look through the size
/// classes, of which there are at most 16) and lock-free; mostly wait-free (see FixedPool). Full:
/// when a class has none left the next larger one gives a block; allocate returns null when that is
/// exhausted as well. Memory order: that of FixedPool; tracking uses its own acquire-release
/// exchange on the block's state.
class RTMemoryPool {
public:
    static constexpr std::size_t maxClasses = 16;

    /// Sorts the classes by size and drops empty ones; more than maxClasses are cut off. [main]
    explicit RTMemoryPool(std::vector<PoolClass> classes, PoolOptions options = {});
    ~RTMemoryPool();
    RTMemoryPool(const RTMemoryPool&) = delete;
    RTMemoryPool& operator=(const RTMemoryPool&) = delete;

    /// At least `bytes` bytes, aligned to 16; null when there are none or `bytes` exceeds the
    /// largest class. [any]
    [[nodiscard]] void* allocate(std::size_t bytes) noexcept CPPMUSIC_NONBLOCKING
    {
        for (Class* one = classFor(bytes); one != end_; ++one)
            if (void* const block = one->pool.allocate()) {
                if (isTracked_) noteAllocation(*one, block);
                return block;
            }
        return nullptr;
    }

    /// Gives back a block of this pool; null is left alone. [any]
    void deallocate(void* block) noexcept CPPMUSIC_NONBLOCKING
    {
        if (block == nullptr) return;
        Class* const one = owner(block);
        if (isTracked_ && !noteDeallocation(one, block)) return;
        if (one != end_) one->pool.deallocate(block);
    }

    /// An object in a block; null when there is none. [any]
    template <class T, class... Arguments>
    [[nodiscard]] T* create(Arguments&&... arguments) noexcept
    {
        static_assert(alignof(T) <= FixedPool::blockAlignment);
        static_assert(std::is_nothrow_constructible_v<T, Arguments...>);
        void* const block = allocate(sizeof(T));
        return block ? ::new (block) T(std::forward<Arguments>(arguments)...) : nullptr;
    }
    /// Ends an object of create(); null is left alone. [any]
    template <class T>
    void destroy(T* object) noexcept
    {
        if (object == nullptr) return;
        object->~T();
        deallocate(object);
    }

    [[nodiscard]] bool owns(const void* block) const noexcept CPPMUSIC_NONBLOCKING ///< [any]
    {
        return owner(block) != end_;
    }

    [[nodiscard]] bool isTracked() const noexcept { return isTracked_; }
    /// The following are 0 or empty without tracking. [any but audio]
    [[nodiscard]] std::size_t liveBlocks() const noexcept;
    [[nodiscard]] std::uint64_t faults() const noexcept;
    /// Blocks in use, by serial.
    [[nodiscard]] std::vector<PoolLeak> leaks() const;
    /// "2 blocks were not given back: 256 bytes (allocation 17), …"; "" without leaks.
    [[nodiscard]] std::string describeLeaks() const;

private:
    struct Class {
        FixedPool pool;
        /// By block: the serial of its allocation, 0 while it is free. Empty without tracking.
        std::unique_ptr<std::atomic<std::uint64_t>[]> serials;
    };

    [[nodiscard]] Class* classFor(std::size_t bytes) const noexcept CPPMUSIC_NONBLOCKING
    {
        Class* one = classes_;
        while (one != end_ && one->pool.blockBytes() < bytes) ++one;
        return one;
    }
    [[nodiscard]] Class* owner(const void* block) const noexcept CPPMUSIC_NONBLOCKING
    {
        Class* one = classes_;
        while (one != end_ && !one->pool.owns(block)) ++one;
        return one;
    }
    void noteAllocation(Class&, const void* block) noexcept CPPMUSIC_NONBLOCKING;
    [[nodiscard]] bool noteDeallocation(Class*, void* block) noexcept CPPMUSIC_NONBLOCKING;
    void report(PoolFault::Kind, const void* block) noexcept CPPMUSIC_NONBLOCKING;

    MemoryTracker::Holding holding_;
    Class* classes_ = nullptr; ///< owned, up to end_, smallest blocks first
    Class* end_ = nullptr;
    const bool isTracked_;
    const std::function<void(const PoolFault&)> onFault_;
    std::atomic<std::uint64_t> serial_{0};
    std::atomic<std::uint64_t> faults_{0};
};

} // namespace cppmusic::core
