// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/dsp/Biquad.h"

#include "core/MathUtils.h"

#include <algorithm>
#include <cmath>

namespace cppmusic::audio {

namespace math = core::math;

namespace {

struct Angle {
    double cosine;
    double alpha;
};

Angle angleOf(double hz, double q, double sampleRate) noexcept
{
    const double w = math::twoPi * std::clamp(hz, 1.0, 0.49 * sampleRate) / sampleRate;
    return {math::cos(w), math::sin(w) / (2.0 * std::max(q, 1.0e-3))};
}

BiquadCoefficients normalised(double b0, double b1, double b2, double a0, double a1,
                              double a2) noexcept
{
    return {b0 / a0, b1 / a0, b2 / a0, a1 / a0, a2 / a0};
}

/// A = 10^(dB/40), as a root of the linear gain.
double amplitudeRoot(double gainDb) noexcept
{
    return math::pow(10.0, gainDb / 40.0);
}

} // namespace

BiquadCoefficients BiquadCoefficients::lowPass(double hz, double q,
                                               double sampleRate) noexcept CPPMUSIC_NONBLOCKING
{
    const auto [c, alpha] = angleOf(hz, q, sampleRate);
    return normalised((1.0 - c) / 2.0, 1.0 - c, (1.0 - c) / 2.0, 1.0 + alpha, -2.0 * c,
                      1.0 - alpha);
}

BiquadCoefficients BiquadCoefficients::highPass(double hz, double q,
                                                double sampleRate) noexcept CPPMUSIC_NONBLOCKING
{
    const auto [c, alpha] = angleOf(hz, q, sampleRate);
    return normalised((1.0 + c) / 2.0, -(1.0 + c), (1.0 + c) / 2.0, 1.0 + alpha, -2.0 * c,
                      1.0 - alpha);
}

BiquadCoefficients BiquadCoefficients::bandPass(double hz, double q,
                                                double sampleRate) noexcept CPPMUSIC_NONBLOCKING
{
    const auto [c, alpha] = angleOf(hz, q, sampleRate);
    return normalised(alpha, 0.0, -alpha, 1.0 + alpha, -2.0 * c, 1.0 - alpha);
}

BiquadCoefficients BiquadCoefficients::notch(double hz, double q,
                                             double sampleRate) noexcept CPPMUSIC_NONBLOCKING
{
    const auto [c, alpha] = angleOf(hz, q, sampleRate);
    return normalised(1.0, -2.0 * c, 1.0, 1.0 + alpha, -2.0 * c, 1.0 - alpha);
}

BiquadCoefficients BiquadCoefficients::allPass(double hz, double q,
                                               double sampleRate) noexcept CPPMUSIC_NONBLOCKING
{
    const auto [c, alpha] = angleOf(hz, q, sampleRate);
    return normalised(1.0 - alpha, -2.0 * c, 1.0 + alpha, 1.0 + alpha, -2.0 * c, 1.0 - alpha);
}

BiquadCoefficients BiquadCoefficients::peak(double hz, double q, double gainDb,
                                            double sampleRate) noexcept CPPMUSIC_NONBLOCKING
{
    const auto [c, alpha] = angleOf(hz, q, sampleRate);
    const double a = amplitudeRoot(gainDb);
    return normalised(1.0 + alpha * a, -2.0 * c, 1.0 - alpha * a, 1.0 + alpha / a, -2.0 * c,
                      1.0 - alpha / a);
}

BiquadCoefficients BiquadCoefficients::lowShelf(double hz, double q, double gainDb,
                                                double sampleRate) noexcept CPPMUSIC_NONBLOCKING
{
    const auto [c, alpha] = angleOf(hz, q, sampleRate);
    const double a = amplitudeRoot(gainDb);
    const double root = 2.0 * std::sqrt(a) * alpha;
    const double up = a + 1.0;
    const double down = a - 1.0;
    return normalised(a * (up - down * c + root), 2.0 * a * (down - up * c),
                      a * (up - down * c - root), up + down * c + root, -2.0 * (down + up * c),
                      up + down * c - root);
}

BiquadCoefficients BiquadCoefficients::highShelf(double hz, double q, double gainDb,
                                                 double sampleRate) noexcept CPPMUSIC_NONBLOCKING
{
    const auto [c, alpha] = angleOf(hz, q, sampleRate);
    const double a = amplitudeRoot(gainDb);
    const double root = 2.0 * std::sqrt(a) * alpha;
    const double up = a + 1.0;
    const double down = a - 1.0;
    return normalised(a * (up + down * c + root), -2.0 * a * (down + up * c),
                      a * (up + down * c - root), up - down * c + root, 2.0 * (down - up * c),
                      up - down * c - root);
}

double BiquadCoefficients::magnitudeAt(double hz, double sampleRate) const noexcept
{
    const double w = math::twoPi * hz / sampleRate;
    const double c1 = math::cos(w), s1 = math::sin(w), c2 = math::cos(2.0 * w),
                 s2 = math::sin(2.0 * w);
    const auto power = [&](double k0, double k1, double k2) {
        const double re = k0 + k1 * c1 + k2 * c2;
        const double im = k1 * s1 + k2 * s2;
        return re * re + im * im;
    };
    return std::sqrt(power(b0, b1, b2) / power(1.0, a1, a2));
}

} // namespace cppmusic::audio
