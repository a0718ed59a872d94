// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/dsp/Oversampler.h"

#include "core/MathUtils.h"

#include <algorithm>
#include <cmath>

namespace cppmusic::audio {

namespace math = core::math;

namespace {

/// The modified Bessel function of order 0, by its power series.
double besselI0(double x) noexcept
{
    double term = 1.0;
    double sum = 1.0;
    for (int k = 1; k < 40; ++k) {
        term *= (x / (2.0 * k)) * (x / (2.0 * k));
        sum += term;
    }
    return sum;
}

} // namespace

Oversampler::Oversampler() noexcept
{
    constexpr double beta = 8.0;
    std::array<double, numTaps> exact{};
    double sum = 0.0;
    for (int t = 0; t < numTaps; ++t) {
        const int k = 2 * t - halfLength; // odd, from the centre
        const double x = static_cast<double>(k) / (halfLength + 1);
        const double window = besselI0(beta * std::sqrt(1.0 - x * x)) / besselI0(beta);
        const double sinc = math::sin(math::pi * k * 0.5) / (math::pi * k);
        exact[static_cast<std::size_t>(t)] = window * sinc;
        sum += window * sinc;
    }
    // Together with the centre tap of ½ the gain at 0 Hz is exactly 1.
    for (int t = 0; t < numTaps; ++t)
        taps_[static_cast<std::size_t>(t)] =
            static_cast<float>(exact[static_cast<std::size_t>(t)] * 0.5 / sum);
}

void Oversampler::reset() noexcept CPPMUSIC_NONBLOCKING
{
    upHistory_.fill(0.0f);
    evenHistory_.fill(0.0f);
    oddHistory_.fill(0.0f);
}

/// Frames side by side, taps in one order for each: quick, and the same bits for any run.
std::array<float, controlInterval>
Oversampler::convolve(const float* history, int frames) const noexcept CPPMUSIC_NONBLOCKING
{
    std::array<float, controlInterval> sums{};
    for (int t = 0; t < numTaps; ++t) {
        const float tap = taps_[static_cast<std::size_t>(t)];
        const float* source = history + numTaps - t;
        for (int n = 0; n < frames; ++n) sums[static_cast<std::size_t>(n)] += tap * source[n];
    }
    return sums;
}

void Oversampler::up(const float* input, float* output, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    float* history = upHistory_.data();
    std::copy_n(input, frames, history + numTaps);
    const auto sums = convolve(history, frames);
    for (int n = 0; n < frames; ++n) {
        output[2 * n] = 2.0f * sums[static_cast<std::size_t>(n)];
        output[2 * n + 1] = history[numTaps + n - (halfLength - 1) / 2];
    }
    std::copy(history + frames, history + frames + numTaps, history);
}

void Oversampler::down(const float* input, float* output, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    float* even = evenHistory_.data();
    float* odd = oddHistory_.data();
    for (int n = 0; n < frames; ++n) {
        even[numTaps + n] = input[2 * n];
        odd[numTaps + n] = input[2 * n + 1];
    }
    const auto sums = convolve(even, frames);
    for (int n = 0; n < frames; ++n)
        output[n] =
            sums[static_cast<std::size_t>(n)] + 0.5f * odd[numTaps + n - (halfLength + 1) / 2];
    std::copy(even + frames, even + frames + numTaps, even);
    std::copy(odd + frames, odd + frames + numTaps, odd);
}

} // namespace cppmusic::audio
