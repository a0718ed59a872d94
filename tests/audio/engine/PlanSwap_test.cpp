// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/engine/EngineContext.h"

#include "support/EngineRig.h"
#include "support/RealtimeGuard.h"
#include "support/TestNodes.h"

#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <thread>

namespace cppmusic::audio {
namespace {

using test::CounterNode;
using test::LatencyNode;
using test::pull;
using test::ReportLog;

constexpr PrepareSpec spec{core::SampleRate(48000.0), 64};

/// An audio thread that calls as fast as it can and checks that a counting signal never skips.
class FreeRunningAudio {
public:
    explicit FreeRunningAudio(DawEngine& engine) : thread_([this, &engine] { run(engine); }) {}
    ~FreeRunningAudio() { stop(); }
    void stop()
    {
        isStopping_ = true;
        if (thread_.joinable()) thread_.join();
    }
    [[nodiscard]] std::int64_t blocks() const { return blocks_; }
    [[nodiscard]] std::int64_t skips() const { return skips_; }

private:
    void run(DawEngine& engine)
    {
        std::vector<float> left(64), right(64);
        float* channels[] = {left.data(), right.data()};
        float expected = 0.0f;
        while (!isStopping_) {
            engine.processBlock({channels, 2, 64}, false);
            ++blocks_;
            for (const float value : left) {
                if (value != expected) ++skips_;
                expected = value + 1.0f;
                if (expected == static_cast<float>(CounterNode::modulus)) expected = 0.0f;
            }
        }
    }
    std::atomic<bool> isStopping_{false};
    std::atomic<std::int64_t> blocks_{0};
    std::atomic<std::int64_t> skips_{0};
    std::thread thread_;
};

/// A counter through a random chain of inserts, some of them old friends and some new.
AudioGraph randomGraph(const std::shared_ptr<CounterNode>& counter,
                       std::vector<std::shared_ptr<LatencyNode>>& inserts, std::mt19937& random)
{
    AudioGraph graph;
    NodeId last(1);
    graph.add(last, counter, "Counter");
    for (std::size_t i = 0; i < inserts.size(); ++i) {
        if (random() % 8 == 0) inserts[i] = std::make_shared<LatencyNode>(0);
        if (random() % 2 == 0) continue;
        const NodeId id(i + 2);
        graph.add(id, inserts[i], "Insert");
        EXPECT_TRUE(graph.connect({last, 0, id, 0}));
        last = id;
    }
    graph.setOutput(last);
    return graph;
}

TEST(PlanSwap, TwentyThousandRandomSwapsUnderARunningAudioThreadSkipNoFrameAndKeepEightPlansAtMost)
{
    constexpr int swaps = 20'000;
    std::mt19937 random(20'000);
    EngineContext context(spec);
    ReportLog log;
    const auto counter = std::make_shared<CounterNode>();
    std::vector<std::shared_ptr<LatencyNode>> inserts(6);
    for (auto& insert : inserts) insert = std::make_shared<LatencyNode>(0);
    ASSERT_TRUE(context.setGraph(randomGraph(counter, inserts, random)));
    const test::RealtimeWatch watch;
    context.attachDevice();
    std::size_t mostPlans = 0;
    {
        FreeRunningAudio audio(context.realtime());
        for (int i = 0; i < swaps; ++i) {
            ASSERT_TRUE(context.setGraph(randomGraph(counter, inserts, random)));
            context.setParameter({NodeId(1), 1}, static_cast<float>(i % 10));
            mostPlans = std::max(mostPlans, context.plansAlive());
            if (i % 3 == 0) context.poll(log);
            while (i == 0 && audio.blocks() == 0) std::this_thread::yield();
        }
        audio.stop();
        EXPECT_EQ(audio.skips(), 0);
        EXPECT_GT(audio.blocks(), 0);
    }
    context.detachDevice();
    context.poll(log);
    EXPECT_LE(mostPlans, 8u);
    EXPECT_EQ(context.plansAlive(), 1u);
    EXPECT_EQ(counter->timesPrepared, 1);
    EXPECT_EQ(watch.violations().total(), 0u) << watch.violations().text();
}

TEST(PlanSwap, NoParameterIsLostWhenTheAudioThreadSleepsAndTheQueueOverflows)
{
    constexpr int numNodes = 40, sends = 50'000;
    std::mt19937 random(5);
    EngineContext context(spec);
    ReportLog log;
    AudioGraph graph;
    for (std::uint64_t id = 1; id <= numNodes; ++id) {
        graph.add(NodeId(id), std::make_shared<CounterNode>(), "Counter");
    }
    ASSERT_TRUE(context.setGraph(graph));
    context.attachDevice();
    std::map<ParameterRef, float> last;
    for (int i = 0; i < sends; ++i) {
        const ParameterRef ref{NodeId(1 + random() % numNodes), static_cast<int>(random() % 2)};
        const float value = static_cast<float>(random() % 1000) * 0.01f;
        if (i % 5000 == 4999) { // plans that wait must not let values overtake or get lost
            graph.add(NodeId(1000 + random() % 3), std::make_shared<CounterNode>(), "New");
            for (const auto& [r, v] : last) graph.setParameter(r, v);
            ASSERT_TRUE(context.setGraph(graph));
        }
        context.setParameter(ref, value);
        last[ref] = value;
    }
    for (int i = 0; i < 20; ++i) {
        pull(context, 64, 64);
        context.poll(log);
    }
    for (const auto& [ref, value] : last) {
        EXPECT_EQ(*context.parameterValue(ref), value) << ref.node.value << "/" << ref.parameter;
    }
    context.detachDevice();
}

TEST(PlanSwap, ANodeThatStillPlaysInAnOldPlanIsNotPreparedWhenItComesBack)
{
    EngineContext context(spec);
    ReportLog log;
    const auto counter = std::make_shared<CounterNode>();
    const auto other = std::make_shared<CounterNode>();
    AudioGraph with, without;
    with.add(NodeId(1), counter, "Counter");
    with.setOutput(NodeId(1));
    without.add(NodeId(2), other, "Other");
    without.setOutput(NodeId(2));
    context.attachDevice();
    ASSERT_TRUE(context.setGraph(with));
    pull(context, 64, 64);
    ASSERT_TRUE(context.setGraph(without)); // not heard yet
    with.setParameter({NodeId(1), 0}, 2.0f);
    ASSERT_TRUE(context.setGraph(with));
    EXPECT_EQ(counter->timesPrepared, 1);
    EXPECT_EQ(pull(context, 64, 64)[0][1], 130.0f) << "frame 65, with the value of the new graph";
    context.detachDevice();
    context.poll(log);
    ASSERT_TRUE(context.setGraph(without));
    context.poll(log);
    ASSERT_TRUE(context.setGraph(with)); // now it was really gone
    EXPECT_EQ(counter->timesPrepared, 2);
}

TEST(PlanSwap, AnotherFormatPreparesEveryNodeAgainAndIsRefusedWhileTheDeviceRuns)
{
    EngineContext context(spec);
    const auto counter = std::make_shared<CounterNode>();
    AudioGraph graph;
    graph.add(NodeId(1), counter, "Counter");
    graph.setOutput(NodeId(1));
    ASSERT_TRUE(context.setGraph(graph));
    pull(context, 64, 64);
    context.command(TransportCommand::locate(core::Frames(48000)));
    context.attachDevice();
    EXPECT_FALSE(context.configure({core::SampleRate(96000.0), 128}));
    context.detachDevice();
    ASSERT_TRUE(context.configure({core::SampleRate(96000.0), 128}));
    EXPECT_EQ(counter->timesPrepared, 2);
    EXPECT_EQ(context.transport().position, core::Frames(96000));
    EXPECT_EQ(pull(context, 500, 500)[0][499], 499.0f);
    EXPECT_EQ(context.plansAlive(), 1u);
}

TEST(PlanSwap, PlayedKeysReachTheirNodeAndPanicStartsItAgain)
{
    EngineContext context(spec);
    const auto counter = std::make_shared<CounterNode>();
    AudioGraph graph;
    graph.add(NodeId(1), counter, "Counter");
    graph.setOutput(NodeId(1));
    ASSERT_TRUE(context.setGraph(graph));
    context.auditionNote(NodeId(1), 60, 0.8f, true);
    context.auditionNote(NodeId(1), 60, 0.0f, false);
    context.auditionNote(NodeId(99), 60, 0.8f, true); // nobody there: nothing happens
    pull(context, 64, 64);
    EXPECT_EQ(counter->notesOn, 1);
    EXPECT_EQ(counter->notesOff, 1);
    context.panic();
    EXPECT_EQ(pull(context, 64, 64)[0][0], 0.0f);
}

} // namespace
} // namespace cppmusic::audio
