// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/memory/RTMemoryPool.h"

#include <algorithm>
#include <cstring>

namespace cppmusic::core {
namespace {

/// What tracked memory holds after it was given back: a pointer read from it points nowhere.
constexpr int freedByte = 0xdb;

} // namespace

RTMemoryPool::RTMemoryPool(std::vector<PoolClass> classes, PoolOptions options)
    : isTracked_(options.isTracked), onFault_(std::move(options.onFault))
{
    std::erase_if(classes, [](const PoolClass& one) { return one.blocks == 0; });
    std::sort(classes.begin(), classes.end(),
              [](const PoolClass& a, const PoolClass& b) { return a.blockBytes < b.blockBytes; });
    const std::size_t wanted = std::min(classes.size(), maxClasses);
    std::allocator<Class> memory;
    classes_ = memory.allocate(wanted);
    end_ = classes_;
    for (std::size_t i = 0; i < wanted; ++i, ++end_) {
        const PoolClass& one = classes[i];
        // Constructed in place: a pool does not move.
        Class* const made = ::new (static_cast<void*>(end_))
            Class{FixedPool(one.blockBytes, one.blocks, options.threads), nullptr};
        if (isTracked_)
            made->serials = std::make_unique<std::atomic<std::uint64_t>[]>(made->pool.blockCount());
    }
    if (options.account == nullptr) return;
    std::size_t bytes = 0;
    for (const Class* one = classes_; one != end_; ++one)
        bytes += one->pool.blockBytes() * one->pool.blockCount();
    holding_ = MemoryTracker::Holding(*options.account, bytes);
}

RTMemoryPool::~RTMemoryPool()
{
    std::destroy(classes_, end_);
    std::allocator<Class>().deallocate(classes_, static_cast<std::size_t>(end_ - classes_));
}

void RTMemoryPool::noteAllocation(Class& one, const void* block) noexcept CPPMUSIC_NONBLOCKING
{
    const std::uint64_t serial = serial_.fetch_add(1, std::memory_order_relaxed) + 1;
    one.serials[one.pool.indexOf(block)].store(serial, std::memory_order_release);
}

bool RTMemoryPool::noteDeallocation(Class* one, void* block) noexcept CPPMUSIC_NONBLOCKING
{
    if (one == end_ || one->pool.blockAt(one->pool.indexOf(block)) != block) {
        report(PoolFault::Kind::foreignBlock, block);
        return false;
    }
    // Of two threads that give the same block back, one gets its serial.
    if (one->serials[one->pool.indexOf(block)].exchange(0, std::memory_order_acq_rel) == 0) {
        report(PoolFault::Kind::doubleFree, block);
        return false;
    }
    std::memset(block, freedByte, one->pool.blockBytes());
    return true;
}

#if defined(__clang__) && __clang_major__ >= 20
// A fault is a programming error; whoever asks to be told about it decides what that may cost.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wfunction-effects"
#endif
void RTMemoryPool::report(PoolFault::Kind kind, const void* block) noexcept CPPMUSIC_NONBLOCKING
{
    faults_.fetch_add(1, std::memory_order_relaxed);
    if (onFault_) onFault_({kind, block});
}
#if defined(__clang__) && __clang_major__ >= 20
#pragma clang diagnostic pop
#endif

std::size_t RTMemoryPool::liveBlocks() const noexcept
{
    std::size_t live = 0;
    for (const Class* one = classes_; one != end_ && isTracked_; ++one)
        for (std::size_t i = 0; i < one->pool.blockCount(); ++i)
            live += one->serials[i].load(std::memory_order_relaxed) != 0 ? 1u : 0u;
    return live;
}

std::uint64_t RTMemoryPool::faults() const noexcept
{
    return faults_.load(std::memory_order_relaxed);
}

std::vector<PoolLeak> RTMemoryPool::leaks() const
{
    std::vector<PoolLeak> found;
    for (const Class* one = classes_; one != end_ && isTracked_; ++one)
        for (std::size_t i = 0; i < one->pool.blockCount(); ++i) {
            const std::uint64_t serial = one->serials[i].load(std::memory_order_acquire);
            if (serial != 0)
                found.push_back({one->pool.blockAt(static_cast<std::uint32_t>(i)),
                                 one->pool.blockBytes(), serial});
        }
    std::sort(found.begin(), found.end(),
              [](const PoolLeak& a, const PoolLeak& b) { return a.serial < b.serial; });
    return found;
}

std::string RTMemoryPool::describeLeaks() const
{
    constexpr std::size_t most = 8;
    const std::vector<PoolLeak> found = leaks();
    if (found.empty()) return {};
    std::string text = std::to_string(found.size());
    text += found.size() == 1 ? " block was not given back: " : " blocks were not given back: ";
    for (std::size_t i = 0; i < std::min(found.size(), most); ++i) {
        if (i != 0) text += ", ";
        text += std::to_string(found[i].blockBytes) + " bytes (allocation " +
                std::to_string(found[i].serial) + ")";
    }
    return found.size() > most ? text + ", …" : text;
}

} // namespace cppmusic::core
