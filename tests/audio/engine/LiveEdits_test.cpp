// SPDX-License-Identifier: GPL-3.0-or-later
#include "../graph/PlanTestNodes.h"
#include "audio/engine/DawEngine.h"
#include "audio/engine/EngineContext.h"
#include "support/EngineRig.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace cppmusic::audio {
namespace {

using test::pull;

constexpr PrepareSpec spec{core::SampleRate(48000.0), 64};

/// A slow sine, silent until the frame at which it is to fade in; it starts and ends at zero, so
/// that adding or taking it can make no step of its own.
class SineNode final : public AudioNode {
public:
    NodePorts ports() const noexcept override
    {
        static constexpr int stereo = 2;
        return {{}, {&stereo, 1}, false, false, false};
    }
    void prepare(const PrepareSpec&) override { ++timesPrepared; }
    void reset() noexcept CPPMUSIC_NONBLOCKING override { frame_ = 0; }
    void process(ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING override
    {
        for (int i = 0; i < context.numFrames; ++i) {
            const auto value = static_cast<float>(
                0.1 * std::sin(2.0 * 3.14159265358979 * 0.002 * static_cast<double>(frame_++)));
            context.outputs[0].channels[0][i] = value;
            context.outputs[0].channels[1][i] = value;
        }
    }
    int timesPrepared = 0;

private:
    std::int64_t frame_ = 0;
};

/// Adding, removing, rerouting and reordering around tracks that play on.
class LiveEdits : public testing::TestWithParam<int> {
protected:
    static constexpr int numTracks = 6;

    LiveEdits() : context_(spec, {GetParam(), 4, true})
    {
        context_.realtime().runner().setAlwaysParallel(true);
        for (int t = 0; t < numTracks; ++t) sines_.push_back(std::make_shared<SineNode>());
        for (int g = 0; g < 3; ++g) groups_.push_back(std::make_shared<test::BusNode>());
        for (int i = 0; i < 12; ++i) inserts_.push_back(std::make_shared<Through>());
    }

    /// Passes its input on; can be batched.
    class Through final : public AudioNode {
    public:
        NodePorts ports() const noexcept override
        {
            static constexpr int stereo = 2;
            return {{&stereo, 1}, {&stereo, 1}, false, false, true};
        }
        void prepare(const PrepareSpec&) override {}
        void reset() noexcept CPPMUSIC_NONBLOCKING override {}
        const void* batchKey() const noexcept CPPMUSIC_NONBLOCKING override { return &keyOfAll; }
        void process(ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING override
        {
            for (int c = 0; c < 2; ++c) {
                std::copy_n(context.inputs[0].channels[c], context.numFrames,
                            context.outputs[0].channels[c]);
            }
        }

    private:
        static constexpr char keyOfAll = 0;
    };

    /// All tracks, each through inserts in any order and into any group; silent tracks come and go.
    AudioGraph randomGraph()
    {
        AudioGraph graph;
        const NodeId master(1);
        graph.add(master, groups_[0], "Master");
        for (std::size_t g = 1; g < groups_.size(); ++g) {
            graph.add(NodeId(1 + g), groups_[g], "Group");
            EXPECT_TRUE(graph.connect({NodeId(1 + g), 0, master, 0}));
        }
        std::vector<std::size_t> free(inserts_.size());
        for (std::size_t i = 0; i < free.size(); ++i) free[i] = i;
        std::shuffle(free.begin(), free.end(), random_);
        for (std::size_t t = 0; t < sines_.size(); ++t) {
            NodeId last(10 + t);
            graph.add(last, sines_[t], "Track");
            for (auto k = random_() % 3; k > 0 && !free.empty(); --k) {
                const NodeId id(100 + free.back());
                graph.add(id, inserts_[free.back()], "Insert");
                free.pop_back();
                EXPECT_TRUE(graph.connect({last, 0, id, 0}));
                last = id;
            }
            EXPECT_TRUE(graph.connect({last, 0, NodeId(1 + random_() % groups_.size()), 0}));
        }
        for (auto k = random_() % 3; k > 0; --k) {
            const NodeId id(500 + random_() % 50);
            if (graph.nodes().contains(id)) continue;
            graph.add(id, std::make_shared<test::BurstNode>(0, 0), "Empty track");
            EXPECT_TRUE(graph.connect({id, 0, NodeId(1 + random_() % groups_.size()), 0}));
        }
        graph.setOutput(master);
        return graph;
    }

