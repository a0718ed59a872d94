// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/JobSystem.h"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace cppmusic::core;

namespace {

/// A door that jobs wait at until the test opens it.
class Gate {
public:
    void open()
    {
        const std::scoped_lock lock(mutex_);
        isOpen_ = true;
        changed_.notify_all();
    }
    void pass()
    {
        std::unique_lock lock(mutex_);
        ++arrived_;
        changed_.notify_all();
        changed_.wait(lock, [this] { return isOpen_; });
    }
    void waitForArrivals(int count)
    {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this, count] { return arrived_ >= count; });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool isOpen_ = false;
    int arrived_ = 0;
};

} // namespace

TEST(JobSystem, EveryJobRunsOnceAndWaitIdleWaitsForAll)
{
    JobSystem jobs(3);
    std::vector<std::atomic<int>> runs(2000);
    for (auto& count : runs) jobs.submit([&count](const CancellationToken&) { ++count; });
    jobs.waitIdle();
    EXPECT_EQ(jobs.pending(), 0u);
    for (auto& count : runs) ASSERT_EQ(count.load(), 1);
}

TEST(JobSystem, HighPriorityGoesFirstThenTheOrderOfSubmission)
{
    JobSystem jobs(1);
    Gate gate;
    jobs.submit([&gate](const CancellationToken&) { gate.pass(); });
    gate.waitForArrivals(1);
    std::string order;
    const auto add = [&](char letter, JobPriority priority) {
        jobs.submit([&order, letter](const CancellationToken&) { order += letter; }, priority);
    };
    add('e', JobPriority::low);
    add('c', JobPriority::normal);
    add('a', JobPriority::high);
    add('d', JobPriority::normal);
    add('b', JobPriority::high);
    add('f', JobPriority::low);
    EXPECT_EQ(jobs.pending(), 7u);
    gate.open();
    jobs.waitIdle();
    EXPECT_EQ(order, "abcdef");
}

TEST(JobSystem, AJobCancelledBeforeItBeginsNeverRuns)
{
    JobSystem jobs(1);
    Gate gate;
    jobs.submit([&gate](const CancellationToken&) { gate.pass(); });
    bool hasRun = false;
    const CancellationToken token =
        jobs.submit([&hasRun](const CancellationToken&) { hasRun = true; });
    token.cancel();
    gate.open();
    jobs.waitIdle();
    EXPECT_FALSE(hasRun);
}

TEST(JobSystem, ARunningJobSeesItsTokenCancelled)
{
    JobSystem jobs(1);
    Gate started;
    bool sawCancel = false;
    const auto token = jobs.submit([&](const CancellationToken& mine) {
        started.pass();
        sawCancel = mine.isCancelled();
    });
    started.waitForArrivals(1);
    token.cancel();
    started.open();
    jobs.waitIdle();
    EXPECT_TRUE(sawCancel);
}

TEST(JobSystem, WorkersRunAtTheSameTime)
{
    JobSystem jobs(3);
    ASSERT_EQ(jobs.workers(), 3);
    Gate gate;
    for (int i = 0; i < 3; ++i) jobs.submit([&gate](const CancellationToken&) { gate.pass(); });
    gate.waitForArrivals(3); // would hang if they ran one after the other
    gate.open();
    jobs.waitIdle();
}

TEST(JobSystem, JobsMaySubmitFurtherJobsAndWaitIdleWaitsForThoseToo)
{
    JobSystem jobs(2);
    std::atomic<int> count{0};
    std::function<void(int)> spawn = [&](int depth) {
        jobs.submit([&, depth](const CancellationToken&) {
            ++count;
            if (depth > 0) {
                spawn(depth - 1);
                spawn(depth - 1);
            }
        });
    };
    spawn(7);
    jobs.waitIdle();
    EXPECT_EQ(count.load(), 255);
}

TEST(JobSystem, AJobThatThrowsIsReportedAndTheOthersRun)
{
    std::mutex mutex;
    std::vector<std::string> failures;
    JobSystem jobs(1, [&](const Error& error) {
        const std::scoped_lock lock(mutex);
        failures.push_back(error.text());
    });
    bool hasRun = false;
    jobs.submit([](const CancellationToken&) { throw std::runtime_error("no such sample"); });
    jobs.submit([](const CancellationToken&) { throw 7; });
    jobs.submit([&hasRun](const CancellationToken&) { hasRun = true; });
    jobs.waitIdle();
    EXPECT_TRUE(hasRun);
    ASSERT_EQ(failures.size(), 2u);
    EXPECT_EQ(failures[0], "a background job failed: no such sample");
}

