// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/dsp/Envelope.h"
#include "audio/dsp/FFT.h"
#include "audio/dsp/FastMath.h"
#include "audio/dsp/LFO.h"
#include "audio/dsp/LevelDetector.h"
#include "audio/dsp/MirroredRing.h"
#include "audio/dsp/SincInterpolator.h"
#include "support/NodeHarness.h"
#include "support/Spectrum.h"

#include <gtest/gtest.h>

namespace cppmusic {
namespace {

using audio::Envelope;
using audio::EnvelopeShape;
using test::toDb;

constexpr double rate = 48000.0;

TEST(Envelope, EachSegmentTakesItsTime)
{
    const auto shape = EnvelopeShape::make(0.1, 0.5, 0.25, 0.8, rate);
    Envelope envelope;
    envelope.gateOn();
    std::vector<float> level(static_cast<std::size_t>(rate));
    envelope.render(shape, level.data(), 48000);
    const auto top = std::find(level.begin(), level.end(), 1.0f) - level.begin() + 1;
    EXPECT_NEAR(static_cast<double>(top), 4800.0, 48.0);
    // 60 dB of the way from 1 to 0.25 after half a second.
    const auto settled = static_cast<std::size_t>(top) + 24000 - 1;
    EXPECT_NEAR(static_cast<double>(level[settled]) - 0.25, 0.75 * 0.001, 0.75 * 0.001 * 0.07);
    envelope.gateOff();
    const double from = static_cast<double>(envelope.level());
    envelope.render(shape, level.data(), 48000);
    const auto quiet =
        std::find_if(level.begin(), level.end(),
                     [&](float l) { return static_cast<double>(l) <= from * 0.001; }) -
        level.begin() + 1;
    EXPECT_NEAR(static_cast<double>(quiet), 0.8 * rate, 0.8 * rate * 0.01);
}

TEST(Envelope, AReleaseEndsInExactSilenceWithinItsTail)
{
    const auto shape = EnvelopeShape::make(0.0, 0.1, 1.0, 0.2, rate);
    Envelope envelope;
    envelope.gateOn();
    envelope.render(shape, nullptr, 1000);
    envelope.gateOff();
    envelope.render(shape, nullptr, static_cast<int>(Envelope::releaseTail(0.2) * rate));
    EXPECT_FALSE(envelope.isActive());
    EXPECT_EQ(envelope.level(), 0.0f);
}

TEST(Envelope, RetriggeringNeverJumps)
{
    const auto shape = EnvelopeShape::make(0.01, 0.3, 0.5, 0.3, rate);
    Envelope envelope;
    std::vector<float> all;
    for (int part = 0; part < 6; ++part) {
        part % 2 == 0 ? envelope.gateOn() : envelope.gateOff();
        std::vector<float> level(700);
        envelope.render(shape, level.data(), 700);
        all.insert(all.end(), level.begin(), level.end());
    }
    EXPECT_LT(test::largestStep(all), 0.005);
}

TEST(LFO, ShapesStartAtTheirPlaceAndRepeatExactly)
{
    using audio::LfoShape;
    audio::LFO lfo;
    lfo.setRate(1.0, rate);
    lfo.placeAt(12000); // a quarter
    EXPECT_NEAR(static_cast<double>(lfo.value(LfoShape::sine)), 1.0, 1e-5);
    EXPECT_NEAR(static_cast<double>(lfo.value(LfoShape::triangle)), 1.0, 1e-4);
    EXPECT_NEAR(static_cast<double>(lfo.value(LfoShape::saw)), 0.5, 1e-4);
    EXPECT_EQ(lfo.value(LfoShape::square), 1.0f);
    audio::LFO stepped;
    stepped.setRate(1.0, rate);
    for (int i = 0; i < 12000; ++i) stepped.advance(1);
    EXPECT_EQ(stepped.value(LfoShape::sine), lfo.value(LfoShape::sine));
}

TEST(LFO, SampleAndHoldGivesTheSameStepsForTheSameSeed)
{
    audio::LFO lfo;
    lfo.setRate(100.0, rate);
    std::vector<float> values;
    for (int i = 0; i < 100; ++i) {
        lfo.placeAt(i * 480 + 100);
        values.push_back(lfo.value(audio::LfoShape::sampleAndHold, 9));
        lfo.placeAt(i * 480 + 400);
        EXPECT_EQ(lfo.value(audio::LfoShape::sampleAndHold, 9), values.back());
    }
    EXPECT_GT(*std::max_element(values.begin(), values.end()), 0.8f);
    EXPECT_LT(*std::min_element(values.begin(), values.end()), -0.8f);
    EXPECT_NE(lfo.value(audio::LfoShape::sampleAndHold, 10), values.back());
}

TEST(FastMath, StaysWithinItsStatedErrors)
{
    for (int i = -4000; i <= 4000; ++i) {
        const float x = static_cast<float>(i) * 0.005f;
        const double exact = std::exp2(static_cast<double>(x));
        EXPECT_NEAR(static_cast<double>(audio::fastExp2(x)) / exact, 1.0, 3e-7) << x;
        EXPECT_NEAR(static_cast<double>(audio::fastTanh(x)), std::tanh(static_cast<double>(x)),
                    3e-7)
            << x;
        const float positive = static_cast<float>(exact);
        EXPECT_NEAR(static_cast<double>(audio::fastLog2(positive)),
                    std::log2(static_cast<double>(positive)), 3e-6)
            << x;
    }
}

TEST(FFT, FindsASineAndGoesBack)
{
    audio::FFT fft(1024);
    std::vector<std::complex<double>> data(1024);
    for (std::size_t i = 0; i < data.size(); ++i)
        data[i] = std::cos(2.0 * 3.14159265358979323846 * 37.0 * static_cast<double>(i) / 1024.0);
    const auto original = data;
    fft.forward(data);
    EXPECT_NEAR(std::abs(data[37]), 512.0, 1e-9);
    EXPECT_NEAR(std::abs(data[38]), 0.0, 1e-9);
    fft.inverse(data);
    for (std::size_t i = 0; i < data.size(); ++i)
        EXPECT_NEAR(std::abs(data[i] / 1024.0 - original[i]), 0.0, 1e-12);
}

TEST(MirroredRing, GivesWhatWasWrittenInOnePieceAndForgetsAtOnce)
{
    audio::MirroredRing ring;
    ring.prepare(1000);
    audio::MirroredRing::Room room;
    std::vector<float> written;
    for (int run = 0; run < 300; ++run) {
        const int frames = 1 + run % audio::controlInterval;
        std::vector<float> part;
        for (int i = 0; i < frames; ++i)
            part.push_back(static_cast<float>(written.size()) + static_cast<float>(i));
        written.insert(written.end(), part.begin(), part.end());
        ring.write(part.data(), frames);
        for (const int delay : {1, 35, 500, 1000}) {
            if (static_cast<std::size_t>(delay) > written.size()) continue;
            const float* view = ring.view(delay, room);
            const auto from = written.size() - static_cast<std::size_t>(delay);
            EXPECT_EQ(ring.read(delay), written[from]);
            for (int i = 0; i < std::min(delay, audio::MirroredRing::maxView); ++i)
                ASSERT_EQ(view[i], written[from + static_cast<std::size_t>(i)]) << run;
        }
    }
    ring.clear();
    EXPECT_EQ(ring.read(1), 0.0f);
    const float five[] = {5.0f, 6.0f};
    ring.write(five, 2);
    const float* view = ring.view(4, room);
    EXPECT_EQ(std::vector<float>(view, view + 4), (std::vector<float>{0.0f, 0.0f, 5.0f, 6.0f}));
}

TEST(LevelDetector, ReadsPeakAndRmsOfASine)
{
    audio::LevelDetector peak;
    peak.set(audio::LevelDetector::Kind::peak, 0.0, 1.0, rate);
    audio::LevelDetector rms;
    rms.set(audio::LevelDetector::Kind::rms, 0.3, 0.0, rate);
    for (const float x : test::sineWave(1000.0, 0.5, 144000)) {
        peak.next(x);
        rms.next(x);
    }
    EXPECT_NEAR(toDb(static_cast<double>(peak.level())), toDb(0.5), 0.01);
    EXPECT_NEAR(toDb(static_cast<double>(rms.level())), toDb(0.5) - 3.0103, 0.05);
}

TEST(SincInterpolator, IsExactOnSamplesAndCleanBetween)
{
    const auto sinc = audio::SincInterpolator::shared();
    const auto wave = test::sineWave(3000.0, 1.0, 64);
    EXPECT_EQ((*sinc)(wave.data() + 20 - audio::SincInterpolator::before, 0.0f), wave[20]);
    double error = 0.0;
    for (int i = 0; i < 1000; ++i) {
        const float t = static_cast<float>(i) / 1000.0f;
        const double exact = std::sin(2.0 * 3.14159265358979323846 * 3000.0 *
                                      (20.0 + static_cast<double>(t)) / rate);
        error = std::max(
            error, std::abs(exact - static_cast<double>((*sinc)(
                                        wave.data() + 20 - audio::SincInterpolator::before, t))));
    }
    EXPECT_LT(toDb(error), -80.0);
}

} // namespace
} // namespace cppmusic
