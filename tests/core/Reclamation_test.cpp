// SPDX-License-Identifier: GPL-3.0-or-later
// HazardPointers, EpochReclaimer and ThreadIndex: nothing is released while it may be read, and
// everything is released in the end.
#include "core/lockfree/EpochReclaimer.h"
#include "core/lockfree/HazardPointers.h"
#include "core/lockfree/ThreadIndex.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

using namespace cppmusic::core;

namespace {

/// Counts what is alive; a node that is read after its release shows it.
template <class Base>
struct Watched : Base {
    static constexpr std::uint64_t alive = 0x600d'600d'600d'600du;
    std::atomic<std::uint64_t> state{alive};
};

struct Count {
    std::atomic<int> released{0};
    template <class Node, class Base>
    static void release(void* owner, Base* base) noexcept
    {
        auto* const node = static_cast<Node*>(base);
        node->state.store(0, std::memory_order_relaxed);
        delete node;
        ++static_cast<Count*>(owner)->released;
    }
};

using HazardNode = Watched<HazardPointers::Node>;
using EpochNode = Watched<EpochReclaimer::Node>;

} // namespace

TEST(ThreadIndex, LivingThreadsHaveDifferentNumbersAndTheDeadGiveTheirsBack)
{
    std::mutex mutex;
    std::vector<int> numbers;
    for (int round = 0; round < 3; ++round) {
        std::atomic<int> arrived{0};
        numbers.clear();
        std::vector<std::thread> threads;
        for (int i = 0; i < 20; ++i)
            threads.emplace_back([&] {
                const int mine = ThreadIndex::current();
                EXPECT_EQ(ThreadIndex::current(), mine);
                EXPECT_LT(mine, ThreadIndex::limit());
                {
                    const std::scoped_lock lock(mutex);
                    numbers.push_back(mine);
                }
                ++arrived;
                while (arrived.load() < 20) std::this_thread::yield();
            });
        for (std::thread& thread : threads) thread.join();
        std::sort(numbers.begin(), numbers.end());
        EXPECT_EQ(std::adjacent_find(numbers.begin(), numbers.end()), numbers.end());
        EXPECT_LT(numbers.back(), 40) << "sixty threads, but never more than some twenty at once";
    }
}

TEST(HazardPointers, AProtectedNodeIsReleasedOnlyAfterItsHazardIsCleared)
{
    Count count;
    HazardPointers hazards(&count, &Count::release<HazardNode, HazardPointers::Node>, 1);
    std::atomic<HazardNode*> source{new HazardNode};
    HazardNode* const node = hazards.protect(0, source);
    source = nullptr;
    hazards.retire(node);
    EXPECT_EQ(count.released, 0);
    EXPECT_EQ(node->state, HazardNode::alive);
    hazards.clear(0);
    hazards.collect();
    EXPECT_EQ(count.released, 1);
}

TEST(HazardPointers, AHazardOfAnotherThreadCountsToo)
{
    Count count;
    HazardPointers hazards(&count, &Count::release<HazardNode, HazardPointers::Node>, 1);
    std::atomic<HazardNode*> source{new HazardNode};
    std::atomic<int> stage{0};
    std::thread reader([&] {
        HazardNode* const node = hazards.protect(1, source);
        stage = 1;
        while (stage.load() == 1) std::this_thread::yield();
        EXPECT_EQ(node->state, HazardNode::alive);
        hazards.clear(1);
    });
    while (stage.load() == 0) std::this_thread::yield();
    HazardNode* const node = source.exchange(nullptr);
    hazards.retire(node);
    EXPECT_EQ(count.released, 0);
    stage = 2;
    reader.join();
    hazards.collect();
    EXPECT_EQ(count.released, 1);
}

TEST(HazardPointers, WhatIsStillInLimboIsReleasedAtTheEnd)
{
    Count count;
    {
        HazardPointers hazards(&count, &Count::release<HazardNode, HazardPointers::Node>, 100);
        for (int i = 0; i < 250; ++i) hazards.retire(new HazardNode);
        EXPECT_EQ(count.released, 200) << "at the limit a thread looks";
    }
    EXPECT_EQ(count.released, 250);
}

