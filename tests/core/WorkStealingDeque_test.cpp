// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lockfree/WorkStealingDeque.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

using cppmusic::core::Steal;
using cppmusic::core::WorkStealingDeque;

TEST(WorkStealingDeque, TheOwnerTakesTheNewestAndThievesTheOldest)
{
    WorkStealingDeque<int> deque(4);
    int task = -1;
    EXPECT_FALSE(deque.pop(task));
    EXPECT_EQ(deque.steal(task), Steal::empty);
    EXPECT_TRUE(deque.isEmpty());
    for (int i = 0; i < 100; ++i) deque.push(i); // grows several times
    for (int i = 0; i < 30; ++i) {
        ASSERT_TRUE(deque.pop(task));
        ASSERT_EQ(task, 99 - i);
        ASSERT_EQ(deque.steal(task), Steal::stolen);
        ASSERT_EQ(task, i);
    }
    EXPECT_FALSE(deque.isEmpty());
    for (int i = 0; i < 40; ++i) ASSERT_TRUE(deque.pop(task));
    EXPECT_EQ(task, 30);
    EXPECT_FALSE(deque.pop(task));
    EXPECT_FALSE(deque.pop(task)) << "and stays empty";
    deque.push(7);
    ASSERT_TRUE(deque.pop(task));
    EXPECT_EQ(task, 7);
}

TEST(WorkStealingDeque, EveryTaskOnceWhileTwoThievesStealAndTheArrayGrows)
{
    constexpr std::uint32_t total = 60000;
    for (int round = 0; round < 3; ++round) {
        WorkStealingDeque<std::uint32_t> deque(2);
        std::vector<std::atomic<int>> seen(total);
        std::atomic<bool> isDone{false};
        std::vector<std::thread> thieves;
        for (int i = 0; i < 2; ++i)
            thieves.emplace_back([&] {
                std::uint32_t task = 0;
                while (!isDone || !deque.isEmpty()) {
                    if (deque.steal(task) == Steal::stolen)
                        ++seen[task];
                    else
                        std::this_thread::yield();
                }
            });
        std::uint32_t task = 0;
        for (std::uint32_t i = 0; i < total; ++i) {
            deque.push(i);
            // Often down to the last one, which owner and thieves race for.
            if (i % 3 != 0 && deque.pop(task)) ++seen[task];
            if (i % 4096 == 0)
                while (deque.pop(task)) ++seen[task];
        }
        isDone = true;
        for (std::thread& thief : thieves) thief.join();
        for (auto& count : seen) ASSERT_EQ(count.load(), 1);
    }
}