TEST(JobSystem, ShutdownCancelsWhatRunsDropsWhatWaitsAndRefusesWhatComes)
{
    JobSystem jobs(1);
    Gate gate;
    std::atomic<bool> sawCancel{false};
    std::atomic<int> later{0};
    jobs.submit([&](const CancellationToken& token) {
        gate.pass();
        while (!token.isCancelled()) std::this_thread::yield();
        sawCancel = true;
    });
    gate.waitForArrivals(1);
    for (int i = 0; i < 10; ++i) jobs.submit([&later](const CancellationToken&) { ++later; });
    gate.open();
    jobs.shutdown();
    EXPECT_TRUE(sawCancel.load());
    jobs.submit([&later](const CancellationToken&) { ++later; });
    jobs.waitIdle();
    jobs.shutdown();
    EXPECT_EQ(later.load(), 0);
}

TEST(JobSystem, WhatAJobHeldIsFreedBeforeWaitIdleReturns)
{
    JobSystem jobs(2);
    std::weak_ptr<int> watch;
    {
        auto held = std::make_shared<int>(7);
        watch = held;
        jobs.submit([held = std::move(held)](const CancellationToken&) {});
    }
    jobs.waitIdle();
    EXPECT_TRUE(watch.expired());
}

TEST(JobSystem, AnIdleWorkerTakesTheJobsOfABusyOne)
{
    JobSystem jobs(2);
    std::atomic<int> count{0};
    jobs.submit([&](const CancellationToken&) {
        for (int i = 0; i < 500; ++i) jobs.submit([&count](const CancellationToken&) { ++count; });
        // This worker does nothing else until the other one has done it all.
        while (count.load() < 500) std::this_thread::yield();
    });
    jobs.waitIdle();
    EXPECT_EQ(count.load(), 500);
}

TEST(JobSystem, AJobsOwnJobsKeepTheirPriorities)
{
    JobSystem jobs(1);
    std::string order;
    const auto add = [&](char letter, JobPriority priority) {
        jobs.submit([&order, letter](const CancellationToken&) { order += letter; }, priority);
    };
    jobs.submit([&](const CancellationToken&) {
        add('d', JobPriority::low);
        add('c', JobPriority::normal);
        add('b', JobPriority::normal);
        add('a', JobPriority::high);
    });
    jobs.waitIdle();
    EXPECT_EQ(order, "abcd") << "of equal priority the newest first";
}

TEST(JobSystem, ManyThreadsSubmitWhileWorkersFallAsleepAndWakeUp)
{
    JobSystem jobs(3);
    std::atomic<int> count{0};
    constexpr int each = 3000;
    std::vector<std::thread> submitters;
    for (int thread = 0; thread < 3; ++thread)
        submitters.emplace_back([&, thread] {
            for (int i = 0; i < each; ++i) {
                jobs.submit([&](const CancellationToken&) {
                    if (++count % 7 == 0) jobs.submit([&](const CancellationToken&) { ++count; });
                });
                if (i % 16 == thread) jobs.waitIdle(); // lets the workers run dry
            }
        });
    for (std::thread& submitter : submitters) submitter.join();
    jobs.waitIdle();
    EXPECT_EQ(jobs.pending(), 0u);
    EXPECT_GE(count.load(), 3 * each);
}

TEST(JobSystem, MoreJobsThanThePoolHoldsAreKeptAllTheSame)
{
    JobSystem jobs(1);
    Gate gate;
    jobs.submit([&gate](const CancellationToken&) { gate.pass(); });
    gate.waitForArrivals(1);
    std::atomic<int> count{0};
    for (int i = 0; i < 5000; ++i) jobs.submit([&count](const CancellationToken&) { ++count; });
    EXPECT_EQ(jobs.pending(), 5001u);
    gate.open();
    jobs.waitIdle();
    EXPECT_EQ(count.load(), 5000);
}

TEST(JobSystem, SubmittingDuringShutdownNeitherHangsNorLeaks)
{
    for (int round = 0; round < 30; ++round) {
        const auto held = std::make_shared<int>(round);
        std::atomic<bool> isDone{false};
        {
            JobSystem jobs(2);
            std::thread submitter([&] {
                while (!isDone) jobs.submit([held](const CancellationToken&) {});
            });
            for (int i = 0; i < 20; ++i) jobs.submit([held](const CancellationToken&) {});
            jobs.shutdown();
            isDone = true;
            submitter.join();
            jobs.waitIdle();
            EXPECT_EQ(jobs.pending(), 0u);
        }
        EXPECT_EQ(held.use_count(), 1);
    }
}
