// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/MainThreadQueue.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

using cppmusic::core::MainThreadQueue;

TEST(MainThreadQueue, FunctionsRunInTheOrderOfPosting)
{
    MainThreadQueue queue;
    std::string order;
    for (const char letter : {'a', 'b', 'c'}) queue.post([&order, letter] { order += letter; });
    EXPECT_FALSE(queue.isEmpty());
    EXPECT_EQ(queue.drain(), 3u);
    EXPECT_EQ(order, "abc");
    EXPECT_TRUE(queue.isEmpty());
    EXPECT_EQ(queue.drain(), 0u);
}

TEST(MainThreadQueue, WhatAFunctionPostsWaitsForTheNextDrain)
{
    MainThreadQueue queue;
    int runs = 0;
    std::function<void()> again = [&] {
        ++runs;
        queue.post(again);
    };
    queue.post(again);
    EXPECT_EQ(queue.drain(), 1u);
    EXPECT_EQ(queue.drain(), 1u);
    EXPECT_EQ(runs, 2);
}

TEST(MainThreadQueue, WakesTheEventLoopOncePerBatch)
{
    MainThreadQueue queue;
    int wakes = 0;
    queue.setWakeCallback([&wakes] { ++wakes; });
    queue.post([] {});
    queue.post([] {});
    EXPECT_EQ(wakes, 1);
    queue.drain();
    queue.post([] {});
    EXPECT_EQ(wakes, 2);
    queue.drain();
    queue.setWakeCallback({});
    queue.post([] {});
    EXPECT_EQ(wakes, 2);
}

TEST(MainThreadQueue, PostsOfManyThreadsAllRunOnTheDrainingThread)
{
    constexpr int threads = 4;
    constexpr int posts = 2000;
    MainThreadQueue queue;
    const auto mainThread = std::this_thread::get_id();
    int ran = 0;
    int elsewhere = 0;
    std::vector<int> lastOf(threads, -1);
    int outOfOrder = 0;
    std::vector<std::thread> posters;
    for (int t = 0; t < threads; ++t)
        posters.emplace_back([&, t] {
            for (int i = 0; i < posts; ++i)
                queue.post([&, t, i] {
                    ++ran;
                    if (std::this_thread::get_id() != mainThread) ++elsewhere;
                    int& last = lastOf[static_cast<std::size_t>(t)];
                    if (i != last + 1) ++outOfOrder;
                    last = i;
                });
        });
    queue.drainUntil([&ran] { return ran == threads * posts; });
    for (auto& poster : posters) poster.join();
    EXPECT_EQ(elsewhere, 0);
    EXPECT_EQ(outOfOrder, 0);
    EXPECT_TRUE(queue.isEmpty());
}

TEST(MainThreadQueue, DrainUntilReturnsAtOnceWhenAlreadyDone)
{
    MainThreadQueue queue;
    queue.drainUntil([] { return true; });
    EXPECT_TRUE(queue.isEmpty());
}
