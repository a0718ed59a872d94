// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/params/Taper.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

using namespace cppmusic::core;

namespace {

constexpr ParameterSpec gain{"gain", "Gain", "dB", -90.0f, 6.0f, 0.0f, Taper::fader};
constexpr ParameterSpec cutoff{"cutoff", "Cutoff",          "Hz", 20.0f, 20000.0f,
                               1000.0f,  Taper::logarithmic};
constexpr ParameterSpec attack{"attack", "Attack", "s", 0.001f, 10.0f, 0.02f, Taper::logarithmic};
constexpr ParameterSpec mix{"mix", "Mix", "%", 0.0f, 100.0f, 50.0f, Taper::linear};
constexpr ParameterSpec pan{"pan", "Pan", "", -1.0f, 1.0f, 0.0f, Taper::linear};
constexpr ParameterSpec boost{"boost", "Boost", "dB", -24.0f, 24.0f, 0.0f, Taper::linear};
constexpr ParameterSpec wave{
    "wave", "Wave", "", 0.0f, 3.0f, 0.0f, Taper::stepped, true, "Sine|Saw|Square|Triangle"};
constexpr ParameterSpec transpose{"transpose", "Transpose", "st",          -24.0f,
                                  24.0f,       0.0f,        Taper::stepped};
constexpr const ParameterSpec* all[] = {&gain, &cutoff, &attack, &mix,
                                        &pan,  &boost,  &wave,   &transpose};

float parsed(const ParameterSpec& spec, const char* text)
{
    const auto value = parseValue(spec, text);
    EXPECT_TRUE(value.ok()) << text;
    return value.ok() ? *value : std::numeric_limits<float>::quiet_NaN();
}

} // namespace

TEST(Taper, EveryPositionOfEveryKnobComesBackAndTheKnobNeverTurnsBackwards)
{
    for (const ParameterSpec* spec : all) {
        float before = spec->min;
        for (int i = 0; i <= 10000; ++i) {
            const float position = static_cast<float>(i) / 10000.0f;
            const float value = valueAt(*spec, position);
            ASSERT_GE(value, before) << spec->id << " at " << position;
            before = value;
            if (spec->taper == Taper::stepped) continue;
            ASSERT_NEAR(positionOf(*spec, value), position, 2e-6f) << spec->id;
        }
    }
}

TEST(Taper, EndsAndDefaultsAreExact)
{
    for (const ParameterSpec* spec : all) {
        EXPECT_EQ(valueAt(*spec, 0.0f), spec->min);
        EXPECT_EQ(valueAt(*spec, 1.0f), spec->max);
        EXPECT_EQ(positionOf(*spec, spec->min), 0.0f);
        EXPECT_EQ(positionOf(*spec, spec->max), 1.0f);
        EXPECT_EQ(valueAt(*spec, positionOf(*spec, spec->defaultValue)), spec->defaultValue);
    }
}

TEST(Taper, NonsenseGoesToTheNearestEndAndNaNToTheDefault)
{
    const float nan = std::numeric_limits<float>::quiet_NaN();
    EXPECT_EQ(valueAt(cutoff, 1.5f), 20000.0f);
    EXPECT_EQ(valueAt(cutoff, -1.0f), 20.0f);
    EXPECT_EQ(valueAt(cutoff, nan), 20.0f);
    EXPECT_EQ(positionOf(cutoff, 1e9f), 1.0f);
    EXPECT_EQ(positionOf(cutoff, -5.0f), 0.0f);
    EXPECT_EQ(positionOf(cutoff, nan), positionOf(cutoff, 1000.0f));
    constexpr ParameterSpec stuck{"stuck", "Stuck", "", 1.0f, 1.0f, 1.0f};
    EXPECT_EQ(positionOf(stuck, 1.0f), 0.0f);
    EXPECT_EQ(valueAt(stuck, 0.7f), 1.0f);
}

TEST(Taper, AFaderHasUnityAtThreeQuartersAndIsFineAroundIt)
{
    EXPECT_EQ(positionOf(gain, 0.0f), 0.75f);
    EXPECT_EQ(valueAt(gain, 0.75f), 0.0f);
    EXPECT_FLOAT_EQ(valueAt(gain, 0.875f), 3.0f);
    EXPECT_NEAR(valueAt(gain, 0.5f), -14.0f, 0.1f);
    // One per cent of the travel is about a quarter of a decibel on both sides of unity.
    EXPECT_NEAR(valueAt(gain, 0.76f), 0.24f, 0.01f);
    EXPECT_NEAR(valueAt(gain, 0.74f), -0.25f, 0.01f);
}

TEST(Taper, AFaderThatEndsAtZeroHasUnityAtTheTop)
{
    constexpr ParameterSpec send{"send", "Send", "dB", -60.0f, 0.0f, -60.0f, Taper::fader};
    EXPECT_EQ(valueAt(send, 1.0f), 0.0f);
    EXPECT_LT(valueAt(send, 0.75f), -5.0f);
    EXPECT_NEAR(positionOf(send, valueAt(send, 0.3f)), 0.3f, 1e-6f);
}

TEST(Taper, EqualTurnsOfALogarithmicKnobAreEqualIntervals)
{
    // Three decades: the middle is the geometric mean.
    EXPECT_NEAR(valueAt(cutoff, 0.5f), std::sqrt(20.0f * 20000.0f), 0.01f);
    const float ratio = valueAt(cutoff, 0.2f) / valueAt(cutoff, 0.1f);
    EXPECT_NEAR(valueAt(cutoff, 0.9f) / valueAt(cutoff, 0.8f), ratio, 1e-4f);
}

