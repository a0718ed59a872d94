// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/automation/AutomationTake.h"

#include "session/automation/AutomationWriter.h"
#include "session/compile/AutomationCurves.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

using namespace cppmusic;
using core::Beats;
using session::AutomationTake;
using session::LinePoint;

namespace {

constexpr core::SampleRate rate{48000.0};
constexpr core::ParameterSpec fader{"gain", "Volume",           "dB", -90.0f, 6.0f,
                                    0.0f,   core::Taper::fader, true, {}};

double on(const std::vector<LinePoint>& line, std::int64_t frame)
{
    for (std::size_t i = 1; i < line.size(); ++i)
        if (frame <= line[i].frame) {
            const double t = static_cast<double>(frame - line[i - 1].frame) /
                             static_cast<double>(line[i].frame - line[i - 1].frame);
            return line[i - 1].value + (line[i].value - line[i - 1].value) * t;
        }
    return line.back().value;
}

/// 24000 frames a beat.
Beats beat(std::int64_t frame)
{
    return Beats{static_cast<double>(frame) / 24000.0};
}

std::shared_ptr<const audio::AutomationCurve> curveAfter(const model::AutomationLane& lane,
                                                         const project::WriteAutomation& write)
{
    auto after = lane;
    std::erase_if(after.points,
                  [&](const auto& p) { return p.at >= write.from && p.at <= write.to; });
    after.points.insert(after.points.end(), write.points.begin(), write.points.end());
    std::sort(after.points.begin(), after.points.end(),
              [](const auto& a, const auto& b) { return a.at < b.at; });
    return session::buildAutomationCurve(after, fader, core::TempoMap(), rate);
}

} // namespace

TEST(LineThinner, KeepsToItsBoundAtEveryFrameAndDropsMostCorners)
{
    std::mt19937 random(20240731);
    std::vector<LinePoint> line;
    double value = -20.0;
    for (int i = 0; i < 2000; ++i) {
        value += std::uniform_real_distribution(-0.4, 0.4)(random);
        line.push_back({i * 480, static_cast<float>(value)});
    }
    const auto thin = session::thinned(line, session::thinningBoundFor(fader));
    EXPECT_LT(thin.size(), line.size());
    EXPECT_EQ(thin.front(), line.front());
    EXPECT_EQ(thin.back(), line.back());
    for (std::int64_t frame = 0; frame <= line.back().frame; frame += 16)
        ASSERT_NEAR(on(thin, frame), on(line, frame), 0.1001) << frame;
}

TEST(LineThinner, AStraightLineIsItsTwoEndsAndStairsKeepEveryStep)
{
    std::vector<LinePoint> line;
    for (int i = 0; i <= 100; ++i) line.push_back({i * 100, -0.2f * static_cast<float>(i)});
    EXPECT_EQ(session::thinned(line, {0.01f, 0.0f}).size(), 2u);
    for (auto& point : line) point.value = point.frame % 200 == 0 ? 0.0f : 1.0f;
    EXPECT_EQ(session::thinned(line, {}).size(), line.size());
}

TEST(AutomationTake, IsTheLineOfRampsThatWasHeard)
{
    AutomationTake take(960);
    take.begin(1000, -6.0f);
    take.change(2000, 0.0f);  // reached at 2960
    take.change(2480, -6.0f); // turned round half way, at -3
    take.change(9000, 3.0f);
    take.end(20000);
    ASSERT_EQ(take.passes().size(), 1u);
    const auto& line = take.passes().front();
    EXPECT_EQ(line.front(), (LinePoint{1000, -6.0f}));
    EXPECT_NEAR(on(line, 2000), -6.0, 1e-5);
    EXPECT_NEAR(on(line, 2480), -3.0, 1e-5);
    EXPECT_NEAR(on(line, 3440), -6.0, 1e-5);
    EXPECT_NEAR(on(line, 9000), -6.0, 1e-5);
    EXPECT_NEAR(on(line, 9480), -1.5, 1e-5);
    EXPECT_EQ(line.back(), (LinePoint{20000, 3.0f}));
}

