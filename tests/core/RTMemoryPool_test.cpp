// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/memory/RTMemoryPool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <cstring>
#include <random>
#include <set>
#include <thread>
#include <vector>

using namespace cppmusic::core;

TEST(FixedPool, GivesEveryBlockOnceAndAtLeastAsManyAsPromised)
{
    for (const std::size_t blocks : {1u, 7u, 100u, 5000u}) {
        FixedPool pool(40, blocks, 3);
        EXPECT_EQ(pool.blockBytes(), 48u);
        std::set<void*> given;
        while (void* const block = pool.allocate()) {
            ASSERT_TRUE(given.insert(block).second);
            ASSERT_TRUE(pool.owns(block));
            ASSERT_EQ(reinterpret_cast<std::uintptr_t>(block) % 16, 0u);
            ASSERT_EQ(pool.blockAt(pool.indexOf(block)), block);
            std::memset(block, 0x55, 48);
        }
        EXPECT_GE(given.size(), blocks);
        EXPECT_EQ(given.size(), pool.blockCount()) << "one thread alone gets them all";
        for (void* const block : given) pool.deallocate(block);
        for (std::size_t i = 0; i < given.size(); ++i) ASSERT_NE(pool.allocate(), nullptr);
        EXPECT_EQ(pool.allocate(), nullptr);
    }
}

TEST(FixedPool, KnowsItsOwnBlocksFromOthers)
{
    FixedPool pool(64, 4);
    FixedPool other(64, 4);
    int local = 0;
    void* const block = other.allocate();
    EXPECT_FALSE(pool.owns(block));
    EXPECT_FALSE(pool.owns(&local));
    EXPECT_FALSE(pool.owns(nullptr));
    EXPECT_TRUE(other.owns(block));
    other.deallocate(block);
    pool.deallocate(nullptr);
}

namespace {

/// Each thread takes and gives back blocks at random and passes some to the next thread; every
/// block carries its owner's mark.
int mixUps(FixedPool& pool, int threads, std::size_t blocksEach)
{
    std::atomic<int> wrong{0};
    std::vector<std::atomic<std::uint64_t*>> handed(static_cast<std::size_t>(threads));
    std::vector<std::thread> runners;
    for (int thread = 0; thread < threads; ++thread)
        runners.emplace_back([&, thread] {
            const auto self = static_cast<std::size_t>(thread);
            std::mt19937 random(static_cast<unsigned>(thread));
            std::vector<std::uint64_t*> mine;
            for (int i = 0; i < 40000; ++i) {
                if (mine.size() < blocksEach && random() % 2 == 0) {
                    auto* const block = static_cast<std::uint64_t*>(pool.allocate());
                    if (block == nullptr) {
                        ++wrong; // there are enough for all
                        continue;
                    }
                    *block = self;
                    mine.push_back(block);
                } else if (!mine.empty()) {
                    std::swap(mine[random() % mine.size()], mine.back());
                    std::uint64_t* const block = mine.back();
                    mine.pop_back();
                    if (*block != self) ++wrong;
                    *block = ~self;
                    auto& next = handed[(self + 1) % handed.size()];
                    pool.deallocate(random() % 4 == 0 ? next.exchange(block) : block);
                }
            }
            for (std::uint64_t* const block : mine) pool.deallocate(block);
        });
    for (std::thread& runner : runners) runner.join();
    for (auto& block : handed) pool.deallocate(block.exchange(nullptr));
    return wrong;
}

} // namespace

TEST(FixedPool, ThreadsNeverShareABlockAndNoneIsLostOnTheWay)
{
    FixedPool pool(16, 4 * 301, 4);
    for (int round = 0; round < 3; ++round) EXPECT_EQ(mixUps(pool, 4, 300), 0);
}

TEST(FixedPool, ThreadsBeyondThePromisedNumberAreServedToo)
{
    FixedPool pool(16, 6 * 51, 1); // the main thread has the only cache
    (void)ThreadIndex::current();
    EXPECT_EQ(mixUps(pool, 6, 50), 0);
}

