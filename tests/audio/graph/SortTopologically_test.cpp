// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/graph/passes/SortTopologically.h"

#include "support/TestNodes.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>

namespace cppmusic::audio {
namespace {

using test::LatencyNode;
using testing::HasSubstr;

AudioGraph chainOf(std::initializer_list<const char*> names)
{
    AudioGraph graph;
    std::uint64_t id = 0;
    for (const char* name : names) {
        graph.add(NodeId(++id), std::make_shared<LatencyNode>(0), name);
    }
    return graph;
}

std::vector<NodeId> idsInOrder(const AudioGraph& graph)
{
    const GraphIndex index = indexGraph(graph);
    std::vector<NodeId> ids;
    const auto order = sortTopologically(index);
    for (const int n : *order) ids.push_back(index.node(n).id);
    return ids;
}

TEST(SortTopologically, PutsEverySourceBeforeItsTargets)
{
    std::mt19937 random(7);
    for (int round = 0; round < 100; ++round) {
        AudioGraph graph;
        const int count = 2 + static_cast<int>(random() % 40);
        std::vector<std::uint64_t> shuffled;
        for (int i = 1; i <= count; ++i) shuffled.push_back(static_cast<std::uint64_t>(i));
        std::shuffle(shuffled.begin(), shuffled.end(), random);
        for (int i = 0; i < count; ++i) {
            graph.add(NodeId(static_cast<std::uint64_t>(i + 1)), std::make_shared<LatencyNode>(0),
                      "node");
        }
        for (int k = 0; k < 2 * count; ++k) {
            const auto a = random() % shuffled.size(), b = random() % shuffled.size();
            if (a < b) (void)graph.connect({NodeId(shuffled[a]), 0, NodeId(shuffled[b]), 0});
        }
        const auto order = idsInOrder(graph);
        ASSERT_EQ(order.size(), graph.nodes().size());
        const auto place = [&](NodeId id) { return std::find(order.begin(), order.end(), id); };
        for (const Connection& c : graph.connections()) {
            EXPECT_LT(place(c.source), place(c.target));
        }
        EXPECT_EQ(idsInOrder(graph), order) << "the order must always be the same";
    }
}

TEST(SortTopologically, KeepsAChainTogether)
{
    AudioGraph graph = chainOf({"synth 1", "synth 2", "strip 1", "strip 2", "master"});
    ASSERT_TRUE(graph.connect({NodeId(1), 0, NodeId(3), 0}));
    ASSERT_TRUE(graph.connect({NodeId(2), 0, NodeId(4), 0}));
    ASSERT_TRUE(graph.connect({NodeId(3), 0, NodeId(5), 0}));
    ASSERT_TRUE(graph.connect({NodeId(4), 0, NodeId(5), 0}));
    EXPECT_THAT(idsInOrder(graph),
                testing::ElementsAre(NodeId(1), NodeId(3), NodeId(2), NodeId(4), NodeId(5)));
}

TEST(SortTopologically, ACycleIsAnErrorThatNamesTheNodesInTheOrderOfThePath)
{
    AudioGraph graph = chainOf({"Drums", "Delay", "Reverb", "Echo bus", "Master"});
    ASSERT_TRUE(graph.connect({NodeId(1), 0, NodeId(2), 0}));
    ASSERT_TRUE(graph.connect({NodeId(2), 0, NodeId(4), 0}));
    ASSERT_TRUE(graph.connect({NodeId(4), 0, NodeId(3), 0}));
    ASSERT_TRUE(graph.connect({NodeId(3), 0, NodeId(2), 0}));
    ASSERT_TRUE(graph.connect({NodeId(3), 0, NodeId(5), 0}));
    const auto order = sortTopologically(indexGraph(graph));
    ASSERT_FALSE(order.ok());
    EXPECT_EQ(order.error().code, core::ErrorCode::cycle);
    EXPECT_THAT(order.error().message,
                HasSubstr("\"Delay\" \u2192 \"Echo bus\" \u2192 \"Reverb\" \u2192 \"Delay\""));
    EXPECT_THAT(order.error().message, testing::Not(HasSubstr("Drums")));
    EXPECT_THAT(order.error().message, testing::Not(HasSubstr("Master")));
}

TEST(SortTopologically, ANodeThatFeedsItselfIsACycle)
{
    AudioGraph graph = chainOf({"Howl"});
    ASSERT_TRUE(graph.connect({NodeId(1), 0, NodeId(1), 0}));
    const auto order = sortTopologically(indexGraph(graph));
    ASSERT_FALSE(order.ok());
    EXPECT_THAT(order.error().message, HasSubstr("\"Howl\" \u2192 \"Howl\""));
}

} // namespace
} // namespace cppmusic::audio
