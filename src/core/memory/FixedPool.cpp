// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/memory/FixedPool.h"

#include "core/lockfree/Backoff.h"

#include <algorithm>
#include <cstring>

namespace cppmusic::core {
namespace {

constexpr std::uint64_t low32 = 0xffff'ffffu;

std::size_t roundedUp(std::size_t value, std::size_t step) noexcept
{
    return (value + step - 1) / step * step;
}

/// Small pools exchange few blocks at once, so that threads do not keep half of them.
std::uint32_t batchFor(std::size_t blocks, int threads, std::uint32_t most) noexcept
{
    const std::size_t share = blocks / (4 * static_cast<std::size_t>(threads));
    return static_cast<std::uint32_t>(std::clamp<std::size_t>(share, 1, most));
}

} // namespace

FixedPool::FixedPool(std::size_t blockBytes, std::size_t blocks, int threads)
    : stride_(roundedUp(std::max<std::size_t>(blockBytes, 1), blockAlignment)),
      threads_(std::clamp(threads, 1, ThreadIndex::maxThreads)),
      batch_(batchFor(blocks, threads_, mostPerBatch)),
      count_(blocks + std::size_t{2} * batch_ * static_cast<std::size_t>(threads_)),
      memoryBytes_(count_ * stride_),
      memory_(
          static_cast<std::byte*>(::operator new (memoryBytes_, std::align_val_t{cacheLineBytes}))),
      caches_(std::make_unique<Cache[]>(static_cast<std::size_t>(threads_))),
      next_(std::make_unique<std::uint32_t[]>(count_)),
      nextBatch_(std::make_unique<std::atomic<std::uint32_t>[]>(count_)),
      store_(none)
{
    std::memset(memory_.get(), 0, memoryBytes_);
    // Low addresses are used first.
    const auto count = static_cast<std::uint32_t>(count_);
    for (std::uint32_t end = count; end > 0;) {
        const std::uint32_t first = end > batch_ ? end - batch_ : 0;
        for (std::uint32_t i = first; i + 1 < end; ++i) next_[i] = i + 1;
        next_[end - 1] = none;
        pushBatch(first);
        end = first;
    }
}

FixedPool::~FixedPool() = default;

void FixedPool::pushBatch(std::uint32_t first) noexcept CPPMUSIC_NONBLOCKING
{
    Backoff backoff;
    std::uint64_t head = store_.load(std::memory_order_relaxed);
    while (true) {
        nextBatch_[first].store(static_cast<std::uint32_t>(head & low32),
                                std::memory_order_relaxed);
        const std::uint64_t mine = ((head >> 32) + 1) << 32 | first;
        if (store_.compare_exchange_weak(head, mine, std::memory_order_release,
                                         std::memory_order_relaxed))
            return;
        backoff.lost();
    }
}

std::uint32_t FixedPool::popBatch() noexcept CPPMUSIC_NONBLOCKING
{
    Backoff backoff;
    std::uint64_t head = store_.load(std::memory_order_acquire);
    while (true) {
        const auto first = static_cast<std::uint32_t>(head & low32);
        if (first == none) return none;
        // May be stale when another thread took the batch meanwhile; then the count differs.
        const std::uint64_t next = nextBatch_[first].load(std::memory_order_relaxed);
        const std::uint64_t rest = ((head >> 32) + 1) << 32 | next;
        if (store_.compare_exchange_weak(head, rest, std::memory_order_acquire,
                                         std::memory_order_acquire))
            return first;
        backoff.lost();
    }
}

bool FixedPool::refill(Cache& cache) noexcept CPPMUSIC_NONBLOCKING
{
    std::uint32_t block = popBatch();
    if (block == none) return false;
    // The first of the batch on top.
    std::uint32_t count = 0;
    for (std::uint32_t i = block; i != none; i = next_[i]) ++count;
    cache.count = count;
    for (; block != none; block = next_[block]) cache.blocks[--count] = blockAt(block);
    return true;
}

void FixedPool::flush(Cache& cache) noexcept CPPMUSIC_NONBLOCKING
{
    // The lower half: what was freed longest ago.
    std::uint32_t first = none;
    for (std::uint32_t i = 0; i < batch_; ++i) {
        const std::uint32_t block = indexOf(cache.blocks[i]);
        next_[block] = first;
        first = block;
    }
    pushBatch(first);
    cache.count -= batch_;
    for (std::uint32_t i = 0; i < cache.count; ++i) cache.blocks[i] = cache.blocks[i + batch_];
}

void* FixedPool::allocateFromStore() noexcept CPPMUSIC_NONBLOCKING
{
    const std::uint32_t first = popBatch();
    if (first == none) return nullptr;
    if (next_[first] != none) pushBatch(next_[first]);
    return blockAt(first);
}

void FixedPool::storeOne(void* block) noexcept CPPMUSIC_NONBLOCKING
{
    const std::uint32_t index = indexOf(block);
    next_[index] = none;
    pushBatch(index);
}

} // namespace cppmusic::core
