// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/engine/EngineContext.h"

#include "support/EngineRig.h"
#include "support/TestNodes.h"

#include <gtest/gtest.h>

#include <algorithm>

#include <cmath>
#include <limits>

namespace cppmusic::audio {
namespace {

using core::Frames;
using test::LevelNode;
using test::pull;
using test::ReportLog;

constexpr PrepareSpec spec{core::SampleRate(48000.0), 256};
const NodeId level(1);
const ParameterRef levelRef{level, 0};

AudioGraph automated(std::vector<CurvePoint> points,
                     std::shared_ptr<AudioNode> node = std::make_shared<LevelNode>())
{
    AudioGraph graph;
    graph.add(level, std::move(node), "Level");
    graph.setOutput(level);
    if (!points.empty()) {
        graph.setAutomation(levelRef, std::make_shared<AutomationCurve>(std::move(points)));
    }
    return graph;
}

std::vector<float> play(AudioGraph graph, int numFrames, int blockFrames, std::int64_t from = 0)
{
    EngineContext context(spec);
    EXPECT_TRUE(context.setGraph(std::move(graph)));
    context.command(TransportCommand::locate(Frames(from)));
    context.command(TransportCommand::play());
    return pull(context, numFrames, blockFrames)[0];
}

const std::vector<CurvePoint> drawn = {{0, 0.0f},
                                       {1000, 2.0f, CurveShape::stepped},
                                       {1500, 0.5f, CurveShape::curved, 0.8f},
                                       {3000, 4.0f},
                                       {3000, 1.0f},
                                       {3010, 3.0f}};

TEST(Automation, TheSoundFollowsTheDrawnLine)
{
    const AutomationCurve curve(drawn);
    const auto heard = play(automated(drawn), 4000, 256);
    for (std::int64_t i = 0; i < 4000; ++i) {
        // Straight pieces exactly; a bend is followed by chords of 32 frames, whose sagitta is at
        // most s"max * 32^2 / 8 = 0.0046 here.
        const float allowed = i > 1500 && i < 3000 ? 4.6e-3f : 2e-6f;
        ASSERT_NEAR(heard[static_cast<std::size_t>(i)], curve.valueAt(i), allowed) << "frame " << i;
    }
    EXPECT_EQ(heard[1499], 2.0f);
    EXPECT_EQ(heard[1500], 0.5f);
    EXPECT_EQ(heard[3000], 1.0f);
}

TEST(Automation, ALineDrawnOutOfRangeIsCutToTheParameter)
{
    const float bad = std::numeric_limits<float>::quiet_NaN();
    const auto heard = play(automated({{0, -5.0f}, {100, 400.0f}, {200, bad}}), 300, 64);
    for (const float value : heard) {
        ASSERT_GE(value, 0.0f);
        ASSERT_LE(value, 10.0f);
    }
    EXPECT_EQ(heard[99 - 3], 10.0f);
}

TEST(Automation, GivesTheSameBitsInBlocksOfAnySize)
{
    const auto whole = play(automated(drawn), 4000, 4000);
    for (const int blockFrames : {1, 7, 17, 64, 128, 512}) {
        EXPECT_EQ(play(automated(drawn), 4000, blockFrames), whole) << blockFrames;
    }
}

TEST(Automation, StartingInTheMiddleTakesUpTheLineAtOnce)
{
    const AutomationCurve curve(drawn);
    const auto heard = play(automated(drawn), 500, 64, 777);
    for (std::int64_t i = 0; i < 500; ++i) {
        ASSERT_NEAR(heard[static_cast<std::size_t>(i)], curve.valueAt(777 + i), 2e-6f);
    }
}

TEST(Automation, EightPassesOfALoopAreTheSameBitsAsTheBarsPastedEightTimes)
{
    constexpr std::int64_t bar = 1237; // no multiple of the control grid
    const std::vector<CurvePoint> once = {
        {0, 0.2f}, {700, 1.0f, CurveShape::curved, -0.5f}, {bar, 0.4f}};
    std::vector<CurvePoint> pasted;
    for (std::int64_t k = 0; k < 8; ++k) {
        for (CurvePoint point : once) {
            point.frame += k * bar;
            pasted.push_back(point);
        }
    }
    const auto straight = play(automated(pasted), 8 * bar, 256);
    for (const int blockFrames : {1, 100, 256, 5000}) {
        EngineContext context(spec);
        ASSERT_TRUE(context.setGraph(automated(once)));
        context.command(TransportCommand::loop(Frames(0), Frames(bar), true));
        context.command(TransportCommand::play());
        EXPECT_EQ(pull(context, 8 * bar, blockFrames)[0], straight) << blockFrames;
    }
}

TEST(Automation, AHandOnTheFaderWinsIsEchoedAndGlidesBackWhenLetGo)
{
    EngineContext context(spec);
    ReportLog log;
    ASSERT_TRUE(context.setGraph(automated({{0, 1.0f}})));
    context.command(TransportCommand::play());
    pull(context, 1024, 256);
    context.beginGesture(levelRef);
    context.setParameter(levelRef, 5.0f);
    pull(context, 2048, 256);
    EXPECT_EQ(pull(context, 1, 1)[0][0], 5.0f);
    context.poll(log);
    ASSERT_EQ(log.count(EngineReport::Kind::parameterEcho), 1);
    const auto echo = std::find_if(log.reports.begin(), log.reports.end(), [](const auto& report) {
        return report.kind == EngineReport::Kind::parameterEcho;
    });
    EXPECT_EQ(echo->ref, levelRef);
    EXPECT_EQ(echo->value, 5.0f);
    EXPECT_EQ(echo->frame, 1024);
    context.endGesture(levelRef);
    const auto back = pull(context, 2048, 256)[0];
    float largestStep = 0.0f;
    for (std::size_t i = 1; i < back.size(); ++i) {
        largestStep = std::max(largestStep, std::abs(back[i] - back[i - 1]));
    }
    EXPECT_LT(largestStep, 4.0f / 900.0f) << "a glide of 20 ms, no jump";
    EXPECT_EQ(back.back(), 1.0f);
}

TEST(Automation, WhileStoppedTheFaderIsFreeAndPlayingTakesTheLineUpAgain)
{
    EngineContext context(spec);
    AudioGraph graph = automated({{0, 1.0f}});
    ASSERT_TRUE(context.setGraph(graph));
    graph.setParameter(levelRef, 3.0f);
    ASSERT_TRUE(context.setGraph(graph));
    EXPECT_EQ(pull(context, 2000, 256)[0].back(), 3.0f);
    context.command(TransportCommand::play());
    EXPECT_EQ(pull(context, 1, 1)[0][0], 1.0f);
}

TEST(Automation, DeletingTheLineGivesTheParameterItsOwnValueBack)
{
    for (const bool isPlanDropped : {false, true}) {
        EngineContext context(spec);
        const auto node = std::make_shared<LevelNode>();
        AudioGraph graph = automated({{0, 8.0f}}, node);
        graph.setParameter(levelRef, 3.0f);
        ASSERT_TRUE(context.setGraph(graph));
        context.command(TransportCommand::play());
        EXPECT_EQ(pull(context, 64, 64)[0][0], 8.0f);
        AudioGraph bare = automated({}, node);
        bare.setParameter(levelRef, 3.0f);
        if (isPlanDropped) { // plans pile up; the one that dropped the line is never played
            context.attachDevice();
            for (int i = 0; i < 12; ++i) {
                AudioGraph other = bare;
                other.add(NodeId(50 + static_cast<std::uint64_t>(i)), std::make_shared<LevelNode>(),
                          "Other");
                ASSERT_TRUE(context.setGraph(i < 9 ? [&] {
                    AudioGraph kept = other;
                    kept.setAutomation(levelRef, graph.automation().at(levelRef));
                    return kept;
                }() : other));
            }
        }
        ASSERT_TRUE(context.setGraph(bare));
        ReportLog log;
        for (int i = 0; i < 8; ++i) {
            pull(context, 512, 256);
            context.poll(log);
        }
        EXPECT_EQ(pull(context, 1, 1)[0][0], 3.0f);
        context.detachDevice();
    }
}

} // namespace
} // namespace cppmusic::audio
