// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/FFT.h"
#include "support/NodeHarness.h"

#include <cmath>
#include <complex>
#include <random>
#include <vector>

namespace cppmusic::test {

/// Two channels of evenly distributed noise, −amplitude … amplitude.
[[nodiscard]] inline Signal whiteNoise(int frames, double amplitude, unsigned seed = 5)
{
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> values(static_cast<float>(-amplitude),
                                                 static_cast<float>(amplitude));
    Signal signal(2, std::vector<float>(static_cast<std::size_t>(frames)));
    for (auto& channel : signal)
        for (auto& sample : channel) sample = values(random);
    return signal;
}

/// What a node makes of a sine that fills the window with whole cycles: every harmonic and every
/// alias then has a bin of its own, without a window's leakage.
struct Distortion {
    double fundamental = 0.0;      ///< amplitude
    double phaseDegrees = 0.0;     ///< against the input, the latency taken off
    std::vector<double> harmonics; ///< amplitudes; [0] is the fundamental
    double aliasesDb = 0.0;        ///< the strongest line at or below 20 kHz that is no harmonic
    double noiseDb = 0.0;  ///< all of those to 20 kHz together, RMS against that of full scale
    double offsetDb = 0.0; ///< the level at 0 Hz

    [[nodiscard]] double harmonicDb(std::size_t number) const
    {
        return number <= harmonics.size() ? toDb(harmonics[number - 1]) : -240.0;
    }
    /// Harmonics and noise against the fundamental.
    [[nodiscard]] double thdAndNoiseDb() const
    {
        double sum = std::pow(10.0, noiseDb / 10.0);
        for (std::size_t k = 1; k < harmonics.size(); ++k) sum += harmonics[k] * harmonics[k];
        return toDb(std::sqrt(sum) / fundamental);
    }
};

/// A node at rest with its parameters set; the sine is put at the nearest odd bin. `settling` times
/// the window of 65,536 frames goes by first.
[[nodiscard]] inline Distortion distortionOf(audio::AudioNode& node, double hz, double amplitude,
                                             double sampleRate, int settling = 2)
{
    constexpr std::size_t size = 65536;
    constexpr double pi = 3.14159265358979323846;
    const auto bin = static_cast<std::size_t>(hz / sampleRate * static_cast<double>(size)) | 1u;
    NodeHarness harness(node, sampleRate);
    const auto latency = static_cast<std::size_t>(node.latencyFrames());
    const std::size_t start = static_cast<std::size_t>(settling) * size;
    const std::size_t total = start + size + latency;
    std::vector<float> sine(total);
    for (std::size_t i = 0; i < total; ++i)
        sine[i] = static_cast<float>(
            amplitude * std::sin(2.0 * pi * static_cast<double>(i * bin % size) / double(size)));
    harness.input = {sine, sine};
    const auto out = harness.render(static_cast<int>(total));
    std::vector<std::complex<double>> data(size);
    for (std::size_t i = 0; i < size; ++i)
        data[i] = static_cast<double>(out[0][start + latency + i]);
    audio::FFT(size).forward(data);
    Distortion result;
    const auto amplitudeOf = [&](std::size_t k) {
        return 2.0 * std::abs(data[k]) / static_cast<double>(size);
    };
    for (std::size_t k = bin; k < size / 2; k += bin) result.harmonics.push_back(amplitudeOf(k));
    result.fundamental = result.harmonics.front();
    result.phaseDegrees = std::arg(data[bin] * std::complex<double>(0.0, 1.0)) * 180.0 / pi;
    result.offsetDb = toDb(0.5 * amplitudeOf(0));
    double strongest = 0.0, sum = 0.0;
    const auto last = static_cast<std::size_t>(20000.0 / sampleRate * static_cast<double>(size));
    for (std::size_t k = 1; k <= last; ++k) {
        if (k % bin == 0) continue;
        strongest = std::max(strongest, amplitudeOf(k));
        sum += amplitudeOf(k) * amplitudeOf(k);
    }
    result.aliasesDb = toDb(strongest);
    result.noiseDb = toDb(std::sqrt(sum));
    return result;
}

} // namespace cppmusic::test