TEST(Taper, StepsAreWholeAndEquallyWide)
{
    for (int i = 0; i <= 1000; ++i) {
        const float value = valueAt(transpose, static_cast<float>(i) / 1000.0f);
        ASSERT_EQ(value, std::floor(value));
    }
    EXPECT_EQ(valueAt(wave, 0.34f), 1.0f);
    EXPECT_EQ(valueAt(wave, 0.6f), 2.0f);
}

TEST(ValueText, ReadsAsOnADevice)
{
    EXPECT_EQ(textOf(gain, -6.0f), "-6.0 dB");
    EXPECT_EQ(textOf(gain, -0.04f), "0.0 dB");
    EXPECT_EQ(textOf(gain, -90.0f), "-inf dB");
    EXPECT_EQ(textOf(boost, -24.0f), "-24.0 dB") << "only a fader's end is silence";
    EXPECT_EQ(textOf(cutoff, 440.0f), "440 Hz");
    EXPECT_EQ(textOf(cutoff, 1200.0f), "1.2 kHz");
    EXPECT_EQ(textOf(cutoff, 999.7f), "1 kHz");
    EXPECT_EQ(textOf(cutoff, 20000.0f), "20 kHz");
    EXPECT_EQ(textOf(cutoff, 61.74f), "61.7 Hz");
    EXPECT_EQ(textOf(attack, 0.0355f), "35.5 ms");
    EXPECT_EQ(textOf(attack, 1.5f), "1.5 s");
    EXPECT_EQ(textOf(mix, 50.0f), "50 %");
    EXPECT_EQ(textOf(pan, -0.25f), "-0.25");
    EXPECT_EQ(textOf(wave, 2.0f), "Square");
    EXPECT_EQ(textOf(transpose, -12.0f), "-12 st");
}

TEST(ValueText, ReadsWhatPeopleType)
{
    EXPECT_EQ(parsed(cutoff, "1.2k"), 1200.0f);
    EXPECT_EQ(parsed(cutoff, " 1,2 kHz "), 1200.0f);
    EXPECT_EQ(parsed(cutoff, "440"), 440.0f);
    EXPECT_EQ(parsed(cutoff, "440HZ"), 440.0f);
    EXPECT_EQ(parsed(gain, "-6db"), -6.0f);
    EXPECT_EQ(parsed(gain, "+3.5 dB"), 3.5f);
    EXPECT_EQ(parsed(gain, "\u22126"), -6.0f) << "a typographic minus";
    EXPECT_EQ(parsed(gain, "-inf"), -90.0f);
    EXPECT_EQ(parsed(gain, "-INF dB"), -90.0f);
    EXPECT_EQ(parsed(attack, "20 ms"), 0.02f);
    EXPECT_EQ(parsed(attack, "1.5s"), 1.5f);
    EXPECT_EQ(parsed(attack, ".5"), 0.5f);
    EXPECT_EQ(parsed(mix, "50%"), 50.0f);
    EXPECT_EQ(parsed(pan, "75%"), 0.5f) << "three quarters of the knob's way";
    EXPECT_EQ(parsed(gain, "75 %"), 0.0f);
    EXPECT_EQ(parsed(wave, "square"), 2.0f);
    EXPECT_EQ(parsed(wave, "1"), 1.0f);
    EXPECT_EQ(parsed(transpose, "-7 st"), -7.0f);
    EXPECT_EQ(parsed(transpose, "6.6"), 7.0f);
}

TEST(ValueText, OutOfRangeIsTheNearestEnd)
{
    EXPECT_EQ(parsed(cutoff, "90k"), 20000.0f);
    EXPECT_EQ(parsed(gain, "-500"), -90.0f);
    EXPECT_EQ(parsed(cutoff, "99999999999999999999999999999999999999999999999"), 20000.0f);
}

TEST(ValueText, RefusesWhatIsNoValueAndSaysWhatToType)
{
    for (const char* text : {"", " ", "loud", "k", "-", ".", "6 Hz", "6 dBx", "1.2.3", "inf", "nan",
                             "0x10", "1e3", "--6", "6 ms"}) {
        const auto value = parseValue(gain, text);
        ASSERT_FALSE(value.ok()) << text;
        EXPECT_EQ(value.error().code, ErrorCode::invalidArgument);
        EXPECT_EQ(value.error().place, "gain");
        EXPECT_NE(value.error().message.find("0.0 dB"), std::string::npos);
    }
    EXPECT_FALSE(parseValue(wave, "pulse").ok());
    EXPECT_FALSE(parseValue(cutoff, "3 dB").ok());
}

TEST(ValueText, WhatIsShownCanBeTypedBack)
{
    for (const ParameterSpec* spec : all)
        for (int i = 0; i <= 200; ++i) {
            const float value = valueAt(*spec, static_cast<float>(i) / 200.0f);
            const std::string shown = textOf(*spec, value);
            const auto typed = parseValue(*spec, shown);
            ASSERT_TRUE(typed.ok()) << spec->id << ": " << shown;
            EXPECT_EQ(textOf(*spec, *typed), shown) << spec->id;
        }
}
