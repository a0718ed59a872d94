// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/MathUtils.h"
#include "support/WideLongDouble.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <random>
#include <vector>

namespace math = cppmusic::core::math;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();
constexpr std::uint32_t seed = 20240501;

using Function = double (*)(double);
using Reference = std::function<long double(long double)>;

/// Distance from one double to the next at |x|.
double ulpAt(double x)
{
    const double size = std::fabs(x);
    return std::nextafter(size, inf) - size;
}

/// Evenly spaced and random places in [low, high], ends included.
std::vector<double> placesIn(double low, double high, int each = 40000)
{
    std::vector<double> places{low, high};
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> anywhere(low, high);
    for (int i = 1; i < each; ++i) {
        places.push_back(low + (high - low) * i / each);
        places.push_back(anywhere(random));
    }
    return places;
}

/// Positive places of every size: random exponents from 2^low to 2^high.
std::vector<double> sizesIn(double low, double high, int count = 80000)
{
    std::vector<double> places;
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> exponent(low, high);
    for (int i = 0; i < count; ++i) places.push_back(std::exp2(exponent(random)));
    return places;
}

/// The worst error in units of the last place of the reference.
double worstUlps(Function f, const Reference& reference, const std::vector<double>& places)
{
    double worst = 0.0;
    for (const double x : places) {
        const long double exact = reference(static_cast<long double>(x));
        const long double error = std::fabs(static_cast<long double>(f(x)) - exact);
        const double ulps = static_cast<double>(error) / ulpAt(static_cast<double>(exact));
        worst = std::max(worst, ulps);
        if (!(ulps < 1e9)) ADD_FAILURE() << "at x = " << x;
    }
    return worst;
}

double worstAbsolute(Function f, const Reference& reference, const std::vector<double>& places)
{
    double worst = 0.0;
    for (const double x : places) {
        const long double exact = reference(static_cast<long double>(x));
        const long double error = std::fabs(static_cast<long double>(f(x)) - exact);
        worst = std::max(worst, static_cast<double>(error));
        if (!(error < 1.0L)) ADD_FAILURE() << "at x = " << x;
    }
    return worst;
}

long double exp2Of(long double x)
{
    return std::exp2(x);
}
long double logOf(long double x)
{
    return std::log(x);
}
long double log2Of(long double x)
{
    return std::log2(x);
}
long double expOf(long double x)
{
    return std::exp(x);
}
long double tanhOf(long double x)
{
    return std::tanh(x);
}

class MathUtils : public ::testing::Test {
protected:
    void SetUp() override
    {
        if (!cppmusic::test::isLongDoubleWider())
            GTEST_SKIP() << "no reference more precise than double on this machine";
    }
};

} // namespace

TEST_F(MathUtils, SineAndCosineStayWithinTwoUlpOfOneForEveryUsefulPhase)
{
    const double bound = 2.0 * std::numeric_limits<double>::epsilon();
    for (const double range : {0.5, 4.0, 100.0, 1.0e4}) {
        const auto places = placesIn(-range, range);
        EXPECT_LE(worstAbsolute(
                      math::sin, [](long double x) { return std::sin(x); }, places),
                  bound);
        EXPECT_LE(worstAbsolute(
                      math::cos, [](long double x) { return std::cos(x); }, places),
                  bound);
    }
}

TEST_F(MathUtils, SineOfAQuietPhaseIsExactToTwoUlp)
{
    EXPECT_LE(worstUlps(
                  math::sin, [](long double x) { return std::sin(x); }, sizesIn(-300.0, -0.4)),
              2.0);
}

TEST_F(MathUtils, TangentIsWithinFourUlpUpToAFilterAtNinetyFivePercentOfNyquist)
{
    const Reference tan = [](long double x) { return std::tan(x); };
    EXPECT_LE(worstUlps(math::tan, tan, placesIn(-1.5, 1.5)), 4.0);
    EXPECT_LE(worstUlps(math::tan, tan, sizesIn(-200.0, 0.5)), 4.0);
}

TEST_F(MathUtils, ExponentialsAreWithinTwoUlp)
{
    EXPECT_LE(worstUlps(math::exp, expOf, placesIn(-700.0, 709.0)), 2.0);
    EXPECT_LE(worstUlps(math::exp, expOf, placesIn(-1.0, 1.0)), 2.0);
    EXPECT_LE(worstUlps(math::exp2, exp2Of, placesIn(-1020.0, 1023.9)), 2.0);
    EXPECT_LE(worstUlps(math::exp2, exp2Of, placesIn(-1.0, 1.0)), 2.0);
}

TEST_F(MathUtils, LogarithmsAreWithinTwoUlpForEverySizeOfNumber)
{
    for (const auto& places :
         {placesIn(0.5, 2.0), placesIn(0.999, 1.001), sizesIn(-1060.0, 1023.0)}) {
        EXPECT_LE(worstUlps(math::log, logOf, places), 2.0);
        EXPECT_LE(worstUlps(math::log2, log2Of, places), 2.0);
    }
}

