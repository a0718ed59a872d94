// SPDX-License-Identifier: GPL-3.0-or-later
// What the equaliser's bands and amplifiers bend: harmonics, aliases, noise, and what they leave
// alone.
#include "audio/effects/AnalogModeledEQ.h"
#include "support/NodeHarness.h"
#include "support/Tones.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace cppmusic {
namespace {

using audio::AnalogModeledEQ;
using audio::BandType;
using test::NodeHarness;
using test::toDb;
using EQ = AnalogModeledEQ;

enum Model { clean, iron, console, valve };

void setBand(audio::AudioNode& eq, int band, BandType type, float hz, float gainDb, float q)
{
    eq.initialiseParameter(EQ::indexOf(band, EQ::on), 1.0f);
    eq.initialiseParameter(EQ::indexOf(band, EQ::type), static_cast<float>(type));
    eq.initialiseParameter(EQ::indexOf(band, EQ::frequency), hz);
    eq.initialiseParameter(EQ::indexOf(band, EQ::gain), gainDb);
    eq.initialiseParameter(EQ::indexOf(band, EQ::q), q);
}
void saturate(audio::AudioNode& eq, int band, float driveDb, float amount = 1.0f)
{
    eq.initialiseParameter(EQ::indexOf(band, EQ::drive), driveDb);
    eq.initialiseParameter(EQ::indexOf(band, EQ::saturation), amount);
}
void setOversampling(audio::AudioNode& eq, int doublings, int phase = 0)
{
    eq.initialiseParameter(EQ::oversampling, static_cast<float>(doublings));
    eq.initialiseParameter(EQ::phase, static_cast<float>(phase));
}

/// 5 kHz at full scale through a band that picks it out, driven by 12 dB; or through an amplifier.
test::Distortion drivenTone(int model, int character, int doublings, int phase = 0,
                            double rate = 48000.0, float drive = 12.0f)
{
    EQ eq;
    setOversampling(eq, doublings, phase);
    eq.initialiseParameter(EQ::character, static_cast<float>(character));
    if (model == clean) {
        setBand(eq, 2, BandType::peaking, 5000.0f, 0.0f, 0.7f);
        saturate(eq, 2, drive);
    } else {
        eq.initialiseParameter(EQ::model, static_cast<float>(model));
        eq.initialiseParameter(EQ::modelDrive, drive);
    }
    return test::distortionOf(eq, 5000.0, 1.0, rate);
}

TEST(EqualiserColour, NeutralSettingsPassTheSamplesUntouchedBehindTheLatency)
{
    for (int doublings = 0; doublings <= 3; ++doublings) {
        for (int phase = 0; phase <= 1; ++phase) {
            EQ eq;
            setOversampling(eq, doublings, phase);
            eq.initialiseParameter(EQ::response, 1.0f);
            NodeHarness harness(eq);
            constexpr int expected[] = {0, 47, 55, 58};
            const int latency = phase == 0 ? expected[doublings] : 0;
            EXPECT_EQ(eq.latencyFrames(), latency);
            harness.input = {test::sineWave(997.0, 0.7, 4800), test::sineWave(331.0, 0.3, 4800)};
            const auto in = harness.input;
            const auto out = harness.render(4800);
            for (std::size_t c = 0; c < 2; ++c)
                for (std::size_t i = 0; i < 4800; ++i)
                    ASSERT_EQ(out[c][i], i < static_cast<std::size_t>(latency)
                                             ? 0.0f
                                             : in[c][i - static_cast<std::size_t>(latency)])
                        << doublings << ", " << phase;
        }
    }
}

TEST(EqualiserColour, WhenTheSaturationIsTakenBackTheCleanBitsReturn)
{
    const auto make = [](EQ& eq) {
        setBand(eq, 1, BandType::lowShelf, 150.0f, 6.0f, 0.7f);
        setBand(eq, 3, BandType::peaking, 3000.0f, -4.0f, 2.0f);
    };
    EQ coloured, plain;
    make(coloured);
    make(plain);
    NodeHarness one(coloured), two(plain);
    one.input = two.input = test::whiteNoise(96000, 0.5);
    one.events = {{1000, test::parameter(EQ::indexOf(1, EQ::saturation), 1.0f, 500)},
                  {2000, test::parameter(EQ::model, valve)},
                  {20000, test::parameter(EQ::model, clean)},
                  {24000, test::parameter(EQ::indexOf(1, EQ::saturation), 0.0f, 500)}};
    const auto out = one.render(96000);
    const auto expected = two.render(96000);
    EXPECT_EQ(test::Signal({{out[0].begin() + 80000, out[0].end()}}),
              test::Signal({{expected[0].begin() + 80000, expected[0].end()}}));
    EXPECT_NE(std::vector<float>(out[0].begin() + 10000, out[0].begin() + 12000),
              std::vector<float>(expected[0].begin() + 10000, expected[0].begin() + 12000));
}

TEST(EqualiserColour, ADrivenFiveKilohertzSineDoesNotFoldBack)
{
    for (const double rate : {44100.0, 48000.0}) {
        for (int model = clean; model <= valve; ++model) {
            const auto describe = [&](int times) {
                return "model " + std::to_string(model) + ", " + std::to_string(times) + "x at " +
                       std::to_string(rate);
            };
            for (int character = 0; character < (model == clean ? 2 : 1); ++character) {
                EXPECT_LT(drivenTone(model, character, 3, 0, rate).aliasesDb, -100.0)
                    << describe(8);
                EXPECT_LT(drivenTone(model, character, 1, 0, rate).aliasesDb, -70.0) << describe(2);
            }
        }
        EXPECT_LT(drivenTone(clean, 0, 3, 1, rate).aliasesDb, -100.0) << "minimum phase";
        EXPECT_GT(drivenTone(clean, 0, 0, 0, rate).aliasesDb, -70.0) << "it is not free";
    }
}

TEST(EqualiserColour, TapeMakesOddHarmonicsAndTubeEvenOnesToo)
{
    const auto tape = drivenTone(clean, 1, 3, 0, 48000.0, 6.0f);
    const auto tube = drivenTone(clean, 0, 3, 0, 48000.0, 6.0f);
    EXPECT_LT(tape.harmonicDb(2), -120.0);
    EXPECT_GT(tape.harmonicDb(3), -50.0);
    EXPECT_GT(tube.harmonicDb(2), -40.0);
    EXPECT_LT(tube.offsetDb, -80.0) << "no level at 0 Hz";
}

TEST(EqualiserColour, AmplifiersLeaveQuietSignalsAsTheyAre)
{
    for (int model = iron; model <= valve; ++model) {
        for (const double hz : {30.0, 100.0, 1000.0, 10000.0, 18000.0}) {
            EQ eq;
            setOversampling(eq, 2);
            eq.initialiseParameter(EQ::model, static_cast<float>(model));
            EXPECT_NEAR(toDb(test::distortionOf(eq, hz, 0.001, 48000.0).fundamental / 0.001), 0.0,
                        0.02)
                << model << ": " << hz;
        }
    }
}

TEST(EqualiserColour, IronBendsTheLowsMoreThanTheHighs)
{
    const auto thirdAt = [](double hz) {
        EQ eq;
        setOversampling(eq, 2);
        eq.initialiseParameter(EQ::model, iron);
        return test::distortionOf(eq, hz, 0.25, 48000.0).harmonicDb(3);
    };
    EXPECT_GT(thirdAt(50.0), thirdAt(2000.0) + 10.0);
}

TEST(EqualiserColour, WhatItBendsStaysInTimeWithTheSignal)
{
    // A tape shaper only lowers the fundamental: a residue out of time would turn its phase.
    for (int doublings = 0; doublings <= 3; ++doublings) {
        EQ eq;
        setOversampling(eq, doublings);
        eq.initialiseParameter(EQ::character, 1.0f);
        setBand(eq, 2, BandType::peaking, 3000.0f, 0.0f, 0.1f);
        saturate(eq, 2, 12.0f);
        const auto heard = test::distortionOf(eq, 3000.0, 1.0, 48000.0);
        EXPECT_LT(toDb(heard.fundamental), -3.0);
        EXPECT_NEAR(heard.phaseDegrees, 0.0, doublings == 0 ? 3.0 : 1.0) << doublings;
    }
}

TEST(EqualiserColour, HasANoiseFloorBelowMinus140At20HertzWithAQOf10)
{
    EQ eq;
    setBand(eq, 1, BandType::peaking, 20.0f, 12.0f, 10.0f);
    setBand(eq, 0, BandType::highPass, 20.0f, 0.0f, 10.0f);
    // Whole cycles, so that everything beside the tone is noise.
    const auto heard = test::distortionOf(eq, 997.0, 0.1, 48000.0, 8);
    EXPECT_NEAR(toDb(heard.fundamental), -20.0, 0.1);
    EXPECT_LT(heard.noiseDb, -140.0);
}

TEST(EqualiserColour, BadSamplesAreForgottenWithinABlock)
{
    const float bad[] = {
        std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(),
        -std::numeric_limits<float>::infinity(), std::numeric_limits<float>::max()};
    for (const float value : bad) {
        EQ hurt, well;
        for (EQ* eq : {&hurt, &well}) {
            setBand(*eq, 2, BandType::peaking, 1000.0f, 6.0f, 1.0f);
            saturate(*eq, 2, 12.0f);
            eq->initialiseParameter(EQ::model, valve);
            setOversampling(*eq, 1);
        }
        NodeHarness one(hurt), two(well);
        one.input = two.input = test::whiteNoise(2048, 0.3);
        for (std::size_t i = 1000; i < 1004; ++i) {
            one.input[0][i] = value;
            two.input[0][i] = 0.0f; // what a bad sample counts as
        }
        EXPECT_EQ(one.render(2048, {128}), two.render(2048, {128}));
    }
}

TEST(EqualiserColour, StaysBoundedWhileEverythingMovesAtRandom)
{
    for (int doublings = 0; doublings <= 3; ++doublings) {
        for (int phase = 0; phase <= 1; ++phase) {
            EQ eq;
            setOversampling(eq, doublings, phase);
            NodeHarness harness(eq);
            std::mt19937 random(17u + static_cast<unsigned>(doublings));
            std::uniform_real_distribution<float> unit(0.0f, 1.0f);
            const int frames = 48000;
            harness.input = test::whiteNoise(frames, 1.0);
            for (int at = 0; at < frames; at += 40) {
                const int index = static_cast<int>(random() % EQ::numParameters);
                const auto& spec = eq.parameters()[static_cast<std::size_t>(index)];
                float value = spec.min + (spec.max - spec.min) * unit(random);
                if (index == EQ::output) value = 0.0f;
                harness.events.push_back(
                    {at, test::parameter(index, value, random() % 2 == 0 ? 0 : 700)});
            }
            const auto out = harness.render(frames);
            for (const auto& channel : out)
                for (const float s : channel) ASSERT_TRUE(std::isfinite(s));
            EXPECT_LT(test::peakOf(out[0]), 3.0e5);
        }
    }
}

TEST(EqualiserColour, ChangingTheAmplifierOrTheCharacterMakesNoClick)
{
    for (int phase = 0; phase <= 1; ++phase) {
        EQ eq;
        setOversampling(eq, 1, phase);
        setBand(eq, 2, BandType::peaking, 100.0f, 0.0f, 1.0f);
        saturate(eq, 2, 6.0f);
        NodeHarness harness(eq);
        harness.input = {test::sineWave(100.0, 0.5, 96000), test::sineWave(100.0, 0.5, 96000)};
        harness.events = {{20000, test::parameter(EQ::model, iron)},
                          {32000, test::parameter(EQ::model, valve)},
                          {44000, test::parameter(EQ::character, 1.0f)},
                          {56000, test::parameter(EQ::model, clean)},
                          {68000, test::parameter(EQ::indexOf(2, EQ::saturation), 0.0f, 480)},
                          {80000, test::parameter(EQ::output, -6.0f, 480)}};
        const auto out = harness.render(96000);
        // The sine's own greatest step is 0.0065; a click is ten times that.
        EXPECT_LT(test::largestStep({out[0].data() + 10000, 86000}), 0.009);
        EXPECT_NEAR(toDb(test::peakOf({out[0].data() + 90000, 6000}) / 0.5), -6.0, 0.01);
    }
}

} // namespace
} // namespace cppmusic
