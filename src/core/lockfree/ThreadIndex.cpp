// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lockfree/ThreadIndex.h"

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#ifndef _WIN32
#include <pthread.h>
#endif

namespace cppmusic::core {
namespace {

constexpr int bitsPerWord = 64;
constinit std::array<std::atomic<std::uint64_t>, ThreadIndex::maxThreads / bitsPerWord> taken{};
constinit std::atomic<int> highest{0};

/// The lowest number that is free, or −1.
int takeLowest() noexcept
{
    for (std::size_t word = 0; word < taken.size(); ++word) {
        std::uint64_t known = taken[word].load(std::memory_order_relaxed);
        while (~known != 0) {
            const int bit = std::countr_one(known);
            const std::uint64_t mine = known | (std::uint64_t{1} << bit);
            // Acquire, with the release in Release::number: all that the last owner did is seen.
            if (taken[word].compare_exchange_weak(known, mine, std::memory_order_acquire,
                                                  std::memory_order_relaxed))
                return static_cast<int>(word) * bitsPerWord + bit;
        }
    }
    return -1;
}

} // namespace

/// Gives the number back when its thread ends.
struct ThreadIndex::Release {
    static void number(int mine) noexcept
    {
        mine_ = -1;
        const auto bit = static_cast<std::size_t>(mine);
        taken[bit / bitsPerWord].fetch_and(~(std::uint64_t{1} << (bit % bitsPerWord)),
                                           std::memory_order_release);
    }

#ifdef _WIN32
    ~Release()
    {
        number(mine_);
    }
    static void atThreadsEnd(int) noexcept
    {
        thread_local const Release release;
        (void)&release;
    }
#else
    /// A key of the thread library: setting one of the first keys of a program is a store into the
    /// thread's own block, where a thread_local with a destructor would allocate.
    static void atThreadsEnd(int mine) noexcept
    {
        static constinit std::atomic<std::int64_t> key{-1};
        std::int64_t known = key.load(std::memory_order_acquire);
        if (known < 0) {
            pthread_key_t made{};
            if (pthread_key_create(&made, &ofValue) != 0) return; // the number stays taken
            if (key.compare_exchange_strong(known, static_cast<std::int64_t>(made))) {
                known = static_cast<std::int64_t>(made);
            } else {
                (void)pthread_key_delete(made);
            }
        }
        // Not null, else the thread's end would pass it over.
        (void)pthread_setspecific(static_cast<pthread_key_t>(known),
                                  reinterpret_cast<void*>(static_cast<std::uintptr_t>(mine) + 1));
    }
    static void ofValue(void* value) noexcept
    {
        number(static_cast<int>(reinterpret_cast<std::uintptr_t>(value) - 1));
    }
#endif
};

int ThreadIndex::limit() noexcept CPPMUSIC_NONBLOCKING
{
    return highest.load(std::memory_order_seq_cst);
}

#if defined(__clang__) && __clang_major__ >= 20
// The calls of the thread library store a word; they carry no attribute.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wfunction-effects"
#endif
int ThreadIndex::claim() noexcept CPPMUSIC_NONBLOCKING
{
    const int mine = takeLowest();
    if (mine < 0) {
        std::fputs("cppmusic: more than 128 threads use lock-free structures at once\n", stderr);
        std::abort();
    }
    // Seq_cst: who publishes something in a slot of its number afterwards is found by whoever reads
    // limit() and looks at the slots below it.
    int known = highest.load(std::memory_order_seq_cst);
    while (known <= mine && !highest.compare_exchange_weak(known, mine + 1)) {}
    mine_ = mine;
    Release::atThreadsEnd(mine);
    return mine;
}
#if defined(__clang__) && __clang_major__ >= 20
#pragma clang diagnostic pop
#endif

} // namespace cppmusic::core
