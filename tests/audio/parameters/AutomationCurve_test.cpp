// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/parameters/AutomationCurve.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace cppmusic::audio {
namespace {

TEST(AutomationCurve, HoldsTheFirstValueBeforeAndTheLastAfterTheDrawnLine)
{
    const AutomationCurve curve({{100, 1.0f}, {200, 3.0f}});
    EXPECT_FLOAT_EQ(curve.valueAt(-50), 1.0f);
    EXPECT_FLOAT_EQ(curve.valueAt(100), 1.0f);
    EXPECT_FLOAT_EQ(curve.valueAt(150), 2.0f);
    EXPECT_FLOAT_EQ(curve.valueAt(200), 3.0f);
    EXPECT_FLOAT_EQ(curve.valueAt(1'000'000), 3.0f);
}

TEST(AutomationCurve, ASteppedSegmentHoldsUntilTheNextPointAndThenJumps)
{
    const AutomationCurve curve({{0, 1.0f, CurveShape::stepped}, {10, 5.0f}});
    EXPECT_FLOAT_EQ(curve.valueAt(9), 1.0f);
    EXPECT_FLOAT_EQ(curve.valueBefore(10), 1.0f);
    EXPECT_FLOAT_EQ(curve.valueAt(10), 5.0f);
}

TEST(AutomationCurve, OfTwoPointsAtOneFrameTheLaterWinsAndTheEarlierIsWhereTheLineArrives)
{
    const AutomationCurve curve({{0, 0.0f}, {100, 1.0f}, {100, 0.25f}, {200, 0.25f}});
    EXPECT_FLOAT_EQ(curve.valueBefore(100), 1.0f);
    EXPECT_FLOAT_EQ(curve.valueAt(100), 0.25f);
    EXPECT_FLOAT_EQ(curve.valueAt(150), 0.25f);
}

TEST(AutomationCurve, PositiveTensionStartsSlowlyNegativeQuicklyAndBothMeetTheEnds)
{
    const auto make = [](float tension) {
        return AutomationCurve({{0, 0.0f, CurveShape::curved, tension}, {1000, 1.0f}});
    };
    EXPECT_NEAR(make(1.0f).valueAt(500), 1.0 / (std::exp(3.0) + 1.0), 1e-6);
    EXPECT_NEAR(make(-1.0f).valueAt(500), 1.0 - 1.0 / (std::exp(3.0) + 1.0), 1e-6);
    EXPECT_NEAR(make(0.0f).valueAt(500), 0.5, 1e-7);
    for (const float tension : {-1.0f, -0.3f, 0.0f, 0.7f, 1.0f}) {
        EXPECT_EQ(make(tension).valueAt(0), 0.0f);
        EXPECT_EQ(make(tension).valueBefore(1000), 1.0f);
    }
}

TEST(AutomationCurve, FindsTheNextBreakpoint)
{
    const AutomationCurve curve({{10, 0.0f}, {10, 1.0f}, {20, 0.0f}});
    EXPECT_EQ(curve.nextPointAfter(0), 10);
    EXPECT_EQ(curve.nextPointAfter(10), 20);
    EXPECT_EQ(curve.nextPointAfter(20), std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(AutomationCurve().valueAt(7), 0.0f);
}

} // namespace
} // namespace cppmusic::audio
