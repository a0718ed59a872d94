// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/graph/passes/AssignBuffers.h"

#include "audio/graph/passes/SortTopologically.h"
#include "support/RandomGraph.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace cppmusic::audio {
namespace {

using Kind = BufferOperation::Kind;
using test::BusNode;
using test::LatencyNode;

/// What a channel holds, as a formula: equal formulas mean equal signals.
using Formula = std::string;

/// Executes a plan symbolically: buffers hold formulas instead of samples. Returns, per node, the
/// formulas of all its inputs and, last, those of the output.
std::vector<std::vector<Formula>> execute(const BufferPlan& plan)
{
    std::vector<Formula> memory(static_cast<std::size_t>(plan.numBuffers), "garbage");
    memory[BufferPlan::silence] = "0";
    const auto at = [&](int buffer) -> Formula& {
        return memory[static_cast<std::size_t>(buffer)];
    };
    std::vector<std::vector<Formula>> seen(plan.nodes.size() + 1);
    for (const BufferOperation& op : plan.operations) {
        if (op.kind == Kind::copy) at(op.target) = at(op.source);
        if (op.kind == Kind::add) at(op.target) = "(" + at(op.target) + "+" + at(op.source) + ")";
        if (op.kind == Kind::delay) {
            const int frames = plan.delays[static_cast<std::size_t>(op.index)].frames;
            at(op.target) = "d" + std::to_string(frames) + "[" + at(op.source) + "]";
        }
        if (op.kind != Kind::process) continue;
        const auto index = static_cast<std::size_t>(op.index);
        for (const auto& port : plan.nodes[index].inputs) {
            for (const int buffer : port) seen[index].push_back(at(buffer));
        }
        int number = 0;
        for (const auto& port : plan.nodes[index].outputs) {
            for (const int buffer : port) {
                EXPECT_NE(buffer, BufferPlan::silence);
                at(buffer) = "n" + std::to_string(op.index) + "." + std::to_string(number++);
            }
        }
    }
    for (const int buffer : plan.output) seen.back().push_back(at(buffer));
    return seen;
}

TEST(AssignBuffers, NoBufferIsOverwrittenBeforeItsLastReaderHasRead)
{
    for (unsigned seed = 0; seed < 300; ++seed) {
        const test::RandomGraph made(seed);
        const auto order = sortTopologically(made.graph);
        ASSERT_TRUE(order.ok());
        const BufferPlan values = planValues(made.graph, *order, made.delays);
        const BufferPlan buffers = assignBuffers(made.graph, *order, made.delays);
        ASSERT_EQ(execute(values), execute(buffers)) << "seed " << seed;
        EXPECT_LE(buffers.numBuffers, values.numBuffers);
    }
}

TEST(AssignBuffers, ALongChainNeedsNoMoreMemoryThanAShortOne)
{
    const auto chain = [](int length, bool isInPlace) {
        AudioGraph graph;
        for (int i = 1; i <= length; ++i) {
            const auto id = static_cast<std::uint64_t>(i);
            graph.add(NodeId(id), std::make_shared<LatencyNode>(0, 2, isInPlace), "node");
            if (i > 1) { EXPECT_TRUE(graph.connect({NodeId(id - 1), 0, NodeId(id), 0})); }
        }
        graph.setOutput(NodeId(static_cast<std::uint64_t>(length)));
        return assignBuffers(graph, *sortTopologically(graph), {}).numBuffers;
    };
    EXPECT_EQ(chain(50, true), 3) << "silence and one stereo pair";
    EXPECT_EQ(chain(50, false), 5) << "silence and two stereo pairs";
}

TEST(AssignBuffers, MonoIntoStereoIsReadTwiceWithoutACopy)
{
    AudioGraph graph;
    graph.add(NodeId(1), std::make_shared<LatencyNode>(0, 1), "mono");
    graph.add(NodeId(2), std::make_shared<LatencyNode>(0, 2, true), "stereo");
    ASSERT_TRUE(graph.connect({NodeId(1), 0, NodeId(2), 0}));
    graph.setOutput(NodeId(2));
    const BufferPlan plan = assignBuffers(graph, *sortTopologically(graph), {});
    EXPECT_EQ(plan.operations.size(), 2u);
    const auto& input = plan.nodes[1].inputs[0];
    EXPECT_EQ(input[0], input[1]);
    EXPECT_NE(plan.nodes[1].outputs[0][0], plan.nodes[1].outputs[0][1])
        << "in place it would overwrite its other channel's input";
}

TEST(AssignBuffers, SourcesAreSummedInTheOrderOfTheirConnections)
{
    AudioGraph graph;
    for (std::uint64_t id = 1; id <= 3; ++id) {
        graph.add(NodeId(id), std::make_shared<LatencyNode>(0, 2), "source");
    }
    graph.add(NodeId(4), std::make_shared<BusNode>(), "bus");
    for (const std::uint64_t id : {3u, 1u, 2u}) {
        ASSERT_TRUE(graph.connect({NodeId(id), 0, NodeId(4), 0}));
    }
    graph.setOutput(NodeId(4));
    const auto order = sortTopologically(graph);
    const auto seen = execute(assignBuffers(graph, *order, {}));
    const auto place = [&](std::uint64_t id) {
        return std::to_string(std::find(order->begin(), order->end(), NodeId(id)) - order->begin());
    };
    EXPECT_EQ(seen[3][0], "((n" + place(1) + ".0+n" + place(2) + ".0)+n" + place(3) + ".0)");
    EXPECT_EQ(seen[3][2], "0") << "an unconnected sidechain is silent";
}

} // namespace
} // namespace cppmusic::audio