TEST_F(MathUtils, PowerIsWithinFourUlpWhileTheResultFitsIn64Octaves)
{
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> octaves(-64.0, 64.0);
    double worst = 0.0;
    for (const double spread : {0.01, 1.0, 20.0, 300.0}) {
        std::uniform_real_distribution<double> exponentOfBase(-spread, spread);
        for (int i = 0; i < 50000; ++i) {
            const double base = std::exp2(exponentOfBase(random));
            if (base == 1.0) continue;
            const double exponent = octaves(random) / std::log2(base);
            const long double exact =
                std::pow(static_cast<long double>(base), static_cast<long double>(exponent));
            const long double error =
                std::fabs(static_cast<long double>(math::pow(base, exponent)) - exact);
            worst = std::max(worst, static_cast<double>(error) / ulpAt(static_cast<double>(exact)));
        }
    }
    EXPECT_LE(worst, 4.0);
}

TEST_F(MathUtils, HyperbolicTangentIsWithinFourUlpFromWhispersToFullDrive)
{
    EXPECT_LE(worstUlps(math::tanh, tanhOf, placesIn(-25.0, 25.0)), 4.0);
    EXPECT_LE(worstUlps(math::tanh, tanhOf, placesIn(-1.0, 1.0)), 4.0);
    EXPECT_LE(worstUlps(math::tanh, tanhOf, sizesIn(-300.0, 4.0)), 4.0);
}

TEST_F(MathUtils, TinyTempoChangesDoNotVanishInExpm1AndLog1p)
{
    const Reference expm1 = [](long double x) { return std::expm1(x); };
    const Reference log1p = [](long double x) { return std::log1p(x); };
    EXPECT_LE(worstUlps(math::expm1, expm1, sizesIn(-300.0, 6.0)), 5.0);
    EXPECT_LE(worstUlps(math::expm1, expm1, placesIn(-3.0, 3.0)), 5.0);
    EXPECT_LE(worstUlps(math::log1p, log1p, sizesIn(-300.0, 60.0)), 5.0);
    EXPECT_LE(worstUlps(math::log1p, log1p, placesIn(-0.9, 3.0)), 5.0);
}

TEST(MathUtilsEdges, UnderflowIsZeroAndOverflowIsInfinity)
{
    EXPECT_EQ(math::exp(-1000.0), 0.0);
    EXPECT_EQ(math::exp(-inf), 0.0);
    EXPECT_EQ(math::exp(1000.0), inf);
    EXPECT_EQ(math::exp2(1024.0), inf);
    EXPECT_EQ(math::exp2(-1080.0), 0.0);
    EXPECT_EQ(math::exp2(-1074.0), std::numeric_limits<double>::denorm_min());
    EXPECT_EQ(math::exp2(-1022.0), std::numeric_limits<double>::min());
    EXPECT_EQ(math::pow(2.0, 5000.0), inf);
    EXPECT_EQ(math::pow(2.0, -5000.0), 0.0);
    EXPECT_EQ(math::pow(2.0, -1e300), 0.0);
}

TEST(MathUtilsEdges, WholeOctavesAndPowersAreExact)
{
    for (int k = -1022; k <= 1023; ++k) {
        ASSERT_EQ(math::exp2(k), std::ldexp(1.0, k)) << k;
        ASSERT_EQ(math::log2(std::ldexp(1.0, k)), k);
    }
    EXPECT_EQ(math::pow(10.0, 2.0), 100.0);
    EXPECT_EQ(math::pow(3.0, 4.0), 81.0);
    EXPECT_EQ(math::pow(7.5, 0.0), 1.0);
    EXPECT_EQ(math::sin(0.0), 0.0);
    EXPECT_EQ(math::cos(0.0), 1.0);
    EXPECT_EQ(math::exp(0.0), 1.0);
    EXPECT_EQ(math::log(1.0), 0.0);
}

TEST(MathUtilsEdges, ImpossibleInputGivesTheAnswersOfTheContract)
{
    EXPECT_EQ(math::log(0.0), -inf);
    EXPECT_EQ(math::log2(0.0), -inf);
    EXPECT_EQ(math::log(inf), inf);
    EXPECT_TRUE(std::isnan(math::log(-1.0)));
    EXPECT_TRUE(std::isnan(math::pow(-2.0, 2.0)));
    EXPECT_EQ(math::pow(0.0, 2.0), 0.0);
    EXPECT_EQ(math::pow(0.0, -1.0), inf);
    EXPECT_EQ(math::pow(inf, -1.0), 0.0);
    EXPECT_EQ(math::pow(0.5, inf), 0.0);
    EXPECT_EQ(math::pow(0.5, -inf), inf);
    EXPECT_EQ(math::tanh(inf), 1.0);
    EXPECT_EQ(math::tanh(-inf), -1.0);
    for (Function f :
         {Function(math::sin), Function(math::cos), Function(math::tan), Function(math::exp),
          Function(math::exp2), Function(math::log), Function(math::log2), Function(math::tanh),
          Function(math::expm1), Function(math::log1p)})
        EXPECT_TRUE(std::isnan(f(notANumber)));
}

