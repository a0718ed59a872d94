// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/MathFloat.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <random>
#include <vector>

namespace math = cppmusic::core::math;

namespace {

constexpr float inf = std::numeric_limits<float>::infinity();
constexpr float notANumber = std::numeric_limits<float>::quiet_NaN();
constexpr float smallest = std::numeric_limits<float>::denorm_min();
constexpr float largest = std::numeric_limits<float>::max();

using Reference = std::function<long double(long double)>;

/// Distance from one float to the next above |x|.
long double ulpAt(long double x)
{
    const auto size = static_cast<float>(std::fabs(x));
    return static_cast<long double>(std::nextafter(size, inf)) - static_cast<long double>(size);
}

/// The worst error, in units in the last place of the exact result, over floats of both signs whose
/// size lies in [low, high]: every `stride`-th of all that exist, so small sizes weigh as much as
/// large ones. Where the exact result is no finite float it must not be asked.
template <class Function>
double worstUlps(Function f, const Reference& reference, float low, float high,
                 std::uint32_t stride)
{
    double worst = 0.0;
    const auto last = std::bit_cast<std::uint32_t>(high);
    for (auto at = std::bit_cast<std::uint32_t>(low); at <= last; at += stride) {
        for (const float x : {std::bit_cast<float>(at), -std::bit_cast<float>(at)}) {
            const long double exact = reference(static_cast<long double>(x));
            if (!(std::fabs(exact) <= static_cast<long double>(largest))) continue;
            const long double error = std::fabs(static_cast<long double>(f(x)) - exact);
            const auto ulps = static_cast<double>(error / ulpAt(exact));
            if (!(ulps <= 1000.0)) {
                ADD_FAILURE() << "at x = " << x << " (" << ulps << " ulp)";
                return ulps;
            }
            worst = std::max(worst, ulps);
        }
    }
    return worst;
}

class MathFloat : public ::testing::Test {
protected:
    void SetUp() override
    {
        if (std::numeric_limits<long double>::digits < std::numeric_limits<double>::digits)
            GTEST_SKIP() << "no reference more precise than float on this machine";
    }
};

} // namespace

TEST_F(MathFloat, SineAndCosineAreWithinTwoUlpForEveryUsefulPhase)
{
    const Reference sine = [](long double x) { return std::sin(x); };
    const Reference cosine = [](long double x) { return std::cos(x); };
    EXPECT_LE(worstUlps(math::sinF, sine, 0.0f, 8192.0f, 1997), 2.0);
    EXPECT_LE(worstUlps(math::cosF, cosine, 0.0f, 8192.0f, 1997), 2.0);
    EXPECT_LE(worstUlps(math::sinF, sine, 0.5f, 8.0f, 97), 2.0);
    EXPECT_LE(worstUlps(math::cosF, cosine, 0.5f, 8.0f, 97), 2.0);
}

TEST_F(MathFloat, AtWholeHalfTurnsTheSineKeepsItsPrecision)
{
    // The floats nearest to k·pi/2, where one of the two all but vanishes.
    const long double quarter = std::acos(-1.0L) / 2.0L;
    for (int k = 1; k <= 5215; ++k) {
        const auto x = static_cast<float>(k * quarter);
        for (const float near : {std::nextafter(x, 0.0f), x, std::nextafter(x, inf)}) {
            const auto wide = static_cast<long double>(near);
            const long double sine = std::sin(wide);
            const long double cosine = std::cos(wide);
            ASSERT_LE(std::fabs(static_cast<long double>(math::sinF(near)) - sine),
                      2.0L * ulpAt(sine))
                << k;
            ASSERT_LE(std::fabs(static_cast<long double>(math::cosF(near)) - cosine),
                      2.0L * ulpAt(cosine))
                << k;
        }
    }
}

TEST_F(MathFloat, ExponentialsAreWithinTwoUlp)
{
    const Reference exp = [](long double x) { return std::exp(x); };
    const Reference exp2 = [](long double x) { return std::exp2(x); };
    EXPECT_LE(worstUlps(math::expF, exp, 0.0f, 103.9f, 1999), 2.0);
    EXPECT_LE(worstUlps(math::expF, exp, 0.1f, 89.0f, 199), 2.0);
    EXPECT_LE(worstUlps(math::exp2F, exp2, 0.0f, 150.0f, 1999), 2.0);
    EXPECT_LE(worstUlps(math::exp2F, exp2, 0.1f, 128.0f, 199), 2.0);
}

