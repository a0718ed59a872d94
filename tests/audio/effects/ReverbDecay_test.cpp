// SPDX-License-Identifier: GPL-3.0-or-later
// What a room is measured by: decay per octave (ISO 3382: Schroeder's backward integration, T30),
// echo density (J. Abel and P. Huang, "A simple, robust measure of reverberation echo density",
// AES 121, 2006), and how even the spectrum of its tail is.
#include "audio/effects/Reverb.h"
#include "support/NodeHarness.h"
#include "support/Spectrum.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numeric>
#include <span>
#include <vector>

namespace cppmusic {
namespace {

using audio::Reverb;
using test::NodeHarness;

constexpr double rate = 48000.0;
constexpr double pi = 3.14159265358979323846;

std::vector<float> response(float decay, float size, float damping = 20000.0f,
                            float modulation = 0.4f)
{
    Reverb reverb;
    reverb.initialiseParameter(Reverb::decay, decay);
    reverb.initialiseParameter(Reverb::size, size);
    reverb.initialiseParameter(Reverb::preDelay, 0.0f);
    reverb.initialiseParameter(Reverb::damping, damping);
    reverb.initialiseParameter(Reverb::lowCut, 20.0f);
    reverb.initialiseParameter(Reverb::modulation, modulation);
    reverb.initialiseParameter(Reverb::mix, 1.0f);
    NodeHarness harness(reverb);
    harness.input = {{1.0f}, {1.0f}};
    return harness.render(
        static_cast<int>(rate * std::max(1.0, 1.3 * static_cast<double>(decay))))[0];
}

/// The octave around `hz`: Butterworth's high- and low-pass of fourth order in a row.
std::vector<double> octave(const std::vector<float>& wave, double hz)
{
    std::vector<double> band(wave.begin(), wave.end());
    for (const bool isHigh : {true, false})
        for (const double q : {0.54119610, 1.30656296}) {
            const double w = 2.0 * pi * (isHigh ? hz / std::sqrt(2.0) : hz * std::sqrt(2.0)) / rate;
            const double alpha = std::sin(w) / (2.0 * q), c = std::cos(w);
            const double sum = isHigh ? 1.0 + c : 1.0 - c;
            const double b0 = sum / 2.0, b1 = isHigh ? -sum : sum;
            double x1 = 0, x2 = 0, y1 = 0, y2 = 0;
            for (double& x : band) {
                const double y = (b0 * x + b1 * x1 + b0 * x2 + 2.0 * c * y1 - (1.0 - alpha) * y2) /
                                 (1.0 + alpha);
                x2 = x1;
                x1 = x;
                y2 = y1;
                y1 = y;
                x = y;
            }
        }
    return band;
}

/// Seconds for 60 dB, from −5 to −35 dB of the integrated decay by least squares.
double decayTime(const std::vector<double>& band)
{
    std::vector<double> left(band.size());
    double sum = 0.0;
    for (std::size_t i = band.size(); i-- > 0;) left[i] = sum += band[i] * band[i];
    double n = 0, st = 0, sl = 0, stt = 0, stl = 0;
    for (std::size_t i = 0; i < left.size(); i += 16) {
        const double level = 10.0 * std::log10(left[i] / left[0]);
        if (level > -5.0 || level < -35.0) continue;
        const double time = static_cast<double>(i) / rate;
        n += 1;
        st += time;
        sl += level;
        stt += time * time;
        stl += time * level;
    }
    return -60.0 * (n * stt - st * st) / (n * stl - st * sl);
}

TEST(ReverbDecay, EachOctaveFallsBy60DecibelsInTheTimeThatIsSet)
{
    for (const float decay : {0.5f, 1.8f, 6.0f})
        for (const float size : {0.2f, 0.6f, 1.0f}) {
            const auto wave = response(decay, size);
            for (const double hz : {125.0, 250.0, 500.0, 1000.0, 2000.0, 4000.0, 8000.0}) {
                const double measured = decayTime(octave(wave, hz));
                EXPECT_NEAR(measured / static_cast<double>(decay), 1.0, 0.1)
                    << decay << " s, size " << size << ", " << hz << " Hz";
            }
        }
}

TEST(ReverbDecay, EchoesSoonAreAsDenseAsNoise)
{
    // The share of samples beyond a standard deviation, as a part of what Gaussian noise has, in
    // windows of 20 ms: 1 is noise.
    for (const float size : {0.2f, 0.6f, 1.0f}) {
        const auto wave = response(1.8f, size);
        const auto density = [&](double seconds) {
            const auto part =
                std::span(wave).subspan(static_cast<std::size_t>(seconds * rate), 960);
            double power = 0.0;
            for (const float x : part) power += static_cast<double>(x) * static_cast<double>(x);
            const double deviation = std::sqrt(power / 960.0);
            const auto beyond = std::count_if(part.begin(), part.end(), [&](float x) {
                return std::abs(static_cast<double>(x)) > deviation;
            });
            return static_cast<double>(beyond) / 960.0 / 0.3173;
        };
        EXPECT_GT(density(0.1), 0.7) << size;
        EXPECT_GT(density(0.3), 0.9) << size;
    }
}

TEST(ReverbDecay, TheTailRingsAtNoFrequency)
{
    // A metallic tail has resonances that stand out from their neighbours more and more. The level
    // of noise in a bin is spread: a sixth of 4,096 bins' highest stays below 12 dB over the mean
    // of its neighbourhood.
    for (const float size : {0.2f, 0.6f, 1.0f}) {
        const auto wave = response(4.0f, size);
        const auto spectrum = test::amplitudeSpectrum(std::span(wave).subspan(96000, 16384), 16384);
        constexpr std::size_t around = 40;
        double highest = 0.0;
        for (std::size_t bin = 100; bin + around < 5000; ++bin) {
            double mean = 0.0;
            for (std::size_t near = bin - around; near <= bin + around; ++near)
                mean += spectrum[near] * spectrum[near];
            mean /= 2.0 * around + 1.0;
            highest = std::max(highest, spectrum[bin] * spectrum[bin] / mean);
        }
        EXPECT_LT(10.0 * std::log10(highest), 14.0) << size;
        std::printf("size %.1f: loudest bin %.1f dB over its neighbourhood\n",
                    static_cast<double>(size), 10.0 * std::log10(highest));
    }
}

} // namespace
} // namespace cppmusic
