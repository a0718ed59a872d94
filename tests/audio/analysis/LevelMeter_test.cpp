// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/analysis/LevelMeter.h"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>
#include <vector>

namespace cppmusic {
namespace {

using audio::LevelMeter;
using audio::LevelScale;

constexpr double pi = 3.14159265358979323846;

std::vector<float> tone(double hz, double peakDb, double seconds, double rate)
{
    std::vector<float> wave(static_cast<std::size_t>(seconds * rate));
    for (std::size_t i = 0; i < wave.size(); ++i)
        wave[i] = static_cast<float>(std::pow(10.0, peakDb / 20.0) *
                                     std::sin(2.0 * pi * hz * static_cast<double>(i) / rate));
    return wave;
}

void add(LevelMeter& meter, const std::vector<float>& wave)
{
    meter.add(wave.data(), static_cast<int>(wave.size()));
}

class LevelMeters : public ::testing::TestWithParam<double> {};
INSTANTIATE_TEST_SUITE_P(Rates, LevelMeters,
                         ::testing::Values(44100.0, 48000.0, 96000.0, 192000.0));

TEST_P(LevelMeters, ASteadyToneReadsWhatEachScaleSays)
{
    const double rate = GetParam();
    const std::pair<LevelScale, double> expected[] = {
        {LevelScale::peak, -18.0},   {LevelScale::rms, -18.0},        {LevelScale::vu, 0.0},
        {LevelScale::ppmDin, -18.0}, {LevelScale::ppmBritish, -18.0}, {LevelScale::k12, -6.0},
        {LevelScale::k14, -4.0},     {LevelScale::k20, 2.0}};
    for (const auto& [scale, level] : expected) {
        LevelMeter meter(scale, rate);
        add(meter, tone(1000.0, -18.0, 3.0, rate));
        EXPECT_NEAR(meter.level(), level, 0.15) << static_cast<int>(scale);
    }
}

TEST_P(LevelMeters, PeakProgrammeMetersReadBurstsAsTheStandardSays)
{
    struct Burst {
        double milliseconds, decibels, tolerance;
    };
    const auto check = [&](LevelScale scale, const std::vector<Burst>& bursts) {
        for (const auto& burst : bursts) {
            LevelMeter meter(scale, GetParam());
            add(meter, tone(5000.0, 0.0, burst.milliseconds / 1000.0, GetParam()));
            EXPECT_NEAR(meter.maximum(), burst.decibels, burst.tolerance) << burst.milliseconds;
        }
    };
    check(LevelScale::ppmDin,
          {{100, 0, 0.5}, {10, -1, 0.5}, {5, -2, 1}, {3, -4, 1}, {0.4, -15, 4}});
    check(LevelScale::ppmBritish,
          {{100, 0, 0.5}, {10, -2.5, 0.5}, {5, -4, 0.75}, {1.5, -9, 1}, {0.5, -17, 2}});
}

TEST_P(LevelMeters, PointersFallAsTheStandardSays)
{
    const auto fallIn = [&](LevelScale scale, double seconds) {
        LevelMeter meter(scale, GetParam());
        add(meter, tone(1000.0, 0.0, 1.0, GetParam()));
        const double before = meter.level();
        add(meter, std::vector<float>(static_cast<std::size_t>(seconds * GetParam())));
        return before - meter.level();
    };
    EXPECT_NEAR(fallIn(LevelScale::ppmDin, 1.7), 20.0, 0.3);
    EXPECT_NEAR(fallIn(LevelScale::ppmBritish, 2.8), 24.0, 0.3);
    EXPECT_NEAR(fallIn(LevelScale::peak, 1.7), 20.0, 0.3);
}

TEST_P(LevelMeters, AVuPointerIsThereIn300MillisecondsAndHardlyOvershoots)
{
    LevelMeter meter(LevelScale::vu, GetParam());
    add(meter, tone(1000.0, -18.0, 0.3, GetParam()));
    EXPECT_NEAR(std::pow(10.0, meter.level() / 20.0), 0.99, 0.01);
    add(meter, tone(1000.0, -18.0, 2.0, GetParam()));
    const double overshoot = std::pow(10.0, meter.maximum() / 20.0) - 1.0;
    EXPECT_GT(overshoot, 0.01);
    EXPECT_LT(overshoot, 0.015);
}

TEST(LevelMeter, SilenceIsMinusInfinityAndDamageIsSilence)
{
    for (int scale = 0; scale <= static_cast<int>(LevelScale::k20); ++scale) {
        LevelMeter meter(static_cast<LevelScale>(scale), 48000.0);
        EXPECT_TRUE(std::isinf(meter.level()));
        add(meter, {std::nanf(""), HUGE_VALF, -HUGE_VALF});
        EXPECT_TRUE(std::isinf(meter.level())) << scale;
        add(meter, tone(1000.0, 0.0, 1.0, 48000.0));
        EXPECT_TRUE(std::isfinite(meter.maximum()));
        meter.reset();
        EXPECT_TRUE(std::isinf(meter.maximum()));
    }
}

TEST(LevelMeter, BlocksDoNotMatter)
{
    const auto wave = tone(777.0, -3.0, 1.3, 48000.0);
    for (int scale = 0; scale <= static_cast<int>(LevelScale::k20); ++scale) {
        LevelMeter whole(static_cast<LevelScale>(scale), 48000.0), cut = whole;
        add(whole, wave);
        for (std::size_t from = 0; from < wave.size(); from += 37)
            cut.add(wave.data() + from,
                    static_cast<int>(std::min<std::size_t>(37, wave.size() - from)));
        EXPECT_EQ(whole.level(), cut.level());
        EXPECT_EQ(whole.maximum(), cut.maximum());
    }
}

} // namespace
} // namespace cppmusic
