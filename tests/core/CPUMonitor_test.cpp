// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/performance/CPUMonitor.h"

#include "core/performance/ProcessUsage.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <vector>

using namespace cppmusic::core;

namespace {

constexpr std::uint64_t second = 1'000'000'000;

} // namespace

TEST(CPUMonitor, FollowsAStepToSixtyThreePercentInOneTimeConstantAtAnyBlockSize)
{
    for (const std::uint64_t blocksPerSecond : {50u, 375u, 3000u}) {
        CPUMonitor monitor(0.3);
        const std::uint64_t block = second / blocksPerSecond;
        const auto blocks = static_cast<int>(std::lround(0.3 * double(blocksPerSecond)));
        for (int i = 0; i < blocks; ++i) monitor.blockTook(block / 2, block);
        EXPECT_NEAR(monitor.audioLoad(), 0.5f * (1.0f - std::exp(-1.0f)), 0.001f);
        for (int i = 0; i < 20 * blocks; ++i) monitor.blockTook(block / 2, block);
        EXPECT_NEAR(monitor.audioLoad(), 0.5f, 0.001f);
    }
}

TEST(CPUMonitor, ThePeakIsTheWorstBlockSinceItWasAsked)
{
    CPUMonitor monitor;
    monitor.blockTook(100, 1000);
    monitor.blockTook(1500, 1000);
    monitor.blockTook(200, 1000);
    EXPECT_FLOAT_EQ(monitor.takePeakAudioLoad(), 1.5f);
    EXPECT_EQ(monitor.takePeakAudioLoad(), 0.0f);
    monitor.blockTook(5, 0);
    EXPECT_EQ(monitor.takePeakAudioLoad(), 0.0f) << "a block of no length says nothing";
}

TEST(CPUMonitor, TheProcessLoadIsProcessorTimePerTime)
{
    std::uint64_t wall = 5 * second;
    std::uint64_t cpu = second;
    CPUMonitor monitor(
        0.5, [&] { return wall; }, [&] { return cpu; });
    monitor.poll();
    EXPECT_EQ(monitor.processLoad(), 0.0f);
    for (int i = 0; i < 100; ++i) {
        wall += second / 10;
        cpu += 2 * (second / 10); // two cores
        monitor.poll();
    }
    EXPECT_NEAR(monitor.processLoad(), 2.0f, 0.001f);
    wall -= second; // a clock that jumps back is ignored
    monitor.poll();
    EXPECT_NEAR(monitor.processLoad(), 2.0f, 0.001f);
}

TEST(ProcessUsage, WorkUsesProcessorTimeAndMemoryStays)
{
    const std::uint64_t cpu = ProcessUsage::cpuNanoseconds();
    const std::uint64_t mine = ProcessUsage::threadCpuNanoseconds();
    const std::uint64_t wall = ProcessUsage::wallNanoseconds();
    std::vector<char> block(32u << 20u, 1);
    char* volatile seen = block.data(); // else a compiler may do without the memory
    (void)seen;
    volatile double sum = 0.0;
    while (ProcessUsage::threadCpuNanoseconds() - mine < 5'000'000) sum = sum + 1.0;
    EXPECT_GE(ProcessUsage::cpuNanoseconds() - cpu, 5'000'000u);
    EXPECT_GT(ProcessUsage::wallNanoseconds(), wall);
    EXPECT_GE(ProcessUsage::peakResidentBytes(), block.size());
    EXPECT_GE(ProcessUsage::residentBytes(), block.size());
}
