// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/time/TempoMap.h"
#include "support/WideLongDouble.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

using namespace cppmusic::core;

namespace {

constexpr std::uint32_t seed = 7;
const SampleRate rate{96000.0};

TempoMap mapOf(std::vector<TempoPoint> tempos,
               std::vector<TimeSignaturePoint> signatures = {TimeSignaturePoint{}})
{
    auto map = TempoMap::make(std::move(tempos), std::move(signatures));
    EXPECT_TRUE(map.ok());
    return map.ok() ? *map : TempoMap{};
}

/// More than an hour: ramps from 60 to 180 and back, steep ones, hardly noticeable ones, jumps.
std::vector<TempoPoint> hourOfRamps()
{
    std::vector<TempoPoint> points;
    double beat = 0.0;
    while (beat < 7800.0) {
        points.push_back({Beats(beat), Bpm(60.0), true});
        points.push_back({Beats(beat + 97.0), Bpm(180.0), true});
        points.push_back({Beats(beat + 101.5), Bpm(60.0), false});
        points.push_back({Beats(beat + 150.25), Bpm(120.0), true});
        points.push_back({Beats(beat + 198.0), Bpm(120.0001), false});
        points.push_back({Beats(beat + 230.0), Bpm(20.0), true});
        points.push_back({Beats(beat + 230.125), Bpm(999.0), false});
        beat += 260.0;
    }
    return points;
}

/// The closed form in extended precision, written independently of the implementation.
long double referenceSeconds(const std::vector<TempoPoint>& points, long double beat)
{
    long double seconds = 0.0L;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const long double start = points[i].at.value;
        if (beat <= start) break;
        const bool isLast = i + 1 == points.size();
        const long double end = isLast ? beat : static_cast<long double>(points[i + 1].at.value);
        const long double until = std::min(beat, end);
        const long double from = points[i].tempo.value;
        if (points[i].rampToNext && !isLast) {
            const long double to = points[i + 1].tempo.value;
            const long double slope = (to - from) / (end - start);
            const long double there = from + slope * (until - start);
            seconds += to == from ? 60.0L * (until - start) / from
                                  : 60.0L / slope * std::log(there / from);
        } else {
            seconds += 60.0L * (until - start) / from;
        }
    }
    return seconds;
}

void expectInvalid(const Result<TempoMap>& result, const std::string& place)
{
    ASSERT_FALSE(result.ok()) << place;
    EXPECT_EQ(result.error().code, ErrorCode::invalidArgument);
    EXPECT_EQ(result.error().place, place) << result.error().text();
    EXPECT_FALSE(result.error().message.empty());
}

} // namespace

TEST(TempoMap, AtOneHundredAndTwentyABeatLastsHalfASecond)
{
    const TempoMap map;
    EXPECT_EQ(map.secondsAt(Beats(8.0)), Seconds(4.0));
    EXPECT_EQ(map.beatsAt(Seconds(4.0)), Beats(8.0));
    EXPECT_EQ(map.framesAt(Beats(1.0), SampleRate(44100.0)), Frames(22050));
    EXPECT_EQ(map.tempoAt(Beats(1000.0)), Bpm(120.0));
}

TEST(TempoMap, BeforeTheSongTheFirstTempoHolds)
{
    const TempoMap map = mapOf({{Beats(0), Bpm(60), true}, {Beats(4), Bpm(180), false}});
    EXPECT_EQ(map.secondsAt(Beats(-2.0)), Seconds(-2.0));
    EXPECT_EQ(map.beatsAt(Seconds(-2.0)), Beats(-2.0));
    EXPECT_EQ(map.tempoAt(Beats(-1.0)), Bpm(60.0));
    EXPECT_EQ(map.framesAt(Beats(-1.0), SampleRate(48000)), Frames(-48000));
}

TEST(TempoMap, ATempoJumpTakesEffectExactlyAtItsBeat)
{
    const TempoMap map = mapOf({{Beats(0), Bpm(60), false}, {Beats(4), Bpm(240), false}});
    EXPECT_EQ(map.secondsAt(Beats(4.0)), Seconds(4.0));
    EXPECT_EQ(map.secondsAt(Beats(8.0)), Seconds(5.0));
    EXPECT_EQ(map.tempoAt(Beats(3.999)), Bpm(60));
    EXPECT_EQ(map.tempoAt(Beats(4.0)), Bpm(240));
}

TEST(TempoMap, ARampFromSixtyToOneEightyOverFourBeatsTakesTwoTimesLnThreeSeconds)
{
    const TempoMap map = mapOf({{Beats(0), Bpm(60), true}, {Beats(4), Bpm(180), false}});
    EXPECT_NEAR(map.secondsAt(Beats(4)).value, 60.0 * 4.0 / 120.0 * std::log(3.0), 1e-14);
    EXPECT_EQ(map.tempoAt(Beats(2)), Bpm(120));
}

