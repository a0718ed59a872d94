// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/dsp/Biquad.h"
#include "audio/dsp/DcBlocker.h"
#include "audio/dsp/OnePole.h"
#include "audio/dsp/StateVariableFilter.h"
#include "support/NodeHarness.h"
#include "support/Spectrum.h"

#include <gtest/gtest.h>

#include <complex>
#include <random>

namespace cppmusic {
namespace {

using audio::Biquad;
using audio::BiquadCoefficients;
using audio::StateVariableFilter;
using test::toDb;

constexpr double rate = 48000.0;

/// Gain in dB of a per-sample filter at a frequency: measured with a sine, after it has settled.
template <class Next>
double measuredGain(double hz, Next&& next)
{
    const auto input = test::sineWave(hz, 0.5, 96000);
    std::vector<float> output;
    for (std::size_t i = 0; i < input.size(); ++i) {
        const float y = next(input[i]);
        if (i >= 48000) output.push_back(y);
    }
    return toDb(test::toneAmplitude(output, hz) / 0.5);
}

TEST(StateVariableFilter, LowAndHighAreThreeDecibelsDownAtTheCutoff)
{
    const float k = audio::svfDamping(0.0f).single;
    for (const double hz : {50.0, 440.0, 1000.0, 8000.0, 15000.0}) {
        const float g = audio::svfGain(hz, rate);
        StateVariableFilter filter;
        EXPECT_NEAR(measuredGain(hz, [&](float x) { return filter.next(x, g, k).low; }), -3.0103,
                    0.01)
            << hz;
        filter.reset();
        EXPECT_NEAR(measuredGain(hz, [&](float x) { return filter.next(x, g, k).high; }), -3.0103,
                    0.01)
            << hz;
        filter.reset();
        EXPECT_NEAR(measuredGain(hz, [&](float x) { return filter.next(x, g, k).band; }), 0.0, 0.01)
            << hz;
        filter.reset();
        EXPECT_LT(measuredGain(hz, [&](float x) { return filter.next(x, g, k).notch; }), -60.0)
            << hz;
    }
}

TEST(StateVariableFilter, FallsByTwelveDecibelsAnOctave)
{
    const float g = audio::svfGain(200.0, rate);
    const float k = audio::svfDamping(0.0f).single;
    StateVariableFilter filter;
    const double at2k = measuredGain(2000.0, [&](float x) { return filter.next(x, g, k).low; });
    filter.reset();
    const double at1k = measuredGain(1000.0, [&](float x) { return filter.next(x, g, k).low; });
    EXPECT_NEAR(at2k - at1k, -12.04, 0.15);
}

TEST(StateVariableFilter, StaysBoundedWhileItsCutoffJumpsEverySample)
{
    std::mt19937 random(7);
    std::uniform_real_distribution<double> hz(20.0, 20000.0);
    const float k = audio::svfDamping(1.0f).single;
    StateVariableFilter filter;
    double peak = 0.0;
    for (int i = 0; i < 200000; ++i) {
        const float x = i % 100 < 50 ? 1.0f : -1.0f;
        peak = std::max(peak, std::abs(static_cast<double>(
                                  filter.next(x, audio::svfGain(hz(random), rate), k).low)));
    }
    EXPECT_LT(peak, 50.0);
}

TEST(OnePole, IsThreeDecibelsDownAtItsCutoff)
{
    audio::OnePole low;
    low.setCutoff(1000.0, rate);
    EXPECT_NEAR(measuredGain(1000.0, [&](float x) { return low.low(x); }), -3.0103, 0.01);
    audio::OnePole high;
    high.setCutoff(1000.0, rate);
    EXPECT_NEAR(measuredGain(1000.0, [&](float x) { return high.high(x); }), -3.0103, 0.01);
}

TEST(DcBlocker, RemovesTheConstantAndKeepsTheMusic)
{
    audio::DcBlocker blocker;
    blocker.setCutoff(5.0, rate);
    float last = 1.0f;
    for (int i = 0; i < 96000; ++i) last = blocker.next(1.0f);
    EXPECT_LT(std::abs(last), 1e-6f);
    blocker.reset();
    EXPECT_NEAR(measuredGain(100.0, [&](float x) { return blocker.next(x); }), 0.0, 0.02);
}

/// The analogue prototypes of the cookbook through the bilinear transform, computed on their own.
double prototypeGain(const char* kind, double hz, double centre, double q, double gainDb)
{
    const double pi = 3.14159265358979323846;
    const std::complex<double> s(0.0, std::tan(pi * hz / rate) / std::tan(pi * centre / rate));
    const double a = std::pow(10.0, gainDb / 40.0);
    const std::string name(kind);
    const auto base = s * s + s / q + 1.0;
    std::complex<double> h;
    if (name == "low") h = 1.0 / base;
    if (name == "high") h = s * s / base;
    if (name == "band") h = (s / q) / base;
    if (name == "notch") h = (s * s + 1.0) / base;
    if (name == "peak") h = (s * s + s * (a / q) + 1.0) / (s * s + s / (a * q) + 1.0);
    if (name == "lowShelf")
        h = a * (s * s + std::sqrt(a) / q * s + a) / (a * s * s + std::sqrt(a) / q * s + 1.0);
    if (name == "highShelf")
        h = a * (a * s * s + std::sqrt(a) / q * s + 1.0) / (s * s + std::sqrt(a) / q * s + a);
    return toDb(std::abs(h));
}

TEST(Biquad, EveryDesignFollowsItsAnaloguePrototype)
{
    for (const double centre : {60.0, 1000.0, 9000.0}) {
        for (const double q : {0.5, 0.7071, 4.0}) {
            const std::pair<const char*, BiquadCoefficients> designs[] = {
                {"low", BiquadCoefficients::lowPass(centre, q, rate)},
                {"high", BiquadCoefficients::highPass(centre, q, rate)},
                {"band", BiquadCoefficients::bandPass(centre, q, rate)},
                {"peak", BiquadCoefficients::peak(centre, q, 7.5, rate)},
                {"lowShelf", BiquadCoefficients::lowShelf(centre, q, -9.0, rate)},
                {"highShelf", BiquadCoefficients::highShelf(centre, q, 6.0, rate)}};
            for (const auto& [name, design] : designs)
                for (const double hz : {30.0, 250.0, 1000.0, 5000.0, 18000.0})
                    EXPECT_NEAR(toDb(design.magnitudeAt(hz, rate)),
                                prototypeGain(name, hz, centre, q,
                                              name[0] == 'p'   ? 7.5
                                              : name[0] == 'l' ? -9.0
                                                               : 6.0),
                                1e-6)
                        << name << " " << centre << " " << q << " at " << hz;
        }
    }
}

TEST(Biquad, SoundsAsItsCoefficientsSay)
{
    Biquad filter;
    filter.coefficients = BiquadCoefficients::peak(1000.0, 2.0, 9.0, rate);
    for (const double hz : {200.0, 1000.0, 1500.0, 10000.0}) {
        filter.reset();
        EXPECT_NEAR(measuredGain(hz, [&](float x) { return filter.next(x); }),
                    toDb(filter.coefficients.magnitudeAt(hz, rate)), 0.001);
    }
    EXPECT_NEAR(toDb(filter.coefficients.magnitudeAt(1000.0, rate)), 9.0, 1e-9);
}

TEST(Biquad, AnAllPassChangesNoLevel)
{
    const auto design = BiquadCoefficients::allPass(700.0, 1.5, rate);
    for (const double hz : {20.0, 700.0, 3000.0, 20000.0})
        EXPECT_NEAR(toDb(design.magnitudeAt(hz, rate)), 0.0, 1e-9);
}

} // namespace
} // namespace cppmusic
