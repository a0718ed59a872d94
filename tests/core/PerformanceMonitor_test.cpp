// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/performance/PerformanceMonitor.h"

#include "core/performance/TickClock.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <random>
#include <thread>
#include <vector>

using namespace cppmusic::core;

namespace {

constexpr std::uint64_t millisecond = 1'000'000;

/// One block whose nodes cost what the list says.
void playBlock(PerformanceMonitor& monitor, std::uint64_t took,
               const std::vector<std::pair<NodeSlot, std::uint64_t>>& nodes = {},
               std::uint64_t budget = 2 * millisecond)
{
    monitor.beginBlock(4800, budget);
    for (const auto& [slot, cost] : nodes) monitor.nodeTook(0, slot, cost);
    monitor.endBlock(took);
}

} // namespace

TEST(DurationHistogram, EveryDurationLiesInABucketNoWiderThanItsDetail)
{
    using Histogram = DurationHistogram<6>;
    std::mt19937_64 random(11);
    for (int i = 0; i < 200000; ++i) {
        const std::uint64_t value = random() >> (28 + random() % 36);
        const std::size_t bucket = Histogram::bucketOf(value);
        ASSERT_LT(bucket, Histogram::bucketCount);
        const std::uint64_t edge = Histogram::upperEdge(bucket);
        ASSERT_GE(edge, value);
        ASSERT_LE(edge - value, value / 64) << value;
        ASSERT_EQ(Histogram::bucketOf(edge), bucket);
        ASSERT_EQ(Histogram::bucketOf(edge + 1) == bucket, edge + 1 == std::uint64_t{1} << 36);
    }
    EXPECT_EQ(Histogram::bucketOf(~std::uint64_t{0}), Histogram::bucketCount - 1);
}

TEST(DurationHistogram, PercentilesAreThoseOfTheSortedDurations)
{
    DurationHistogram<6> histogram;
    std::mt19937_64 random(12);
    std::vector<std::uint64_t> all;
    for (int i = 0; i < 50000; ++i) {
        const std::uint64_t value = 400'000 + random() % 300'000 + (i % 500 == 0 ? 2'000'000 : 0);
        all.push_back(value);
        histogram.record(value);
    }
    std::sort(all.begin(), all.end());
    const DurationSummary summary = histogram.summary();
    const auto check = [&all](std::uint64_t got, std::size_t perMille) {
        const std::uint64_t exact = all[all.size() * perMille / 1000 - 1];
        EXPECT_GE(got, exact);
        EXPECT_LE(got, exact + exact / 64);
    };
    EXPECT_EQ(summary.count, all.size());
    check(summary.p50, 500);
    check(summary.p99, 990);
    check(summary.p999, 999);
    EXPECT_EQ(summary.max, all.back());
    EXPECT_NEAR(summary.mean, 554'000.0, 5'000.0);
}

TEST(DurationHistogram, AfterARestartOnlyTheNewDurationsCount)
{
    DurationHistogram<2> histogram;
    EXPECT_EQ(histogram.summary().count, 0u);
    EXPECT_EQ(histogram.summary().p99, 0u);
    for (int i = 0; i < 100; ++i) histogram.record(5 * millisecond);
    histogram.restart();
    EXPECT_EQ(histogram.summary().count, 0u);
    histogram.record(3);
    const DurationSummary summary = histogram.summary();
    EXPECT_EQ(summary.count, 1u);
    EXPECT_EQ(summary.max, 3u);
    EXPECT_EQ(summary.p999, 3u);
    EXPECT_EQ(summary.mean, 3.0);
}

