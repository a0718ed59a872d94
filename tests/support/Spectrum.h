// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/FFT.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <span>
#include <vector>

namespace cppmusic::test {

/// Amplitudes (peak of a sine) in each bin of the first `size` samples under a four-term
/// Blackman-Harris window (side lobes −92 dB).
[[nodiscard]] inline std::vector<double> amplitudeSpectrum(std::span<const float> samples,
                                                           std::size_t size)
{
    constexpr double pi = 3.14159265358979323846;
    std::vector<std::complex<double>> data(size);
    for (std::size_t i = 0; i < size && i < samples.size(); ++i) {
        const double x = 2.0 * pi * static_cast<double>(i) / static_cast<double>(size);
        const double window = 0.35875 - 0.48829 * std::cos(x) + 0.14128 * std::cos(2.0 * x) -
                              0.01168 * std::cos(3.0 * x);
        data[i] = window * static_cast<double>(samples[i]);
    }
    audio::FFT(size).forward(data);
    std::vector<double> amplitudes(size / 2);
    for (std::size_t k = 0; k < amplitudes.size(); ++k)
        amplitudes[k] = 2.0 * std::abs(data[k]) / (0.35875 * static_cast<double>(size));
    return amplitudes;
}

/// Amplitude of a sine of this frequency, by correlation over all samples. Exact for whole cycles.
[[nodiscard]] inline double toneAmplitude(std::span<const float> samples, double hz,
                                          double sampleRate = 48000.0)
{
    constexpr double pi = 3.14159265358979323846;
    double re = 0.0;
    double im = 0.0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double angle = 2.0 * pi * hz * static_cast<double>(i) / sampleRate;
        re += static_cast<double>(samples[i]) * std::cos(angle);
        im += static_cast<double>(samples[i]) * std::sin(angle);
    }
    return 2.0 * std::sqrt(re * re + im * im) / static_cast<double>(samples.size());
}

/// Frequency of the strongest partial near `hz`, from the turn of its phase between two windows;
/// accurate to a thousandth of a cent on steady tones.
[[nodiscard]] inline double measuredFrequency(std::span<const float> samples, double hz,
                                              double sampleRate = 48000.0)
{
    constexpr double pi = 3.14159265358979323846;
    const std::size_t half = samples.size() / 2;
    const auto phaseOf = [&](std::size_t start) {
        std::complex<double> sum;
        for (std::size_t i = 0; i < half; ++i) {
            const double x = 2.0 * pi * static_cast<double>(i) / static_cast<double>(half);
            const double window = 0.5 - 0.5 * std::cos(x);
            const double angle = -2.0 * pi * hz * static_cast<double>(start + i) / sampleRate;
            sum += window * static_cast<double>(samples[start + i]) * std::polar(1.0, angle);
        }
        return std::arg(sum);
    };
    const double turn = std::remainder(phaseOf(half) - phaseOf(0), 2.0 * pi);
    return hz + turn / (2.0 * pi) * sampleRate / static_cast<double>(half);
}

} // namespace cppmusic::test
