// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lockfree/ThreadIndex.h"

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

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
            // Acquire, with the release in ~Release: all that the last owner did is seen.
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
    ~Release()
    {
        const auto mine = static_cast<std::size_t>(mine_);
        mine_ = -1;
        taken[mine / bitsPerWord].fetch_and(~(std::uint64_t{1} << (mine % bitsPerWord)),
                                            std::memory_order_release);
    }
};

int ThreadIndex::limit() noexcept CPPMUSIC_NONBLOCKING
{
    return highest.load(std::memory_order_seq_cst);
}

#if defined(__clang__) && __clang_major__ >= 20
// Once in a thread's life; whoever must not allocate calls current() in advance.
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
    thread_local const Release release;
    (void)&release;
    return mine;
}
#if defined(__clang__) && __clang_major__ >= 20
#pragma clang diagnostic pop
#endif

} // namespace cppmusic::core
