// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/memory/MemoryTracker.h"

#include "core/memory/RTMemoryPool.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace cppmusic::core;

TEST(MemoryTracker, AccountsKnowWhatIsInUseAndTheMostThatWas)
{
    MemoryTracker tracker;
    auto& samples = tracker.account("samples");
    EXPECT_EQ(&tracker.account("samples"), &samples);
    samples.add(1000);
    tracker.account("undo").add(5000);
    samples.add(500);
    samples.remove(1200);
    const auto report = tracker.report();
    ASSERT_EQ(report.size(), 2u);
    EXPECT_EQ(report[0].name, "undo");
    EXPECT_EQ(report[1].name, "samples");
    EXPECT_EQ(report[1].bytes, 300);
    EXPECT_EQ(report[1].peakBytes, 1500);
    EXPECT_EQ(tracker.bytes(), 5300);
    EXPECT_EQ(tracker.describeLeaks(), "undo: 5000 bytes; samples: 300 bytes");
}

TEST(MemoryTracker, AHoldingGivesBackWhatItTook)
{
    MemoryTracker tracker;
    auto& waves = tracker.account("waves");
    {
        MemoryTracker::Holding first(waves, 100);
        MemoryTracker::Holding second = std::move(first);
        MemoryTracker::Holding third;
        third = std::move(second);
        EXPECT_EQ(waves.bytes(), 100);
    }
    EXPECT_EQ(waves.bytes(), 0);
    EXPECT_EQ(waves.peakBytes(), 100);
    EXPECT_EQ(tracker.describeLeaks(), "");
}

TEST(MemoryTracker, APoolsMemoryIsOnItsAccountWhileItLives)
{
    MemoryTracker tracker;
    auto& voices = tracker.account("voices");
    {
        const RTMemoryPool pool({{64, 100}}, {1, false, {}, &voices});
        EXPECT_GE(voices.bytes(), 6400);
    }
    EXPECT_EQ(voices.bytes(), 0);
}

TEST(MemoryTracker, ThreadsThatAskForTheSameNameGetTheSameAccount)
{
    MemoryTracker tracker;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back([&tracker] {
            for (int i = 0; i < 2000; ++i) {
                auto& account = tracker.account("cache " + std::to_string(i % 50));
                account.add(10);
                account.remove(9);
            }
        });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(tracker.report().size(), 50u);
    EXPECT_EQ(tracker.bytes(), 8000);
}

TEST(MemoryTracker, NamesBeyondTheLimitShareAnAccount)
{
    MemoryTracker tracker;
    for (int i = 0; i < 20000; ++i) tracker.account("n" + std::to_string(i)).add(1);
    EXPECT_EQ(tracker.bytes(), 20000);
    EXPECT_GE(tracker.report().size(), MemoryTracker::maxAccounts);
    EXPECT_LT(tracker.report().size(), 20000u);
}