    std::mt19937 random_{11};
    EngineContext context_;
    std::vector<std::shared_ptr<SineNode>> sines_;
    std::vector<std::shared_ptr<test::BusNode>> groups_;
    std::vector<std::shared_ptr<Through>> inserts_;
    test::ReportLog log_;
};

TEST_P(LiveEdits, MakeNoStepThatTheSignalDoesNotMakeItself)
{
    // Six equal sines of 0.1: the steepest step between two frames is 0.6 · 2π · 0.002.
    const float steepest = 0.6f * 2.0f * 3.1415927f * 0.002f * 1.01f;
    ASSERT_TRUE(context_.setGraph(randomGraph()));
    context_.command(TransportCommand::play());
    float last = 0.0f, loudest = 0.0f;
    for (int edit = 0; edit < 300; ++edit) {
        const auto audio = pull(context_, 96 + edit % 70, 64, false);
        for (const float sample : audio[0]) {
            ASSERT_LE(std::abs(sample - last), steepest) << "edit " << edit;
            last = sample;
            loudest = std::max(loudest, std::abs(sample));
        }
        context_.poll(log_);
        ASSERT_TRUE(context_.setGraph(randomGraph()));
    }
    EXPECT_GT(loudest, 0.55f) << "all six were heard together";
    for (const auto& sine : sines_) EXPECT_EQ(sine->timesPrepared, 1);
}

INSTANTIATE_TEST_SUITE_P(Threads, LiveEdits, testing::Values(1, 3),
                         [](const auto& made) { return std::to_string(made.param); });

TEST(Performance, TheLoadFollowsBlocksThatArePlayedAndTheProcessFollowsPoll)
{
    AudioGraph graph;
    graph.add(NodeId(1), std::make_shared<SineNode>(), "Sine");
    graph.setOutput(NodeId(1));
    EngineContext context(spec);
    ASSERT_TRUE(context.setGraph(graph));
    pull(context, 64 * 50, 64, true);
    EXPECT_EQ(context.load(), 0.0f) << "rendering offline loads no device";
    EXPECT_EQ(context.cpu().takePeakAudioLoad(), 0.0f);
    pull(context, 64 * 50, 64, false);
    EXPECT_GT(context.load(), 0.0f);
    EXPECT_EQ(context.load(), context.cpu().audioLoad());
    EXPECT_GE(context.cpu().takePeakAudioLoad(), context.load());
    EXPECT_EQ(context.cpu().takePeakAudioLoad(), 0.0f) << "a peak is taken once";
    test::ReportLog log;
    context.poll(log);
    EXPECT_GT(context.cpu().processLoad(), 0.0f);
}

TEST(Performance, TheMonitorNamesTheNodesOfTheRunningPlan)
{
    AudioGraph graph;
    graph.add(NodeId(1), std::make_shared<SineNode>(), "Sine");
    for (std::uint64_t i = 0; i < 4; ++i) {
        graph.add(NodeId(10 + i), std::make_shared<test::RingingNode>(), "Ringing");
        ASSERT_TRUE(graph.connect({NodeId(1), 0, NodeId(10 + i), 0}));
    }
    graph.setOutput(NodeId(10));
    EngineContext context(spec);
    ASSERT_TRUE(context.setGraph(graph));
    pull(context, 64 * 50, 64, false);
    EXPECT_EQ(context.performance().blocks().count, 50u);
    EXPECT_GT(context.performance().blocks().p50, 0u);
    EXPECT_LE(context.performance().blocks().p50, context.performance().blocks().max);
    std::vector<std::string> names;
    for (const auto& cost : context.performance().costliest(10)) names.push_back(cost.name);
    std::sort(names.begin(), names.end());
    EXPECT_EQ(names, (std::vector<std::string>{"Ringing and 3 like it", "Sine"}));
    pull(context, 64 * 50, 64, true);
    EXPECT_EQ(context.performance().blocks().count, 50u) << "rendering offline can't be late";
    graph.remove(NodeId(13));
    ASSERT_TRUE(context.setGraph(graph));
    pull(context, 64, 64, false);
    test::ReportLog log;
    context.poll(log);
    pull(context, 64 * 10, 64, false);
    names.clear();
    for (const auto& cost : context.performance().costliest(10)) names.push_back(cost.name);
    std::sort(names.begin(), names.end());
    EXPECT_EQ(names, (std::vector<std::string>{"Ringing and 2 like it", "Sine"}));
}

} // namespace
} // namespace cppmusic::audio
