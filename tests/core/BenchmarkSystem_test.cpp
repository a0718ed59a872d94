// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/performance/BenchmarkSystem.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>

using namespace cppmusic::core;

namespace {

/// Work whose time a test decides.
struct FakeTime {
    std::uint64_t wall = 1000;
    std::uint64_t cpu = 0;
    BenchmarkSystem system(BenchmarkOptions options)
    {
        return BenchmarkSystem(
            options, [this] { return wall; }, [this] { return cpu; });
    }
    void pass(std::uint64_t wallNanoseconds, std::uint64_t cpuNanoseconds)
    {
        wall += wallNanoseconds;
        cpu += cpuNanoseconds;
    }
};

} // namespace

TEST(BenchmarkSystem, KeepsEveryRunAndTellsMinimumAndMedian)
{
    FakeTime time;
    auto system = time.system({1, 4, 60.0});
    std::uint64_t run = 0;
    const std::uint64_t costs[] = {99, 4, 2, 8, 6};
    const auto& result =
        system.run("mix", 1000.0, [&] { time.pass(2 * costs[run], costs[run]), ++run; });
    EXPECT_EQ(run, 5u) << "one to warm up, four measured";
    ASSERT_EQ(result.runs.size(), 4u);
    EXPECT_DOUBLE_EQ(result.minCpuSeconds(), 2e-9);
    EXPECT_DOUBLE_EQ(result.medianCpuSeconds(), 5e-9);
    EXPECT_DOUBLE_EQ(result.minWallSeconds(), 4e-9);
    EXPECT_DOUBLE_EQ(result.medianWallSeconds(), 10e-9);
    EXPECT_DOUBLE_EQ(result.cpuNanosecondsPerItem(), 0.002);
    EXPECT_DOUBLE_EQ(result.wallNanosecondsPerItem(), 0.004);
    EXPECT_GT(result.peakBytes, 0u);
}

TEST(BenchmarkSystem, StopsRepeatingWhenTheTimeIsUp)
{
    FakeTime time;
    auto system = time.system({0, 100, 1.0});
    EXPECT_EQ(system.run("slow", 1.0, [&] { time.pass(400'000'000, 1); }).runs.size(), 3u);
    EXPECT_EQ(system.run("slower", 1.0, [&] { time.pass(5'000'000'000, 1); }).runs.size(), 1u);
}

TEST(BenchmarkSystem, WritesJsonCsvAndATable)
{
    FakeTime time;
    auto system = time.system({0, 1, 1.0});
    EXPECT_EQ(system.json(), "[]\n");
    auto& result = system.run("a \"dry\"\tmix", 100.0, [&] { time.pass(500, 250); });
    result.peakBytes = 4096;
    result.setFigure("tracks", 16.0);
    result.setFigure("ratio", std::numeric_limits<double>::infinity());
    result.setFigure("tracks", 64.0);
    EXPECT_EQ(system.json(),
              "[\n  {\"name\": \"a \\\"dry\\\"\\u0009mix\", \"runs\": 1, \"items\": 100, "
              "\"cpu_s\": 2.5e-07, \"cpu_s_median\": 2.5e-07, \"wall_s\": 5e-07, "
              "\"wall_s_median\": 5e-07, \"ns_per_item\": 2.5, \"peak_bytes\": 4096, "
              "\"tracks\": 64, \"ratio\": null}\n]\n");
    EXPECT_EQ(system.csv(), "name,runs,items,cpu_s,cpu_s_median,wall_s,wall_s_median,ns_per_item,"
                            "peak_bytes\n\"a \"\"dry\"\"\tmix\",1,100,2.5e-07,2.5e-07,5e-07,5e-07,"
                            "2.5,4096\n");
    const std::string table = system.table();
    EXPECT_NE(table.find("ns_per_item"), std::string::npos);
    EXPECT_NE(table.find("2.5 "), std::string::npos);
}