TEST_F(MathFloat, LogarithmsAreWithinTwoUlpForEverySizeOfNumber)
{
    const Reference log = [](long double x) { return std::log(x); };
    const Reference log2 = [](long double x) { return std::log2(x); };
    EXPECT_LE(worstUlps(math::logF, log, smallest, largest, 1999), 2.0);
    EXPECT_LE(worstUlps(math::logF, log, 0.5f, 2.0f, 23), 2.0);
    EXPECT_LE(worstUlps(math::log2F, log2, smallest, largest, 1999), 2.0);
    EXPECT_LE(worstUlps(math::log2F, log2, 0.5f, 2.0f, 23), 2.0);
}

TEST_F(MathFloat, HyperbolicTangentIsWithinTwoUlpFromWhispersToFullDrive)
{
    const Reference tanh = [](long double x) { return std::tanh(x); };
    EXPECT_LE(worstUlps(math::tanhF, tanh, 0.0f, 1000.0f, 1999), 2.0);
    EXPECT_LE(worstUlps(math::tanhF, tanh, 0.1f, 10.0f, 97), 2.0);
}

TEST_F(MathFloat, DecibelsAndGainsAreWithinTwoUlp)
{
    const Reference gain = [](long double x) { return std::pow(10.0L, x / 20.0L); };
    const Reference decibels = [](long double x) { return 20.0L * std::log10(x); };
    const auto toGain = [](float x) { return math::dbToGainF(x, -1.0e4f); };
    const auto toDb = [](float x) { return math::gainToDbF(x, -1.0e4f); };
    EXPECT_LE(worstUlps(toGain, gain, 0.0f, 900.0f, 1999), 2.0);
    EXPECT_LE(worstUlps(toGain, gain, 0.1f, 144.0f, 199), 2.0);
    EXPECT_LE(worstUlps(toDb, decibels, smallest, largest, 1999), 2.0);
    EXPECT_LE(worstUlps(toDb, decibels, 0.5f, 2.0f, 23), 2.0);
}

TEST_F(MathFloat, PowerIsWithinTwoUlpForEveryResultThatFits)
{
    std::mt19937_64 random(20240501);
    std::uniform_real_distribution<double> octaves(-149.0, 127.9);
    double worst = 0.0;
    for (const double spread : {1e-6, 0.001, 0.1, 0.5, 20.0, 126.0}) {
        std::uniform_real_distribution<double> exponentOfBase(-spread, spread);
        for (int i = 0; i < 60000; ++i) {
            const auto base = static_cast<float>(std::exp2(exponentOfBase(random)));
            if (base == 1.0f) continue;
            const auto exponent =
                static_cast<float>(octaves(random) / std::log2(static_cast<double>(base)));
            const long double exact =
                std::pow(static_cast<long double>(base), static_cast<long double>(exponent));
            if (exact > static_cast<long double>(largest)) continue;
            const long double error =
                std::fabs(static_cast<long double>(math::powF(base, exponent)) - exact);
            worst = std::max(worst, static_cast<double>(error / ulpAt(exact)));
        }
    }
    EXPECT_LE(worst, 2.0);
}

TEST(MathFloatEdges, WholeOctavesAreExact)
{
    for (int k = -149; k <= 127; ++k) {
        const float octave = std::ldexp(1.0f, k);
        ASSERT_EQ(math::exp2F(static_cast<float>(k)), octave) << k;
        ASSERT_EQ(math::log2F(octave), static_cast<float>(k));
        ASSERT_EQ(math::powF(2.0f, static_cast<float>(k)), octave);
    }
    EXPECT_EQ(math::powF(3.0f, 4.0f), 81.0f);
    EXPECT_EQ(math::sinF(0.0f), 0.0f);
    EXPECT_EQ(math::cosF(0.0f), 1.0f);
    EXPECT_EQ(math::expF(0.0f), 1.0f);
    EXPECT_EQ(math::logF(1.0f), 0.0f);
    EXPECT_EQ(math::dbToGainF(0.0f), 1.0f);
    EXPECT_EQ(math::gainToDbF(1.0f), 0.0f);
}

TEST(MathFloatEdges, UnderflowIsZeroAndOverflowIsInfinity)
{
    for (const float huge : {1.0e3f, 1.0e10f, largest, inf}) {
        EXPECT_EQ(math::expF(huge), inf);
        EXPECT_EQ(math::expF(-huge), 0.0f);
        EXPECT_EQ(math::exp2F(huge), inf);
        EXPECT_EQ(math::exp2F(-huge), 0.0f);
        EXPECT_EQ(math::dbToGainF(huge), inf);
        EXPECT_EQ(math::dbToGainF(-huge, -inf), 0.0f);
        EXPECT_EQ(math::powF(2.0f, huge), inf);
        EXPECT_EQ(math::powF(2.0f, -huge), 0.0f);
        EXPECT_EQ(math::powF(0.5f, huge), 0.0f);
        EXPECT_EQ(math::powF(0.5f, -huge), inf);
        EXPECT_EQ(math::tanhF(huge), 1.0f);
        EXPECT_EQ(math::tanhF(-huge), -1.0f);
    }
    EXPECT_EQ(math::powF(1.0000001f, -1.0e30f), 0.0f);
    EXPECT_EQ(math::powF(0.99999994f, -largest), inf);
}

