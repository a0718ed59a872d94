// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/dsp/HalfBandDesign.h"

#include "core/MathUtils.h"

#include <cmath>
#include <vector>

namespace cppmusic::audio {

namespace math = core::math;

namespace {

/// The modified Bessel function of order 0, by its power series.
double besselI0(double x)
{
    double term = 1.0;
    double sum = 1.0;
    for (int k = 1; k < 60; ++k) {
        term *= (x / (2.0 * k)) * (x / (2.0 * k));
        sum += term;
    }
    return sum;
}

/// The nome of the elliptic integrals of modulus k.
double nomeOf(double k)
{
    const double root = std::sqrt(std::sqrt(1.0 - k * k));
    const double e = 0.5 * (1.0 - root) / (1.0 + root);
    const double e4 = e * e * e * e;
    return e * (1.0 + e4 * (2.0 + e4 * (15.0 + 150.0 * e4)));
}

double numerator(double q, int order, int c)
{
    double sum = 0.0;
    for (int i = 0; i < 40; ++i) {
        const double term = math::pow(q, static_cast<double>(i * (i + 1))) *
                            math::sin((2.0 * i + 1.0) * c * math::pi / order);
        sum += i % 2 == 0 ? term : -term;
    }
    return sum;
}

double denominator(double q, int order, int c)
{
    double sum = 0.0;
    for (int i = 1; i < 40; ++i) {
        const double term =
            math::pow(q, static_cast<double>(i * i)) * math::cos(2.0 * i * c * math::pi / order);
        sum += i % 2 == 0 ? term : -term;
    }
    return sum;
}

} // namespace

void designHalfBand(std::span<float> taps, double beta)
{
    const int count = static_cast<int>(taps.size());
    const int half = count - 1;
    std::vector<double> exact(taps.size());
    double sum = 0.0;
    for (int t = 0; t < count; ++t) {
        const int k = 2 * t - half; // odd, from the centre
        const double x = static_cast<double>(k) / (half + 1);
        const double window = besselI0(beta * std::sqrt(1.0 - x * x)) / besselI0(beta);
        const double value = window * math::sin(math::pi * k * 0.5) / (math::pi * k);
        exact[static_cast<std::size_t>(t)] = value;
        sum += value;
    }
    for (std::size_t t = 0; t < taps.size(); ++t)
        taps[t] = static_cast<float>(exact[t] * 0.5 / sum);
}

void designAllpassHalfBand(std::span<float> coefficients, double transition)
{
    const double edge = math::tan((1.0 - 2.0 * transition) * math::pi * 0.25);
    const double k = edge * edge;
    const double q = nomeOf(k);
    const int order = 2 * static_cast<int>(coefficients.size()) + 1;
    for (std::size_t j = 0; j < coefficients.size(); ++j) {
        const int c = static_cast<int>(j) + 1;
        const double over = numerator(q, order, c) * std::sqrt(std::sqrt(q));
        const double w = over / (denominator(q, order, c) + 0.5);
        const double square = w * w;
        const double x = std::sqrt((1.0 - square * k) * (1.0 - square / k)) / (1.0 + square);
        coefficients[j] = static_cast<float>((1.0 - x) / (1.0 + x));
    }
}

} // namespace cppmusic::audio
