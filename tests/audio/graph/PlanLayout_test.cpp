// SPDX-License-Identifier: GPL-3.0-or-later
#include "PlanPasses.h"
#include "PlanTestNodes.h"
#include "support/RandomGraph.h"

#include <gtest/gtest.h>

#include <numeric>
#include <set>

namespace cppmusic::audio {
namespace {

using test::BurstNode;
using test::PlanPasses;
using test::RingingNode;

NodeId id(int track, int role)
{
    return NodeId(static_cast<std::uint64_t>(track * 10 + role + 1));
}

/// Tracks of a source and two effects, all into one bus.
AudioGraph tracks(int count, bool canBeBatched = true)
{
    AudioGraph graph;
    const NodeId bus(1'000'000);
    graph.add(bus, std::make_shared<test::BusNode>(), "Bus");
    for (int t = 0; t < count; ++t) {
        graph.add(id(t, 0), std::make_shared<BurstNode>(0, 1000), "Source");
        graph.add(id(t, 1), std::make_shared<RingingNode>(canBeBatched), "First");
        graph.add(id(t, 2), std::make_shared<RingingNode>(canBeBatched), "Second");
        EXPECT_TRUE(graph.connect({id(t, 0), 0, id(t, 1), 0}));
        EXPECT_TRUE(graph.connect({id(t, 1), 0, id(t, 2), 0}));
        EXPECT_TRUE(graph.connect({id(t, 2), 0, bus, 0}));
    }
    graph.setOutput(bus);
    return graph;
}

TEST(FormBatches, EqualNodesOnOneLevelComeTogetherInChunksAndInTheOrderOfTheirTracks)
{
    const PlanPasses passes(tracks(40), 16);
    std::vector<std::size_t> sizes;
    for (int b = 0; b < passes.batches.size(); ++b) {
        const auto batch = passes.batches.batch(b);
        const auto& first = passes.index.node(batch[0]);
        if (first.node->batchKey() == nullptr) {
            EXPECT_EQ(batch.size(), 1u);
            continue;
        }
        sizes.push_back(batch.size());
        for (std::size_t i = 1; i < batch.size(); ++i) {
            EXPECT_EQ(passes.index.node(batch[i]).id.value,
                      passes.index.node(batch[i - 1]).id.value + 10)
                << "the next track, the same place in the chain";
        }
    }
    EXPECT_EQ(sizes, (std::vector<std::size_t>{16, 16, 16, 16, 8, 8}));
    EXPECT_EQ(PlanPasses(tracks(40), 1).batches.size(), 121) << "switched off";
}

TEST(PlanUnits, EveryUnitComesBehindWhatItNeedsAndASumHasEightTermsAtMost)
{
    for (unsigned seed = 0; seed < 300; ++seed) {
        const test::RandomGraph made(seed, 30);
        const PlanPasses passes(made.graph, 1 + static_cast<int>(seed % 16));
        const auto& plan = passes.units;
        std::size_t processed = 0;
        for (int u = 0; u < static_cast<int>(plan.units.size()); ++u) {
            for (const int needed : plan.needsOf(u)) ASSERT_LT(needed, u) << "seed " << seed;
            const PlanUnit& unit = plan.units[static_cast<std::size_t>(u)];
            if (unit.kind == PlanUnit::Kind::sum) { ASSERT_LE(unit.count, sumFanIn); }
            if (unit.kind == PlanUnit::Kind::process) {
                processed += static_cast<std::size_t>(unit.count);
            }
        }
        EXPECT_EQ(processed, made.graph.nodes().size());
    }
}

TEST(PlanUnits, TheSumOfAHundredTracksIsATreeOfEights)
{
    const PlanPasses passes(tracks(100));
    std::vector<int> counts;
    for (const PlanUnit& unit : passes.units.units) {
        if (unit.kind == PlanUnit::Kind::sum) counts.push_back(unit.count);
    }
    std::sort(counts.begin(), counts.end());
    // 100 tracks: 12 groups of 8 and one of 4; 13 sums: one of 8 and one of 5; then one of 2.
    std::vector<int> expected(13, 8);
    expected.insert(expected.begin(), {2, 4, 5});
    EXPECT_EQ(counts, expected);
}

TEST(FormTasks, EveryTaskComesBehindWhatItNeedsAndNoneWaitsForItself)
{
    for (unsigned seed = 0; seed < 300; ++seed) {
        const test::RandomGraph made(seed, 30);
        const PlanPasses passes(made.graph, 1 + static_cast<int>(seed % 8),
                                1 + static_cast<int>(seed % 4));
        const TaskPlan& plan = passes.tasks;
        std::vector<int> needs(plan.tasks.size(), 0);
        std::set<int> units(plan.units.begin(), plan.units.end());
        EXPECT_EQ(units.size(), passes.units.units.size());
        for (std::size_t t = 0; t < plan.tasks.size(); ++t) {
            const PlanTask& task = plan.tasks[t];
            for (int k = 0; k < task.numNext; ++k) {
                const int next = plan.next[static_cast<std::size_t>(task.firstNext + k)];
                ASSERT_GT(next, static_cast<int>(t)) << "seed " << seed;
                ++needs[static_cast<std::size_t>(next)];
            }
        }
        for (std::size_t t = 0; t < plan.tasks.size(); ++t) {
            EXPECT_EQ(plan.tasks[t].numNeeds, needs[t]);
        }
        for (int u = 0; u < static_cast<int>(passes.units.units.size()); ++u) {
            const int task = plan.taskOf[static_cast<std::size_t>(u)];
            for (const int needed : passes.units.needsOf(u)) {
                ASSERT_LE(plan.taskOf[static_cast<std::size_t>(needed)], task);
            }
        }
    }
}

TEST(FormTasks, AManyTrackMixFallsIntoPartsForSeveralThreads)
{
    const PlanPasses passes(tracks(256), 16, 2);
    EXPECT_GE(passes.tasks.tasks.size(), 12u);
    EXPECT_LE(passes.tasks.tasks.size(), 64u);
    float whole = 0.0f, longest = 0.0f;
    for (const PlanTask& task : passes.tasks.tasks) {
        whole += task.cost;
        longest = std::max(longest, task.path);
    }
    EXPECT_LT(longest, 0.3f * whole) << "the dearest path leaves room for a second thread";
}

} // namespace
} // namespace cppmusic::audio