TEST(PerformanceMonitor, ABlockThatIsLateNamesTheNodeThatTookMoreThanUsual)
{
    PerformanceMonitor monitor;
    const NodeSlot synth = monitor.addNode("Synthesizer");
    const NodeSlot reverb = monitor.addNode("Reverb");
    for (int i = 0; i < 50; ++i)
        playBlock(monitor, millisecond, {{synth, 700'000}, {reverb, 200'000}});
    EXPECT_TRUE(monitor.takeOverruns().empty());
    playBlock(monitor, 3 * millisecond, {{synth, 710'000}, {reverb, 600'000}});
    const auto overruns = monitor.takeOverruns();
    ASSERT_EQ(overruns.size(), 1u);
    EXPECT_EQ(overruns[0].block, 51u);
    EXPECT_EQ(overruns[0].frame, 4800);
    EXPECT_EQ(overruns[0].slowest, synth) << "it always takes longest";
    EXPECT_EQ(overruns[0].culprit, reverb) << "but this one is why the block was late";
    EXPECT_EQ(overruns[0].excessNanoseconds, 400'000u);
    EXPECT_EQ(
        monitor.describe(overruns[0]),
        "block 51 at frame 4800 took 3.00 ms of 2.00 ms; Reverb took 0.40 ms more than usual");
    EXPECT_EQ(monitor.overruns(), 1u);
}

TEST(PerformanceMonitor, ALateFirstBlockNamesTheNodeThatTookLongest)
{
    PerformanceMonitor monitor;
    const NodeSlot drums = monitor.addNode("Drums");
    playBlock(monitor, 4 * millisecond, {{drums, 3 * millisecond}});
    const auto overruns = monitor.takeOverruns();
    ASSERT_EQ(overruns.size(), 1u);
    EXPECT_EQ(overruns[0].culprit, noNodeSlot);
    EXPECT_EQ(monitor.describe(overruns[0]),
              "block 1 at frame 4800 took 4.00 ms of 2.00 ms; Drums took longest, 3.00 ms");
    monitor.removeNode(drums);
    EXPECT_NE(monitor.describe(overruns[0]).find("a node that is gone"), std::string::npos);
}

TEST(PerformanceMonitor, NodesOfAnEarlierBlockAreNotBlamed)
{
    PerformanceMonitor monitor;
    const NodeSlot drums = monitor.addNode("Drums");
    playBlock(monitor, millisecond, {{drums, millisecond}});
    playBlock(monitor, 5 * millisecond); // the system took the time away: no node did it
    const auto overruns = monitor.takeOverruns();
    ASSERT_EQ(overruns.size(), 1u);
    EXPECT_EQ(overruns[0].slowest, noNodeSlot);
    EXPECT_EQ(monitor.describe(overruns[0]), "block 2 at frame 4800 took 5.00 ms of 2.00 ms");
}

TEST(PerformanceMonitor, OfflineBlocksAreNeverLate)
{
    PerformanceMonitor monitor;
    playBlock(monitor, 50 * millisecond, {}, 0);
    EXPECT_EQ(monitor.overruns(), 0u);
    EXPECT_EQ(monitor.blocks().count, 1u);
}

TEST(PerformanceMonitor, AFullLogStillCounts)
{
    PerformanceMonitor monitor(4);
    for (int i = 0; i < 10; ++i) playBlock(monitor, 3 * millisecond);
    EXPECT_EQ(monitor.overruns(), 10u);
    EXPECT_EQ(monitor.takeOverruns().size(), 4u);
    monitor.restart();
    EXPECT_EQ(monitor.overruns(), 0u);
    EXPECT_EQ(monitor.blocks().count, 0u);
}

TEST(PerformanceMonitor, TheCostliestNodesComeFirst)
{
    PerformanceMonitor monitor;
    std::vector<std::pair<NodeSlot, std::uint64_t>> nodes;
    for (std::uint64_t i = 0; i < 300; ++i)
        nodes.emplace_back(monitor.addNode("Track " + std::to_string(i)), 1000 + i * 10);
    for (int i = 0; i < 5; ++i) playBlock(monitor, millisecond, nodes);
    const auto costs = monitor.costliest(3);
    ASSERT_EQ(costs.size(), 3u);
    EXPECT_EQ(costs[0].name, "Track 299");
    EXPECT_EQ(costs[2].name, "Track 297");
    EXPECT_EQ(costs[0].durations.count, 5u);
    EXPECT_EQ(costs[0].durations.max, 3990u);
    EXPECT_EQ(monitor.node(costs[0].slot).count, 5u);
}

TEST(PerformanceMonitor, ASlotThatIsGivenBackStartsAnew)
{
    PerformanceMonitor monitor;
    const NodeSlot first = monitor.addNode("Echo");
    playBlock(monitor, millisecond, {{first, 500}});
    monitor.removeNode(first);
    EXPECT_EQ(monitor.nameOf(first), "");
    const NodeSlot second = monitor.addNode("Chorus");
    EXPECT_EQ(second, first);
    EXPECT_EQ(monitor.node(second).count, 0u);
    EXPECT_EQ(monitor.nameOf(second), "Chorus");
    monitor.rename(second, "Flanger");
    EXPECT_EQ(monitor.nameOf(second), "Flanger");
    monitor.removeNode(noNodeSlot);
    monitor.nodeTook(0, noNodeSlot, 1);
    monitor.nodeTook(PerformanceMonitor::maxWorkers, second, 1);
    monitor.nodeTook(-1, second, 1);
    EXPECT_EQ(monitor.node(second).count, 0u);
}

TEST(PerformanceMonitor, TheMainThreadReadsWhileTheAudioThreadRecords)
{
    PerformanceMonitor monitor;
    const NodeSlot node = monitor.addNode("Bass");
    std::atomic<bool> isDone{false};
    std::thread audio([&] {
        for (int i = 0; i < 20000; ++i) playBlock(monitor, 1000, {{node, 600}});
        isDone = true;
    });
    std::uint64_t last = 0;
    while (!isDone) {
        const DurationSummary summary = monitor.blocks();
        EXPECT_GE(summary.count, last);
        last = summary.count;
        const NodeSlot other = monitor.addNode("Guest");
        monitor.removeNode(other);
        monitor.setMeasuringNodes(!monitor.isMeasuringNodes());
    }
    audio.join();
    EXPECT_EQ(monitor.blocks().count, 20000u);
    EXPECT_EQ(monitor.node(node).max, 600u);
}

TEST(TickClock, CountsForwardOnly)
{
    const TickClock clock;
    const std::uint64_t ticks = TickClock::ticks();
    EXPECT_GT(clock.nanosecondsPerTick(), 0.0);
    EXPECT_EQ(clock.nanoseconds(ticks + 1000, ticks), 0u) << "never negative";
    const auto counted = static_cast<double>(clock.nanoseconds(ticks, ticks + 1'000'000));
    EXPECT_NEAR(counted, clock.nanosecondsPerTick() * 1.0e6, 1.0);
}
