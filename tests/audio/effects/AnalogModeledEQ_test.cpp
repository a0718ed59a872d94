// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/AnalogModeledEQ.h"

#include "audio/dsp/Biquad.h"
#include "audio/dsp/FFT.h"
#include "support/NodeHarness.h"

#include <gtest/gtest.h>

#include <complex>
#include <random>

namespace cppmusic {
namespace {

using audio::AnalogModeledEQ;
using audio::BandType;
using audio::BiquadCoefficients;
using test::NodeHarness;
using test::toDb;
using EQ = AnalogModeledEQ;

void setBand(audio::AudioNode& eq, int band, BandType type, float hz, float gainDb, float q)
{
    eq.initialiseParameter(EQ::indexOf(band, EQ::on), 1.0f);
    eq.initialiseParameter(EQ::indexOf(band, EQ::type), static_cast<float>(type));
    eq.initialiseParameter(EQ::indexOf(band, EQ::frequency), hz);
    eq.initialiseParameter(EQ::indexOf(band, EQ::gain), gainDb);
    eq.initialiseParameter(EQ::indexOf(band, EQ::q), q);
}

double cookbook(BandType type, double f, double q, double gain, double rate, double hz)
{
    const auto design = [&] {
        switch (type) {
        case BandType::peaking: return BiquadCoefficients::peak(f, q, gain, rate);
        case BandType::lowShelf: return BiquadCoefficients::lowShelf(f, q, gain, rate);
        case BandType::highShelf: return BiquadCoefficients::highShelf(f, q, gain, rate);
        case BandType::highPass: return BiquadCoefficients::highPass(f, q, rate);
        case BandType::lowPass: return BiquadCoefficients::lowPass(f, q, rate);
        case BandType::notch: return BiquadCoefficients::notch(f, q, rate);
        default: return BiquadCoefficients::bandPass(f, q, rate);
        }
    }();
    return toDb(design.magnitudeAt(hz, rate));
}

TEST(AnalogModeledEQ, AtItsDefaultsItPassesTheSamplesUntouched)
{
    EQ eq;
    NodeHarness harness(eq);
    harness.input = {test::sineWave(997.0, 0.7, 4800), test::sineWave(331.0, 0.3, 4800)};
    EXPECT_EQ(harness.render(4800), harness.input);
}

TEST(AnalogModeledEQ, EveryBandTypeHasTheCookbooksResponse)
{
    struct Case {
        BandType type;
        float hz, gainDb, q;
    };
    const Case cases[] = {
        {BandType::peaking, 1000.0f, 12.0f, 2.0f}, {BandType::peaking, 60.0f, -18.0f, 0.5f},
        {BandType::lowShelf, 200.0f, 9.0f, 0.7f},  {BandType::highShelf, 5000.0f, -12.0f, 1.0f},
        {BandType::highPass, 80.0f, 0.0f, 0.7f},   {BandType::lowPass, 9000.0f, 0.0f, 3.0f},
        {BandType::notch, 440.0f, 0.0f, 5.0f},     {BandType::bandPass, 2500.0f, 0.0f, 1.5f}};
    for (const double rate : {44100.0, 96000.0}) {
        for (int i = 0; i < 8; ++i) {
            const Case& c = cases[i];
            EQ eq;
            setBand(eq, i % 5, c.type, c.hz, c.gainDb, c.q);
            NodeHarness harness(eq, rate);
            harness.input = {{1.0f}, {1.0f}};
            const auto out = harness.render(1 << 16);
            std::vector<std::complex<double>> spectrum(out[0].begin(), out[0].end());
            audio::FFT(1 << 16).forward(spectrum);
            for (double hz = 30.0; hz < 0.45 * rate; hz *= 1.31) {
                const auto bin = static_cast<std::size_t>(hz / rate * 65536.0 + 0.5);
                const double at = static_cast<double>(bin) * rate / 65536.0;
                const double heard = toDb(std::abs(spectrum[bin]));
                const double wanted =
                    cookbook(c.type, static_cast<double>(c.hz), static_cast<double>(c.q),
                             static_cast<double>(c.gainDb), rate, at);
                if (wanted < -60.0) continue;
                EXPECT_NEAR(heard, wanted, 0.01) << i << ": " << at << " Hz";
            }
        }
    }
}

TEST(AnalogModeledEQ, StaysBoundedWhileEverythingMovesAtAudioRate)
{
    EQ eq;
    NodeHarness harness(eq);
    std::mt19937 random(11);
    std::uniform_real_distribution<float> unit(0.0f, 1.0f);
    const int frames = 96000;
    harness.input = test::Signal(2, std::vector<float>(frames));
    for (auto& channel : harness.input)
        for (auto& sample : channel) sample = unit(random) - 0.5f;
    for (int at = 0; at < frames; at += 7) {
        const int index = static_cast<int>(random() % EQ::numParameters);
        const auto& spec = eq.parameters()[static_cast<std::size_t>(index)];
        const float value = spec.min + (spec.max - spec.min) * unit(random);
        harness.events.push_back({at, test::parameter(index, value, random() % 2 == 0 ? 0 : 40)});
    }
    const auto out = harness.render(frames);
    // Five bands of +20 dB and a resonance of Q 10 each: far below this while nothing runs away.
    EXPECT_LT(test::peakOf(out[0]), 3.0e5);
    harness.input = {};
    EXPECT_EQ(test::peakOf({harness.render(8 * 48000)[0].data() + 8 * 48000 - 500, 500}), 0.0);
}

TEST(AnalogModeledEQ, SwitchingABandOrItsTypeMakesNoClick)
{
    EQ eq;
    setBand(eq, 2, BandType::peaking, 100.0f, 12.0f, 1.0f);
    NodeHarness harness(eq);
    harness.input = {test::sineWave(100.0, 0.2, 48000), test::sineWave(100.0, 0.2, 48000)};
    harness.events = {
        {20000, test::parameter(EQ::indexOf(2, EQ::on), 0.0f)},
        {28000, test::parameter(EQ::indexOf(2, EQ::on), 1.0f)},
        {36000, test::parameter(EQ::indexOf(2, EQ::type), static_cast<float>(BandType::notch))}};
    const auto out = harness.render(48000);
    // The sine's own greatest step at +12 dB is 0.0104.
    EXPECT_LT(test::largestStep({out[0].data() + 10000, 38000}), 0.016);
    EXPECT_NEAR(test::peakOf({out[0].data() + 26000, 2000}), 0.2, 1e-4);
    EXPECT_LT(test::peakOf({out[0].data() + 46000, 2000}), 0.002);
}

} // namespace
} // namespace cppmusic