TEST(MathUtilsEdges, AFiniteAngleHoweverAbsurdGivesAFiniteSine)
{
    for (const double angle : {1.0e6, 1.0e9, 1.1e9, 1.0e18, 1.0e300}) {
        EXPECT_LE(std::fabs(math::sin(angle)), 1.0) << angle;
        EXPECT_LE(std::fabs(math::cos(-angle)), 1.0) << angle;
    }
    EXPECT_TRUE(std::isnan(math::sin(inf)));
}

TEST(MathUtilsEdges, OddFunctionsMirrorExactly)
{
    for (const double x : placesIn(0.0, 30.0, 2000)) {
        ASSERT_EQ(math::sin(-x), -math::sin(x));
        ASSERT_EQ(math::tan(-x), -math::tan(x));
        ASSERT_EQ(math::tanh(-x), -math::tanh(x));
        ASSERT_EQ(math::cos(-x), math::cos(x));
    }
}

TEST(MathUtilsBits, TheSameBitsOnEveryMachine)
{
    // FNV-1a over the results of every function: a change of compiler, flags or processor that
    // changes one bit of one result changes this number.
    std::uint64_t hash = 0xcbf29ce484222325ull;
    const auto mix = [&hash](double value) {
        hash = (hash ^ std::bit_cast<std::uint64_t>(value)) * 0x100000001b3ull;
    };
    for (int i = -4000; i <= 4000; ++i) {
        const double x = i * 0.00390625 + i * 0x1p-40;
        for (Function f :
             {Function(math::sin), Function(math::cos), Function(math::tan), Function(math::exp),
              Function(math::exp2), Function(math::tanh), Function(math::expm1)})
            mix(f(x));
        const double positive = i == 0 ? 0.5 : (x < 0.0 ? -x : x);
        mix(math::log(positive));
        mix(math::log2(positive));
        mix(math::log1p(positive));
        mix(math::pow(positive, x));
    }
    EXPECT_EQ(hash, 6248203866684043691u);
}

TEST(Decibels, FamiliarLevels)
{
    EXPECT_FLOAT_EQ(math::gainToDb(1.0f), 0.0f);
    EXPECT_NEAR(math::gainToDb(0.5f), -6.0206f, 1e-4f);
    EXPECT_FLOAT_EQ(math::gainToDb(10.0f), 20.0f);
    EXPECT_EQ(math::dbToGain(0.0f), 1.0f);
    EXPECT_NEAR(math::dbToGain(-6.0f), 0.501187f, 1e-6f);
    EXPECT_FLOAT_EQ(math::dbToGain(20.0f), 10.0f);
}

TEST(Decibels, SilenceIsExactlyZeroAndBackTheFloor)
{
    EXPECT_EQ(math::dbToGain(-90.0f), 0.0f);
    EXPECT_GT(math::dbToGain(-89.9f), 0.0f);
    EXPECT_GT(math::dbToGain(-90.0f, -144.0f), 0.0f);
    EXPECT_EQ(math::dbToGain(-std::numeric_limits<float>::infinity()), 0.0f);
    EXPECT_EQ(math::dbToGain(std::numeric_limits<float>::quiet_NaN()), 0.0f);
    EXPECT_EQ(math::gainToDb(0.0f), -144.0f);
    EXPECT_EQ(math::gainToDb(1e-10f), -144.0f);
    EXPECT_EQ(math::gainToDb(0.0f, -60.0f), -60.0f);
    EXPECT_EQ(math::gainToDb(std::numeric_limits<float>::quiet_NaN()), -144.0f);
}

TEST(Decibels, ThereAndBackStaysWithinAThousandthOfADecibel)
{
    for (float decibels = -89.0f; decibels <= 24.0f; decibels += 0.1f)
        ASSERT_NEAR(math::gainToDb(math::dbToGain(decibels)), decibels, 1e-3f);
}

TEST(KeyToHz, ConcertPitchOctavesAndCents)
{
    EXPECT_EQ(math::keyToHz(69.0), 440.0);
    EXPECT_EQ(math::keyToHz(57.0), 220.0);
    EXPECT_EQ(math::keyToHz(81.0), 880.0);
    EXPECT_NEAR(math::keyToHz(60.0), 261.6255653, 1e-7);
    // 50 cents up is a quarter tone: the square root of a semitone.
    EXPECT_NEAR(math::keyToHz(69.5) / 440.0, std::pow(2.0, 1.0 / 24.0), 1e-15);
}
