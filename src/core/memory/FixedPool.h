// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"
#include "core/lockfree/CacheLine.h"
#include "core/lockfree/ThreadIndex.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>

namespace cppmusic::core {

/// Blocks of one size, taken and given back by any thread without the system's allocator. Every
/// thread keeps a few free blocks for itself and exchanges them in batches with a shared store, so
/// that threads rarely meet.
///
/// Progress: allocate and deallocate are O(1), and wait-free as long as the thread's own blocks
/// suffice; an exchange with the store is lock-free and handles one batch. Full: allocate returns
/// null. `blocks` blocks can be in use at once whatever the threads do: what up to `threads`
/// threads may keep for themselves comes on top. Threads beyond that number go to the store each
/// time.
///
/// Memory order: the store is a stack of batches (R. K. Treiber) whose head carries a count against
/// ABA; pushing is a release and popping an acquire, so that the batch's links, and what was done
/// with its blocks, travel with it. Blocks never leave the pool, so a stale link is only a number.
class FixedPool {
public:
    static constexpr std::size_t blockAlignment = 16;
    static constexpr int defaultThreads = 16;

    /// Allocates and touches its memory. Blocks of a multiple of 16 bytes are aligned to 16, of a
    /// multiple of 64 bytes to 64. [main]
    FixedPool(std::size_t blockBytes, std::size_t blocks, int threads = defaultThreads);
    ~FixedPool();
    FixedPool(const FixedPool&) = delete;
    FixedPool& operator=(const FixedPool&) = delete;

    /// Null when none is left. The content is undefined. [any]
    [[nodiscard]] void* allocate() noexcept CPPMUSIC_NONBLOCKING
    {
        const int thread = ThreadIndex::current();
        if (thread >= threads_) return allocateFromStore();
        Cache& mine = caches_[static_cast<std::size_t>(thread)];
        if (mine.count == 0 && !refill(mine)) return nullptr;
        return mine.blocks[--mine.count];
    }

    /// Gives back a block of this pool; null is left alone. [any]
    void deallocate(void* block) noexcept CPPMUSIC_NONBLOCKING
    {
        if (block == nullptr) return;
        const int thread = ThreadIndex::current();
        if (thread >= threads_) {
            storeOne(block);
            return;
        }
        Cache& mine = caches_[static_cast<std::size_t>(thread)];
        if (mine.count == 2 * batch_) flush(mine);
        mine.blocks[mine.count++] = block;
    }

    /// Whether an address lies in a block of this pool. [any]
    [[nodiscard]] bool owns(const void* address) const noexcept CPPMUSIC_NONBLOCKING
    {
        const auto offset = reinterpret_cast<std::uintptr_t>(address) -
                            reinterpret_cast<std::uintptr_t>(memory_.get());
        return offset < memoryBytes_;
    }

    /// The number of a block, below blockCount(), and back. [any]
    [[nodiscard]] std::uint32_t indexOf(const void* block) const noexcept CPPMUSIC_NONBLOCKING
    {
        const auto offset =
            static_cast<std::size_t>(static_cast<const std::byte*>(block) - memory_.get());
        return static_cast<std::uint32_t>(offset / stride_);
    }
    [[nodiscard]] void* blockAt(std::uint32_t index) const noexcept CPPMUSIC_NONBLOCKING
    {
        return memory_.get() + std::size_t{index} * stride_;
    }

    [[nodiscard]] std::size_t blockBytes() const noexcept CPPMUSIC_NONBLOCKING { return stride_; }
    /// All blocks, those for the threads' own use included.
    [[nodiscard]] std::size_t blockCount() const noexcept CPPMUSIC_NONBLOCKING { return count_; }

private:
    static constexpr std::uint32_t mostPerBatch = 32;
    static constexpr std::uint32_t none = ~std::uint32_t{0};

    /// Free blocks of one thread; the highest is used next.
    struct alignas(cacheLineBytes) Cache {
        std::uint32_t count = 0;
        std::array<void*, std::size_t{2} * mostPerBatch> blocks;
    };
    struct Free {
        void operator()(std::byte* memory) const noexcept
        {
            ::operator delete (memory, std::align_val_t{cacheLineBytes});
        }
    };

    bool refill(Cache&) noexcept CPPMUSIC_NONBLOCKING;
    void flush(Cache&) noexcept CPPMUSIC_NONBLOCKING;
    [[nodiscard]] void* allocateFromStore() noexcept CPPMUSIC_NONBLOCKING;
    void storeOne(void* block) noexcept CPPMUSIC_NONBLOCKING;
    void pushBatch(std::uint32_t first) noexcept CPPMUSIC_NONBLOCKING;
    /// `none` when the store is empty.
    [[nodiscard]] std::uint32_t popBatch() noexcept CPPMUSIC_NONBLOCKING;

    const std::size_t stride_;
    const int threads_;
    const std::uint32_t batch_; ///< blocks that go to or from the store at once
    const std::size_t count_;
    const std::size_t memoryBytes_;
    const std::unique_ptr<std::byte, Free> memory_;
    const std::unique_ptr<Cache[]> caches_;
    const std::unique_ptr<std::uint32_t[]> next_; ///< within a batch; owned with it
    const std::unique_ptr<std::atomic<std::uint32_t>[]> nextBatch_; ///< by the first of a batch
    alignas(cacheLineBytes) std::atomic<std::uint64_t> store_; ///< count | first block of a batch
};

} // namespace cppmusic::core