TEST(TempoMap, ARampOnTheLastPointHoldsItsTempo)
{
    const TempoMap map = mapOf({{Beats(0), Bpm(90), true}});
    EXPECT_EQ(map.tempoAt(Beats(100)), Bpm(90));
    EXPECT_EQ(map.secondsAt(Beats(90)), Seconds(60));
}

TEST(TempoMap, OverAnHourOfRampsAndJumpsNoBeatIsOffByMoreThanOneFrame)
{
    if (!cppmusic::test::isLongDoubleWider())
        GTEST_SKIP() << "no reference more precise than double on this machine";
    const auto points = hourOfRamps();
    const TempoMap map = mapOf(points);
    ASSERT_GT(map.secondsAt(points.back().at).value, 3600.0);

    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> anyBeat(0.0, points.back().at.value + 10.0);
    long double worstFrames = 0.0L;
    double worstSeconds = 0.0;
    for (int i = 0; i < 20000; ++i) {
        const double beat = i < 8000 ? i : anyBeat(random);
        const long double exact = referenceSeconds(points, beat);
        const auto frame = static_cast<long double>(map.framesAt(Beats(beat), rate).value);
        worstFrames = std::max(worstFrames, std::fabs(frame - exact * rate.value));
        worstSeconds = std::max(
            worstSeconds, static_cast<double>(std::fabs(map.secondsAt(Beats(beat)).value - exact)));
    }
    EXPECT_LE(worstFrames, 1.0L);
    EXPECT_LT(worstSeconds, 1e-9);
}

TEST(TempoMap, EveryFrameFindsItsWayBackThroughBeats)
{
    const auto points = hourOfRamps();
    const TempoMap map = mapOf(points);
    const std::int64_t last = map.framesAt(points.back().at, rate).value;
    std::mt19937_64 random(seed);
    std::uniform_int_distribution<std::int64_t> anyFrame(-96000, last);
    for (int i = 0; i < 50000; ++i) {
        const Frames frame(anyFrame(random));
        ASSERT_EQ(map.framesAt(map.beatsAt(frame, rate), rate), frame);
    }
}

TEST(TempoMap, EveryBeatFindsItsWayBackThroughSeconds)
{
    const auto points = hourOfRamps();
    const TempoMap map = mapOf(points);
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> anyBeat(-8.0, points.back().at.value);
    for (int i = 0; i < 50000; ++i) {
        const Beats beat(anyBeat(random));
        ASSERT_NEAR(map.beatsAt(map.secondsAt(beat)).value, beat.value, 1e-8);
    }
}

TEST(TempoMap, TimeNeverRunsBackwards)
{
    const auto points = hourOfRamps();
    const TempoMap map = mapOf(points);
    double before = -1e9;
    for (double beat = -4.0; beat < 530.0; beat += 0.0078125) {
        const double seconds = map.secondsAt(Beats(beat)).value;
        ASSERT_GT(seconds, before) << "at beat " << beat;
        before = seconds;
    }
}

TEST(TempoMap, AnAbsurdPlaceGivesALimitedFrameAndBar)
{
    const TempoMap map;
    const double inf = std::numeric_limits<double>::infinity();
    EXPECT_GT(map.framesAt(Beats(1e300), rate).value, 1ll << 61);
    EXPECT_LT(map.framesAt(Beats(-inf), rate).value, -(1ll << 61));
    EXPECT_GT(map.barPositionAt(Beats(1e300)).bar, 1000000);
    EXPECT_LT(map.barPositionAt(Beats(-1e300)).bar, -1000000);
    EXPECT_LT(map.barStart(std::numeric_limits<int>::min()).value, 0.0);
}

TEST(BarPosition, FourFourCountsFromBarOneBeatOne)
{
    const TempoMap map;
    EXPECT_EQ(map.barPositionAt(Beats(0)), (BarPosition{1, 1, 0.0}));
    EXPECT_EQ(map.barPositionAt(Beats(5.25)), (BarPosition{2, 2, 0.25}));
    EXPECT_EQ(map.barPositionAt(Beats(-0.5)), (BarPosition{0, 4, 0.5}));
    EXPECT_EQ(map.barStart(3), Beats(8));
    EXPECT_EQ(map.barStart(0), Beats(-4));
}

