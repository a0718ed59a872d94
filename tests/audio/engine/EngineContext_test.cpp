// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/engine/EngineContext.h"

#include "support/EngineRig.h"
#include "support/TestNodes.h"

#include <gmock/gmock.h>

namespace cppmusic::audio {
namespace {

using test::CounterNode;
using test::LatencyNode;
using test::LevelNode;
using test::pull;
using test::ReportLog;
using testing::HasSubstr;

constexpr PrepareSpec spec{core::SampleRate(48000.0), 64};
const NodeId counterId(1), throughId(2), levelId(3);

AudioGraph counterGraph(const std::shared_ptr<CounterNode>& counter)
{
    AudioGraph graph;
    graph.add(counterId, counter, "Counter");
    graph.setOutput(counterId);
    return graph;
}

TEST(EngineContext, PlaysSilenceWithoutAGraph)
{
    EngineContext context(spec);
    for (const auto& channel : pull(context, 100, 64)) {
        EXPECT_THAT(channel, testing::Each(0.0f));
    }
}

TEST(EngineContext, PlaysMonoOnAllOutputsInBlocksOfAnySize)
{
    for (const int blockFrames : {1, 17, 64, 1000}) {
        EngineContext context(spec);
        ASSERT_TRUE(context.setGraph(counterGraph(std::make_shared<CounterNode>())));
        const auto audio = pull(context, 1000, blockFrames);
        for (std::size_t i = 0; i < 1000; ++i) {
            ASSERT_EQ(audio[0][i], static_cast<float>(i));
            ASSERT_EQ(audio[1][i], static_cast<float>(i));
        }
    }
}

TEST(EngineContext, ANewPlanLeavesAnUnchangedNodePlayingWhereItWas)
{
    EngineContext context(spec);
    ReportLog log;
    const auto counter = std::make_shared<CounterNode>();
    ASSERT_TRUE(context.setGraph(counterGraph(counter)));
    auto audio = pull(context, 100, 10);
    for (int k = 0; k < 20; ++k) {
        AudioGraph graph = counterGraph(counter);
        graph.add(throughId, std::make_shared<LatencyNode>(0), "Insert");
        ASSERT_TRUE(graph.connect({counterId, 0, throughId, 0}));
        graph.setOutput(throughId);
        ASSERT_TRUE(context.setGraph(graph));
        const auto more = pull(context, 100, 33);
        for (std::size_t i = 0; i < 100; ++i) {
            ASSERT_EQ(more[0][i], static_cast<float>(100 * (k + 1)) + static_cast<float>(i));
        }
        context.poll(log);
    }
    EXPECT_EQ(counter->timesPrepared, 1);
    EXPECT_EQ(context.plansAlive(), 1u);
}

TEST(EngineContext, AFaderDragIsOneMessagePerTickAndNoPlan)
{
    EngineContext context(spec);
    const auto counter = std::make_shared<CounterNode>();
    AudioGraph graph = counterGraph(counter);
    graph.setParameter({counterId, 0}, 1.0f);
    ASSERT_TRUE(context.setGraph(graph));
    pull(context, 64, 64);
    const auto plans = context.plansPublished();
    context.beginGesture({counterId, 0});
    for (int tick = 0; tick < 100; ++tick) {
        graph.setParameter({counterId, 0}, 2.0f + 0.01f * static_cast<float>(tick));
        ASSERT_TRUE(context.setGraph(graph));
        pull(context, 64, 64);
    }
    context.endGesture({counterId, 0});
    ASSERT_TRUE(context.setGraph(graph));
    pull(context, 64, 64);
    EXPECT_EQ(context.plansPublished(), plans);
    EXPECT_EQ(counter->parameterEvents, 100);
    EXPECT_FLOAT_EQ(*context.parameterValue({counterId, 0}), 2.99f);
}

TEST(EngineContext, ACycleLeavesTheOldGraphPlaying)
{
    EngineContext context(spec);
    const auto counter = std::make_shared<CounterNode>();
    ASSERT_TRUE(context.setGraph(counterGraph(counter)));
    pull(context, 64, 64);
    AudioGraph graph = counterGraph(counter);
    graph.add(throughId, std::make_shared<LatencyNode>(0), "Loop");
    ASSERT_TRUE(graph.connect({throughId, 0, throughId, 0}));
    const auto status = context.setGraph(graph);
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().code, core::ErrorCode::cycle);
    EXPECT_THAT(status.error().message, HasSubstr("Loop"));
    EXPECT_EQ(pull(context, 64, 64)[0][0], 64.0f);
    EXPECT_EQ(context.graph().nodes().size(), 1u);
}

TEST(EngineContext, ANewNodeStartsWithItsValues)
{
    EngineContext context(spec);
    AudioGraph graph;
    graph.add(levelId, std::make_shared<LevelNode>(), "Level");
    graph.setParameter({levelId, 0}, 7.5f);
    graph.setOutput(levelId);
    ASSERT_TRUE(context.setGraph(graph));
    EXPECT_EQ(pull(context, 1, 1)[0][0], 7.5f);
}

TEST(EngineContext, WithoutADeviceNothingPilesUp)
{
    EngineContext context(spec);
    ReportLog log;
    const auto counter = std::make_shared<CounterNode>();
    for (int k = 0; k < 100; ++k) {
        AudioGraph graph = counterGraph(counter);
        graph.add(throughId, std::make_shared<LatencyNode>(0), "Insert");
        ASSERT_TRUE(context.setGraph(graph));
        EXPECT_LE(context.plansAlive(), 8u);
        context.poll(log);
        EXPECT_EQ(context.plansAlive(), 1u);
    }
    context.command(TransportCommand::locate(core::Frames(4800)));
    context.poll(log);
    EXPECT_EQ(context.transport().position, core::Frames(4800));
}

} // namespace
} // namespace cppmusic::audio