TEST(MathFloatEdges, ImpossibleInputGivesTheAnswersOfTheContract)
{
    for (const auto log : {math::logF, math::log2F}) {
        EXPECT_EQ(log(0.0f), -inf);
        EXPECT_EQ(log(-0.0f), -inf);
        EXPECT_EQ(log(inf), inf);
        EXPECT_TRUE(std::isnan(log(-1.0f)));
        EXPECT_TRUE(std::isnan(log(-inf)));
    }
    EXPECT_TRUE(std::isnan(math::powF(-2.0f, 2.0f)));
    EXPECT_TRUE(std::isnan(math::powF(notANumber, 2.0f)));
    EXPECT_TRUE(std::isnan(math::powF(2.0f, notANumber)));
    EXPECT_EQ(math::powF(notANumber, 0.0f), 1.0f);
    EXPECT_EQ(math::powF(-2.0f, 0.0f), 1.0f);
    EXPECT_EQ(math::powF(1.0f, inf), 1.0f);
    EXPECT_EQ(math::powF(0.0f, 2.0f), 0.0f);
    EXPECT_EQ(math::powF(0.0f, -1.0f), inf);
    EXPECT_EQ(math::powF(inf, -1.0f), 0.0f);
    EXPECT_EQ(math::powF(inf, 0.5f), inf);
    for (const auto f :
         {math::sinF, math::cosF, math::expF, math::exp2F, math::logF, math::log2F, math::tanhF})
        EXPECT_TRUE(std::isnan(f(notANumber)));
    EXPECT_TRUE(std::isnan(math::sinF(inf)));
    EXPECT_TRUE(std::isnan(math::cosF(-inf)));
}

TEST(MathFloatEdges, AnAbsurdAngleCountsAsZeroAndSmallOnesMirrorExactly)
{
    for (const float angle : {8193.0f, 1.0e6f, 1.0e20f, largest}) {
        EXPECT_EQ(math::sinF(angle), 0.0f);
        EXPECT_EQ(math::cosF(angle), 0.0f);
    }
    EXPECT_LE(std::fabs(math::sinF(8191.9f)), 1.0f);
    for (float x = 0.0f; x < 30.0f; x += 0.0137f) {
        ASSERT_EQ(math::sinF(-x), -math::sinF(x));
        ASSERT_EQ(math::cosF(-x), math::cosF(x));
        ASSERT_EQ(math::tanhF(-x), -math::tanhF(x));
    }
    EXPECT_TRUE(std::signbit(math::tanhF(-0.0f)));
}

TEST(MathFloatEdges, SilenceIsExactlyZeroAndBackTheFloor)
{
    EXPECT_EQ(math::dbToGainF(-90.0f), 0.0f);
    EXPECT_GT(math::dbToGainF(-89.9f), 0.0f);
    EXPECT_EQ(math::dbToGainF(-inf), 0.0f);
    EXPECT_EQ(math::dbToGainF(notANumber), 0.0f);
    for (const float gain : {0.0f, -0.0f, 1.0e-10f, -1.0f, notANumber})
        EXPECT_EQ(math::gainToDbF(gain), -144.0f) << gain;
    EXPECT_EQ(math::gainToDbF(0.0f, -60.0f), -60.0f);
    EXPECT_EQ(math::gainToDbF(inf), inf);
}

TEST(MathFloatBits, TheSameBitsOnEveryMachine)
{
    std::uint64_t hash = 0xcbf29ce484222325ull;
    const auto mix = [&hash](float value) {
        const bool isNumber = value == value; // NaNs differ between processors
        const std::uint32_t bits = isNumber ? std::bit_cast<std::uint32_t>(value) : 0u;
        hash = (hash ^ bits) * 0x100000001b3ull;
    };
    for (std::uint64_t at = 0; at < (1ull << 32); at += 65521) {
        const auto x = std::bit_cast<float>(static_cast<std::uint32_t>(at));
        for (const auto f : {math::sinF, math::cosF, math::expF, math::exp2F, math::logF,
                             math::log2F, math::tanhF})
            mix(f(x));
        mix(math::dbToGainF(x));
        mix(math::gainToDbF(x));
        mix(math::powF(x, 0.37f));
        mix(math::powF(1.37f, x));
    }
    EXPECT_EQ(hash, 7583520186143199118u);
}