TEST(BarPosition, BeatsOfSixEightAreEighths)
{
    const TempoMap map = mapOf({TempoPoint{}}, {{Beats(0), {6, 8}}});
    EXPECT_EQ(map.barPositionAt(Beats(2.5)), (BarPosition{1, 6, 0.0}));
    EXPECT_EQ(map.barPositionAt(Beats(3.25)), (BarPosition{2, 1, 0.5}));
    EXPECT_EQ(map.barStart(2), Beats(3));
}

TEST(BarPosition, SignatureChangesKeepTheCountOfBars)
{
    const TempoMap map =
        mapOf({TempoPoint{}}, {{Beats(0), {4, 4}}, {Beats(8), {7, 8}}, {Beats(15), {3, 4}}});
    EXPECT_EQ(map.barPositionAt(Beats(8)), (BarPosition{3, 1, 0.0}));
    EXPECT_EQ(map.barPositionAt(Beats(11.5)), (BarPosition{4, 1, 0.0}));
    EXPECT_EQ(map.barPositionAt(Beats(15)), (BarPosition{5, 1, 0.0}));
    EXPECT_EQ(map.barPositionAt(Beats(20)), (BarPosition{6, 3, 0.0}));
    EXPECT_EQ(map.signatureAt(Beats(14.9)), (TimeSignature{7, 8}));
    EXPECT_EQ(map.signatureAt(Beats(15)), (TimeSignature{3, 4}));
    for (int bar = -5; bar < 200; ++bar) {
        const BarPosition there = map.barPositionAt(map.barStart(bar));
        ASSERT_EQ(there, (BarPosition{bar, 1, 0.0}));
    }
}

TEST(BarPosition, AHairBeforeABarIsStillTheLastBeatOfTheOneBefore)
{
    const TempoMap map = mapOf({TempoPoint{}}, {{Beats(0), {5, 4}}});
    for (int bar = -3; bar < 5000; ++bar) {
        const double start = map.barStart(bar).value;
        const BarPosition before = map.barPositionAt(Beats(std::nextafter(start, -1e9)));
        ASSERT_EQ(before.bar, bar - 1);
        ASSERT_EQ(before.beat, 5);
        ASSERT_LT(before.fraction, 1.0);
        ASSERT_GE(before.fraction, 0.0);
    }
}

TEST(TempoMapMake, SaysWhichPointIsWrong)
{
    const std::vector<TimeSignaturePoint> fourFour{TimeSignaturePoint{}};
    const std::vector<TempoPoint> oneTwenty{TempoPoint{}};
    const double nan = std::numeric_limits<double>::quiet_NaN();

    expectInvalid(TempoMap::make({}, fourFour), "tempos");
    expectInvalid(TempoMap::make(oneTwenty, {}), "signatures");
    expectInvalid(TempoMap::make({{Beats(1), Bpm(120), false}}, fourFour), "tempos/0");
    expectInvalid(TempoMap::make({{Beats(0), Bpm(19.9), false}}, fourFour), "tempos/0");
    expectInvalid(TempoMap::make({{Beats(0), Bpm(999.1), false}}, fourFour), "tempos/0");
    expectInvalid(TempoMap::make({{Beats(0), Bpm(nan), false}}, fourFour), "tempos/0");
    expectInvalid(TempoMap::make({TempoPoint{}, {Beats(nan), Bpm(90), false}}, fourFour),
                  "tempos/1");
    expectInvalid(
        TempoMap::make({TempoPoint{}, {Beats(4), Bpm(90), false}, {Beats(4), Bpm(91), false}},
                       fourFour),
        "tempos/2");
    expectInvalid(
        TempoMap::make({TempoPoint{}, {Beats(4), Bpm(90), false}, {Beats(3), Bpm(91), false}},
                       fourFour),
        "tempos/2");
    expectInvalid(TempoMap::make(oneTwenty, {{Beats(0), {0, 4}}}), "signatures/0");
    expectInvalid(TempoMap::make(oneTwenty, {{Beats(0), {65, 4}}}), "signatures/0");
    expectInvalid(TempoMap::make(oneTwenty, {{Beats(0), {4, 3}}}), "signatures/0");
    expectInvalid(TempoMap::make(oneTwenty, {{Beats(0), {4, 128}}}), "signatures/0");
    expectInvalid(TempoMap::make(oneTwenty, {{Beats(0), {4, 4}}, {Beats(5), {3, 4}}}),
                  "signatures/1");
    expectInvalid(TempoMap::make(oneTwenty, {{Beats(0), {4, 4}}, {Beats(4e12), {3, 4}}}),
                  "signatures/1");
}

TEST(TempoMapMake, MapsOfEqualPointsAreEqual)
{
    EXPECT_EQ(mapOf(hourOfRamps()), mapOf(hourOfRamps()));
    EXPECT_FALSE(mapOf(hourOfRamps()) == TempoMap{});
}