TEST(RTMemoryPool, TheSmallestClassThatFitsGivesTheBlock)
{
    RTMemoryPool pool({{256, 4}, {32, 4}, {64, 0}}, {1, true, {}});
    void* const small = pool.allocate(20);
    void* const large = pool.allocate(33);
    ASSERT_NE(small, nullptr);
    ASSERT_NE(large, nullptr);
    EXPECT_EQ(pool.allocate(257), nullptr);
    const auto leaks = pool.leaks();
    ASSERT_EQ(leaks.size(), 2u);
    EXPECT_EQ(leaks[0].blockBytes, 32u);
    EXPECT_EQ(leaks[1].blockBytes, 256u);
    EXPECT_TRUE(pool.owns(small));
    pool.deallocate(small);
    pool.deallocate(large);
    pool.deallocate(nullptr);
    EXPECT_EQ(pool.liveBlocks(), 0u);
}

TEST(RTMemoryPool, AnExhaustedClassBorrowsFromTheNextLargerOne)
{
    RTMemoryPool pool({{32, 2}, {256, 2}}, {1, true, {}});
    std::vector<void*> blocks;
    while (void* const block = pool.allocate(32)) blocks.push_back(block);
    const auto leaks = pool.leaks();
    EXPECT_EQ(leaks.size(), blocks.size());
    EXPECT_EQ(leaks.back().blockBytes, 256u);
    for (void* const block : blocks) pool.deallocate(block);
    EXPECT_EQ(pool.liveBlocks(), 0u);
    EXPECT_EQ(pool.faults(), 0u);
}

TEST(RTMemoryPool, DoubleFreesAndForeignBlocksAreReportedAndHarmless)
{
    std::vector<PoolFault::Kind> faults;
    faults.reserve(8); // told of inside deallocate, which must not allocate
    RTMemoryPool pool(
        {{64, 8}}, {1, true, [&faults](const PoolFault& fault) { faults.push_back(fault.kind); }});
    auto* const block = static_cast<char*>(pool.allocate(64));
    pool.deallocate(block + 16);
    pool.deallocate(block);
    pool.deallocate(block);
    int local = 0;
    pool.deallocate(&local);
    EXPECT_EQ(faults, (std::vector{PoolFault::Kind::foreignBlock, PoolFault::Kind::doubleFree,
                                   PoolFault::Kind::foreignBlock}));
    EXPECT_EQ(pool.faults(), 3u);
    void* const first = pool.allocate(64);
    void* const second = pool.allocate(64);
    EXPECT_NE(first, second) << "the double free did not put it there twice";
    pool.deallocate(first);
    pool.deallocate(second);
}

TEST(RTMemoryPool, LeaksAreNamedByTheirAllocation)
{
    RTMemoryPool pool({{64, 20}, {512, 20}}, {1, true, {}});
    EXPECT_EQ(pool.describeLeaks(), "");
    void* const kept = pool.allocate(64);
    pool.deallocate(pool.allocate(64));
    void* const other = pool.allocate(500);
    EXPECT_EQ(pool.describeLeaks(), "2 blocks were not given back: 64 bytes (allocation 1), "
                                    "512 bytes (allocation 3)");
    pool.deallocate(other);
    EXPECT_EQ(pool.describeLeaks(), "1 block was not given back: 64 bytes (allocation 1)");
    pool.deallocate(kept);
}

TEST(RTMemoryPool, WhatWasFreedIsOverwrittenWhileTracked)
{
    RTMemoryPool pool({{64, 4}}, {1, true, {}});
    auto* const block = static_cast<unsigned char*>(pool.allocate(64));
    std::memset(block, 1, 64);
    pool.deallocate(block);
    EXPECT_EQ(block[0], 0xdb) << "the memory is still the pool's";
    EXPECT_EQ(block[63], 0xdb);
}

TEST(RTMemoryPool, MakesObjectsAndEndsThem)
{
    struct Voice {
        int& ended;
        int key;
        Voice(int& counter, int k) noexcept : ended(counter), key(k) {}
        ~Voice() { ++ended; }
    };
    RTMemoryPool pool({{sizeof(Voice), 1}}, {1, false, {}});
    int ended = 0;
    Voice* const voice = pool.create<Voice>(ended, 60);
    ASSERT_NE(voice, nullptr);
    EXPECT_EQ(voice->key, 60);
    pool.destroy(voice);
    pool.destroy<Voice>(nullptr);
    EXPECT_EQ(ended, 1);
    EXPECT_FALSE(pool.isTracked());
    EXPECT_EQ(pool.liveBlocks(), 0u);
    EXPECT_TRUE(pool.leaks().empty());
}
