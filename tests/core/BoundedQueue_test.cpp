// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lockfree/BoundedQueue.h"

#include "core/Linearizable.h"

#include <gtest/gtest.h>

using namespace cppmusic;
using core::BoundedQueue;

TEST(BoundedQueue, AFullQueueRefusesAndKeepsWhatItHas)
{
    BoundedQueue<int> queue(3);
    EXPECT_EQ(queue.capacity(), 4u);
    int value = -1;
    for (int round = 0; round < 5; ++round) {
        for (int i = 0; i < 4; ++i) EXPECT_TRUE(queue.push(i));
        EXPECT_FALSE(queue.push(99));
        EXPECT_EQ(queue.size(), 4u);
        for (int i = 0; i < 4; ++i) {
            ASSERT_TRUE(queue.pop(value));
            EXPECT_EQ(value, i);
        }
        EXPECT_FALSE(queue.pop(value));
        EXPECT_EQ(value, 3) << "an empty queue leaves the value alone";
        EXPECT_TRUE(queue.isEmpty());
    }
    EXPECT_EQ(BoundedQueue<int>(0).capacity(), 2u);
}

TEST(BoundedQueue, EveryItemOnceAndEachProducersInOrder)
{
    for (const std::size_t capacity : {2u, 64u, 4096u}) {
        BoundedQueue<std::uint64_t> queue(capacity);
        for (const auto& [producers, consumers] : {std::pair{1, 1}, {2, 2}, {3, 1}, {1, 3}}) {
            EXPECT_EQ(test::exchangeViolations(
                          producers, consumers, 8000, true,
                          [&queue](std::uint64_t item) { return queue.push(item); },
                          [&queue](std::uint64_t& item) { return queue.pop(item); }),
                      0u);
            EXPECT_TRUE(queue.isEmpty());
        }
    }
}
