// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/core/ValueText.h"

#include "ui/components/Fader.h"
#include "ui/components/LevelMeter.h"
#include "ui/core/MeterBallistics.h"

#include <gtest/gtest.h>

namespace cppmusic::ui {
namespace {

TEST(ValueText, WritesDecibelsAsMixersDo)
{
    EXPECT_EQ(formatDb(0.0f), "0.0");
    EXPECT_EQ(formatDb(3.0f), "+3.0");
    EXPECT_EQ(formatDb(-6.24f), juce::String::fromUTF8("−6.2"));
    EXPECT_EQ(formatDb(-0.04f), "0.0");
    EXPECT_EQ(formatDb(-90.0f), juce::String::fromUTF8("−∞"));
}

TEST(ValueText, ReadsWhatPeopleType)
{
    EXPECT_FLOAT_EQ(parseDb("-6").value_or(99.0f), -6.0f);
    EXPECT_FLOAT_EQ(parseDb(juce::String::fromUTF8("−6,5 dB")).value_or(99.0f), -6.5f);
    EXPECT_FLOAT_EQ(parseDb("-inf").value_or(99.0f), -90.0f);
    EXPECT_FALSE(parseDb("loud").has_value());
    EXPECT_FLOAT_EQ(parsePan("L34").value_or(9.0f), -0.34f);
    EXPECT_FLOAT_EQ(parsePan("50r").value_or(9.0f), 0.5f);
    EXPECT_FLOAT_EQ(parsePan("c").value_or(9.0f), 0.0f);
    EXPECT_FLOAT_EQ(parsePan("250R").value_or(9.0f), 1.0f);
    EXPECT_FALSE(parsePan("left").has_value());
}

TEST(ValueText, PanReadsBackAsItIsWritten)
{
    for (int percent = -100; percent <= 100; ++percent) {
        const float pan = static_cast<float>(percent) / 100.0f;
        EXPECT_NEAR(parsePan(formatPan(pan)).value_or(9.0f), pan, 1e-6f);
    }
}

TEST(Fader, HasUnityAtThreeQuartersOfItsTravel)
{
    EXPECT_NEAR(faderPosition(0.0f), 0.75f, 1e-6f);
    EXPECT_NEAR(faderPosition(6.0f), 1.0f, 1e-6f);
    EXPECT_NEAR(faderPosition(-90.0f), 0.0f, 1e-6f);
    EXPECT_NEAR(faderDb(0.75f), 0.0f, 1e-4f);
    for (float db = -80.0f; db <= 6.0f; db += 0.7f)
        EXPECT_NEAR(faderDb(faderPosition(db)), db, 0.01f);
}

TEST(Fader, GoesUpWhenLouder)
{
    for (float db = -89.0f; db < 6.0f; db += 1.0f)
        EXPECT_GT(Fader::yOf(db, 200.0f), Fader::yOf(db + 1.0f, 200.0f));
}

TEST(LevelMeter, ScaleRisesFromMinusSixtyToPlusSix)
{
    EXPECT_FLOAT_EQ(LevelMeter::positionOf(-90.0f), 0.0f);
    EXPECT_FLOAT_EQ(LevelMeter::positionOf(-60.0f), 0.0f);
    EXPECT_FLOAT_EQ(LevelMeter::positionOf(-18.0f), 0.5f);
    EXPECT_FLOAT_EQ(LevelMeter::positionOf(6.0f), 1.0f);
    EXPECT_FLOAT_EQ(LevelMeter::positionOf(20.0f), 1.0f);
    for (float db = -59.0f; db < 6.0f; db += 0.5f)
        EXPECT_GT(LevelMeter::positionOf(db + 0.4f), LevelMeter::positionOf(db));
}

TEST(MeterBallistics, PeakFallsTwentyDecibelsASecond)
{
    MeterBallistics meter;
    meter.update(1.0f, 0.5f, 0.016f);
    EXPECT_NEAR(meter.peakDb(), 0.0f, 1e-4f);
    for (int i = 0; i < 50; ++i) meter.update(0.0f, 0.0f, 0.02f);
    EXPECT_NEAR(meter.peakDb(), -20.0f, 0.01f);
}

TEST(MeterBallistics, HoldStaysTwoSecondsAndThenFalls)
{
    MeterBallistics meter;
    meter.update(0.5f, 0.2f, 0.016f);
    const float held = meter.holdDb();
    for (int i = 0; i < 19; ++i) meter.update(0.0f, 0.0f, 0.1f);
    EXPECT_FLOAT_EQ(meter.holdDb(), held);
    for (int i = 0; i < 5; ++i) meter.update(0.0f, 0.0f, 0.1f);
    EXPECT_LT(meter.holdDb(), held - 3.0f);
}

TEST(MeterBallistics, ClipLampStaysUntilReset)
{
    MeterBallistics meter;
    meter.update(1.0f, 0.5f, 0.016f);
    EXPECT_FALSE(meter.hasClipped()) << "full scale itself is not over";
    meter.update(1.001f, 0.5f, 0.016f);
    for (int i = 0; i < 500; ++i) meter.update(0.0f, 0.0f, 0.1f);
    EXPECT_TRUE(meter.hasClipped());
    EXPECT_TRUE(meter.isAtRest());
    meter.resetClip();
    EXPECT_FALSE(meter.hasClipped());
}

} // namespace
} // namespace cppmusic::ui