TEST(AutomationTake, InALoopTheLaterPassCounts)
{
    AutomationTake take(0);
    take.begin(500, 1.0f);
    take.jump(1000, 0);
    take.change(200, 2.0f);
    take.jump(1000, 0);
    take.change(100, 3.0f);
    take.end(300);
    const auto merged = session::mergePasses(take.passes(), 10);
    ASSERT_EQ(merged.size(), 2u);
    EXPECT_EQ(merged[0].front().frame, 0);
    EXPECT_EQ(merged[0].back(), (LinePoint{300, 3.0f}));
    EXPECT_EQ(merged[1].front(), (LinePoint{310, 2.0f}))
        << "the second pass, where the third ended";
    EXPECT_EQ(merged[1].back().frame, 1000);
}

TEST(AutomationWriter, WhatLiesBesideTheTakeKeepsItsShapeBendsIncluded)
{
    model::AutomationLane lane;
    lane.parameter = "gain";
    lane.points = {{Beats{0}, -40.0f, model::AutomationShape::curved, 0.8f},
                   {Beats{4}, 0.0f, model::AutomationShape::curved, -0.6f},
                   {Beats{8}, -30.0f}};
    const core::TempoMap tempo;
    const auto before = session::buildAutomationCurve(lane, fader, tempo, rate);
    AutomationTake take(960);
    take.begin(60000, before->valueAt(60000)); // inside the first bend
    take.change(62000, -3.0f);
    take.end(130000); // inside the second
    const auto write = session::writeTake({lane, fader, tempo, rate, 0.0f, 960}, take.passes());
    ASSERT_TRUE(write.has_value());
    const auto after = curveAfter(lane, *write);
    for (std::int64_t frame = 0; frame < 240000; frame += 7) {
        if (frame <= 60000 || frame >= 130960) {
            ASSERT_NEAR(after->valueAt(frame), before->valueAt(frame), 1e-3) << frame;
        }
    }
    EXPECT_NEAR(after->valueAt(100000), -3.0f, 0.1f);
    EXPECT_NEAR(after->valueAt(129999), -3.0f, 0.1f);
    EXPECT_NEAR(after->valueAt(130480), 0.5f * (-3.0f + before->valueAt(130960)), 0.1f)
        << "half way back to the drawn line";
}

TEST(AutomationWriter, BetweenTwoStretchesTheOldLineStays)
{
    model::AutomationLane lane;
    lane.parameter = "gain";
    for (int i = 0; i <= 16; ++i)
        lane.points.push_back({Beats{static_cast<double>(i)}, i % 2 == 0 ? -20.0f : -10.0f});
    const core::TempoMap tempo;
    const auto before = session::buildAutomationCurve(lane, fader, tempo, rate);
    AutomationTake take(960);
    take.begin(200000, before->valueAt(200000));
    take.change(201000, 0.0f);
    take.jump(250000, 20000); // a locate to an earlier bar
    take.end(60000);
    const auto write = session::writeTake({lane, fader, tempo, rate, 0.0f, 960}, take.passes());
    ASSERT_TRUE(write.has_value());
    EXPECT_EQ(write->lane, lane.id);
    const auto after = curveAfter(lane, *write);
    for (std::int64_t frame = 0; frame < 380000; frame += 11) {
        const bool isWritten =
            (frame >= 20000 && frame <= 60960) || (frame >= 200000 && frame <= 250960);
        if (!isWritten) {
            ASSERT_NEAR(after->valueAt(frame), before->valueAt(frame), 2e-3) << frame;
        }
    }
    EXPECT_NEAR(after->valueAt(40000), 0.0f, 0.1f);
    EXPECT_NEAR(after->valueAt(230000), 0.0f, 0.1f);
}

TEST(AutomationWriter, InAnEmptyLaneTheParameterKeepsItsValueAround)
{
    model::AutomationLane lane;
    lane.parameter = "gain";
    const core::TempoMap tempo;
    AutomationTake take(960);
    take.begin(48000, -7.0f);
    take.change(60000, 2.0f);
    take.end(72000);
    const auto write = session::writeTake({lane, fader, tempo, rate, -7.0f, 960}, take.passes());
    ASSERT_TRUE(write.has_value());
    EXPECT_EQ(write->from, beat(48000));
    const auto after = curveAfter(lane, *write);
    EXPECT_FLOAT_EQ(after->valueAt(0), -7.0f);
    EXPECT_NEAR(after->valueAt(70000), 2.0f, 0.1f);
    EXPECT_FLOAT_EQ(after->valueAt(100000), -7.0f);
    EXPECT_LE(write->points.size(), 6u);
}