TEST(HazardPointers, ReadersNeverSeeAReleasedNodeWhileWritersReplaceIt)
{
    Count count;
    constexpr int replacements = 20000;
    std::atomic<int> torn{0};
    {
        HazardPointers hazards(&count, &Count::release<HazardNode, HazardPointers::Node>, 8);
        std::atomic<HazardNode*> source{new HazardNode};
        std::atomic<bool> isDone{false};
        std::vector<std::thread> readers;
        for (int i = 0; i < 2; ++i)
            readers.emplace_back([&] {
                while (!isDone) {
                    const HazardNode* const node = hazards.protect(0, source);
                    if (node->state.load(std::memory_order_relaxed) != HazardNode::alive) ++torn;
                    hazards.clear(0);
                }
            });
        std::thread writer([&] {
            for (int i = 0; i < replacements; ++i) hazards.retire(source.exchange(new HazardNode));
        });
        for (int i = 0; i < replacements; ++i) hazards.retire(source.exchange(new HazardNode));
        writer.join();
        isDone = true;
        for (std::thread& reader : readers) reader.join();
        delete source.load();
    }
    EXPECT_EQ(torn, 0);
    EXPECT_EQ(count.released, 2 * replacements);
}

TEST(EpochReclaimer, NothingIsReleasedWhileAnEarlierGuardLives)
{
    Count count;
    EpochReclaimer epochs(&count, &Count::release<EpochNode, EpochReclaimer::Node>);
    std::atomic<int> stage{0};
    std::thread reader([&] {
        const EpochReclaimer::Guard guard(epochs);
        stage = 1;
        while (stage.load() == 1) std::this_thread::yield();
    });
    while (stage.load() == 0) std::this_thread::yield();
    for (int i = 0; i < 500; ++i) {
        const EpochReclaimer::Guard guard(epochs);
        epochs.retire(new EpochNode);
    }
    EXPECT_EQ(count.released, 0);
    stage = 2;
    reader.join();
    for (int i = 0; i < 3; ++i) epochs.collect();
    EXPECT_EQ(count.released, 500);
}

TEST(EpochReclaimer, GuardsNestAndTheirOwnThreadIsHeldUpToo)
{
    Count count;
    EpochReclaimer epochs(&count, &Count::release<EpochNode, EpochReclaimer::Node>);
    {
        const EpochReclaimer::Guard outer(epochs);
        {
            const EpochReclaimer::Guard inner(epochs);
            epochs.retire(new EpochNode);
        }
        for (int i = 0; i < 5; ++i) epochs.collect();
        EXPECT_EQ(count.released, 0);
    }
    for (int i = 0; i < 3; ++i) epochs.collect();
    EXPECT_EQ(count.released, 1);
}

TEST(EpochReclaimer, ReadersNeverSeeAReleasedNodeWhileWritersReplaceIt)
{
    Count count;
    constexpr int replacements = 20000;
    std::atomic<int> torn{0};
    {
        EpochReclaimer epochs(&count, &Count::release<EpochNode, EpochReclaimer::Node>);
        std::atomic<EpochNode*> source{new EpochNode};
        std::atomic<bool> isDone{false};
        std::vector<std::thread> readers;
        for (int i = 0; i < 2; ++i)
            readers.emplace_back([&] {
                while (!isDone) {
                    const EpochReclaimer::Guard guard(epochs);
                    const EpochNode* const node = source.load();
                    if (node->state.load(std::memory_order_relaxed) != EpochNode::alive) ++torn;
                }
            });
        const auto write = [&] {
            for (int i = 0; i < replacements; ++i) {
                const EpochReclaimer::Guard guard(epochs);
                epochs.retire(source.exchange(new EpochNode));
            }
        };
        std::thread writer(write);
        write();
        writer.join();
        isDone = true;
        for (std::thread& reader : readers) reader.join();
        delete source.load();
        for (int i = 0; i < 3; ++i) epochs.collect();
        EXPECT_GE(count.released, replacements) << "with no guard left, this thread's own";
    }
    EXPECT_EQ(torn, 0);
    EXPECT_EQ(count.released, 2 * replacements);
}
