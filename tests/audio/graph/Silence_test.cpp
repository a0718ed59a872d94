// SPDX-License-Identifier: GPL-3.0-or-later
#include "PlanTestNodes.h"
#include "audio/engine/EngineContext.h"
#include "support/EngineRig.h"

#include <gtest/gtest.h>

#include <cmath>

namespace cppmusic::audio {
namespace {

using test::BurstNode;
using test::pull;
using test::RingingNode;

constexpr PrepareSpec spec{core::SampleRate(48000.0), 64};

/// Tracks that sound one after the other, each for 500 frames, through a delayed path as well.
struct Relay {
    explicit Relay(int count)
    {
        graph.add(bus, std::make_shared<test::BusNode>(), "Bus");
        graph.add(NodeId(900'001), std::make_shared<test::LatencyNode>(70, 2), "Late");
        EXPECT_TRUE(graph.connect({NodeId(900'001), 0, bus, 1}));
        for (int t = 0; t < count; ++t) {
            const NodeId source(static_cast<std::uint64_t>(10 * t + 1));
            const NodeId effect(static_cast<std::uint64_t>(10 * t + 2));
            sources.push_back(std::make_shared<BurstNode>(1000 * t, 1000 * t + 500));
            effects.push_back(std::make_shared<RingingNode>());
            graph.add(source, sources.back(), "Source");
            graph.add(effect, effects.back(), "Effect");
            EXPECT_TRUE(graph.connect({source, 0, effect, 0}));
            EXPECT_TRUE(graph.connect({effect, 0, bus, 0}));
            if (t == 1) { EXPECT_TRUE(graph.connect({effect, 0, NodeId(900'001), 0})); }
        }
        graph.setOutput(bus);
    }
    NodeId bus{1'000'000};
    AudioGraph graph;
    std::vector<std::shared_ptr<BurstNode>> sources;
    std::vector<std::shared_ptr<RingingNode>> effects;
};

test::StereoAudio renderRelay(const PlanOptions& options, int blockFrames)
{
    const Relay relay(6);
    EngineContext context(spec, options);
    EXPECT_TRUE(context.setGraph(relay.graph));
    context.command(TransportCommand::play());
    return pull(context, 7000, blockFrames);
}

TEST(Silence, PassingOverSilentNodesChangesNoBit)
{
    PlanOptions all;
    all.skipsSilence = false;
    all.batchSize = 1;
    const auto expected = renderRelay(all, 64);
    EXPECT_NE(*std::max_element(expected[0].begin(), expected[0].end()), 0.0f);
    for (const int batchSize : {1, 3, 16}) {
        for (const int blockFrames : {1, 17, 64}) {
            PlanOptions options;
            options.batchSize = batchSize;
            ASSERT_EQ(renderRelay(options, blockFrames), expected)
                << "batches of " << batchSize << ", blocks of " << blockFrames;
        }
    }
}

TEST(Silence, ANodeIsAskedOnlyWhenItSoundsAndStillHearsOfEveryFrame)
{
    const Relay relay(6);
    EngineContext context(spec);
    ASSERT_TRUE(context.setGraph(relay.graph));
    context.command(TransportCommand::play());
    constexpr int frames = 6400;
    pull(context, frames, 64);
    context.command(TransportCommand::stop()); // the jump wakes everyone
    pull(context, 64, 64);
    for (std::size_t t = 0; t < relay.effects.size(); ++t) {
        const auto& effect = *relay.effects[t];
        EXPECT_LE(effect.timesProcessed, (500 + RingingNode::tail) / 64 + 4) << "track " << t;
        EXPECT_GE(effect.timesProcessed, 500 / 64) << "track " << t;
        EXPECT_EQ(effect.framesSeen, frames + 64) << "track " << t;
        EXPECT_LE(relay.sources[t]->timesProcessed, 500 / 64 + 4) << "track " << t;
    }
}

TEST(Silence, AnEventWakesWhoSleeps)
{
    const Relay relay(2);
    EngineContext context(spec);
    ASSERT_TRUE(context.setGraph(relay.graph));
    context.command(TransportCommand::play());
    pull(context, 6400, 64);
    const auto before = relay.effects[0]->timesProcessed;
    pull(context, 640, 64);
    EXPECT_EQ(relay.effects[0]->timesProcessed, before) << "asleep";
    context.setParameter({NodeId(2), 0}, 0.5f);
    pull(context, 640, 64);
    EXPECT_EQ(relay.effects[0]->timesProcessed, before + 1) << "one block for the message";
    context.command(TransportCommand::locate(core::Frames(0)));
    const auto audio = pull(context, 400, 64);
    float peak = 0.0f;
    for (const float sample : audio[0]) peak = std::max(peak, std::abs(sample));
    EXPECT_GT(peak, 0.1f);
    EXPECT_LT(peak, 0.25f) << "half as loud, as told while it slept";
}

TEST(Silence, AMessageThatComesWithANewPlanReachesASleeper)
{
    Relay relay(2);
    EngineContext context(spec);
    ASSERT_TRUE(context.setGraph(relay.graph));
    context.command(TransportCommand::play());
    pull(context, 6400, 64);
    context.setParameter({NodeId(2), 0}, 0.5f); // to the old plan, in the same breath
    relay.graph.add(NodeId(77), std::make_shared<RingingNode>(), "New");
    relay.graph.setParameter({NodeId(2), 0}, 0.5f);
    ASSERT_TRUE(context.setGraph(relay.graph));
    context.command(TransportCommand::locate(core::Frames(0)));
    const auto audio = pull(context, 400, 64);
    float peak = 0.0f;
    for (const float sample : audio[0]) peak = std::max(peak, std::abs(sample));
    EXPECT_GT(peak, 0.1f);
    EXPECT_LT(peak, 0.25f);
}

TEST(Silence, TheOutputNeverHoldsANegativeZero)
{
    AudioGraph graph;
    graph.add(NodeId(1), std::make_shared<BurstNode>(100, 200), "Source");
    graph.add(NodeId(2), std::make_shared<RingingNode>(), "Effect");
    graph.setParameter({NodeId(2), 0}, 0.0f);
    ASSERT_TRUE(graph.connect({NodeId(1), 0, NodeId(2), 0}));
    graph.setOutput(NodeId(2));
    EngineContext context(spec);
    ASSERT_TRUE(context.setGraph(graph));
    context.command(TransportCommand::play());
    for (const auto& channel : pull(context, 640, 64)) {
        for (const float sample : channel) ASSERT_FALSE(std::signbit(sample));
    }
}

} // namespace
} // namespace cppmusic::audio
