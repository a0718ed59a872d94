// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lockfree/LockFreeQueue.h"

#include "core/Linearizable.h"

#include <gtest/gtest.h>

#include <deque>
#include <memory>
#include <string>

using namespace cppmusic;
using core::LockFreeQueue;

TEST(LockFreeQueue, FirstInFirstOutAcrossManySegments)
{
    LockFreeQueue<int> queue;
    int value = -1;
    EXPECT_FALSE(queue.pop(value));
    EXPECT_TRUE(queue.isEmpty());
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 2000; ++i) queue.push(i);
        EXPECT_FALSE(queue.isEmpty());
        for (int i = 0; i < 2000; ++i) {
            ASSERT_TRUE(queue.pop(value));
            ASSERT_EQ(value, i);
        }
        EXPECT_FALSE(queue.pop(value));
        EXPECT_EQ(value, 1999) << "an empty queue leaves the value alone";
        EXPECT_TRUE(queue.isEmpty());
    }
}

TEST(LockFreeQueue, CarriesWhatOwnsMemoryAndDropsTheRestAtItsEnd)
{
    const auto watched = std::make_shared<int>(7);
    {
        LockFreeQueue<std::shared_ptr<int>> queue;
        for (int i = 0; i < 1000; ++i) queue.push(watched);
        std::shared_ptr<int> out;
        for (int i = 0; i < 400; ++i) ASSERT_TRUE(queue.pop(out));
        out.reset();
        EXPECT_EQ(watched.use_count(), 601);
    }
    EXPECT_EQ(watched.use_count(), 1);
}

TEST(LockFreeQueue, EveryItemOnceAndEachProducersInOrder)
{
    LockFreeQueue<std::uint64_t> queue;
    for (const auto& [producers, consumers] : {std::pair{1, 1}, {2, 2}, {3, 1}, {1, 3}}) {
        EXPECT_EQ(test::exchangeViolations(
                      producers, consumers, 30000, true,
                      [&queue](std::uint64_t item) {
                          queue.push(item);
                          return true;
                      },
                      [&queue](std::uint64_t& item) { return queue.pop(item); }),
                  0u);
        EXPECT_TRUE(queue.isEmpty());
    }
}

namespace {

struct QueueModel {
    std::deque<std::uint64_t> inside;
    bool allows(const test::Call& call)
    {
        if (call.what == 0) {
            inside.push_back(call.value);
            return true;
        }
        if (inside.empty()) return call.result == 0;
        const std::uint64_t oldest = inside.front();
        inside.pop_front();
        return call.result == oldest;
    }
};

} // namespace

TEST(LockFreeQueue, EveryHistoryFitsASequentialQueue)
{
    for (std::uint64_t round = 0; round < 400; ++round) {
        LockFreeQueue<std::uint64_t> queue;
        // Close to a segment's end, where segments are linked and retired.
        const std::uint64_t before = 250 + round % 8;
        std::uint64_t ignored = 0;
        for (std::uint64_t i = 0; i < before; ++i) queue.push(i);
        for (std::uint64_t i = 0; i < before; ++i) (void)queue.pop(ignored);
        const auto history = test::observe(3, 4, [&](int thread, int step) {
            test::Call call;
            call.what = (thread + step + static_cast<int>(round)) % 2;
            call.value = static_cast<std::uint64_t>(thread * 10 + step + 1);
            if (call.what == 0)
                queue.push(call.value);
            else if (!queue.pop(call.result))
                call.result = 0;
            return call;
        });
        ASSERT_TRUE(test::isLinearizable(history, QueueModel{})) << "round " << round;
    }
}

TEST(Linearizable, AHistoryThatNoQueueCouldHaveIsFound)
{
    // 1 was in before 2, and yet 2 came out first.
    const std::vector<test::Call> wrong{
        {0, 1, 0, 0, 1}, {0, 2, 0, 2, 3}, {1, 0, 2, 4, 5}, {1, 0, 1, 6, 7}};
    EXPECT_FALSE(test::isLinearizable(wrong, QueueModel{}));
    // The same answers are right if the pushes overlapped.
    const std::vector<test::Call> right{
        {0, 1, 0, 0, 3}, {0, 2, 0, 1, 2}, {1, 0, 2, 4, 5}, {1, 0, 1, 6, 7}};
    EXPECT_TRUE(test::isLinearizable(right, QueueModel{}));
}
