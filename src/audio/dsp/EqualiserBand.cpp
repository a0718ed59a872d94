// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/dsp/EqualiserBand.h"

#include "audio/dsp/MatchedDesign.h"
#include "core/MathUtils.h"

#include <algorithm>
#include <cmath>
#include <complex>

namespace cppmusic::audio {

namespace math = core::math;

SvfDesign SvfDesign::of(const EqualiserBand& band, double sampleRate) noexcept CPPMUSIC_NONBLOCKING
{
    if (band.response == BandResponse::matched && band.type != BandType::notch)
        return matchedDesign(band, sampleRate);
    const double hz = std::clamp(band.hz, 5.0, 0.49 * sampleRate);
    const double warped = math::tan(math::pi * hz / sampleRate);
    const double damping = 1.0 / std::max(band.q, 1.0e-3);
    const bool hasGain = band.type == BandType::peaking || band.type == BandType::lowShelf ||
                         band.type == BandType::highShelf;
    const double a = hasGain ? math::pow(10.0, band.gainDb / 40.0) : 1.0;
    switch (band.type) {
    case BandType::peaking: return {warped, damping / a, 1.0, damping / a * (a * a - 1.0), 0.0};
    case BandType::lowShelf:
        return {warped / std::sqrt(a), damping, 1.0, damping * (a - 1.0), a * a - 1.0};
    case BandType::highShelf:
        return {warped * std::sqrt(a), damping, a * a, damping * (1.0 - a) * a, 1.0 - a * a};
    case BandType::highPass: return {warped, damping, 1.0, -damping, -1.0};
    case BandType::lowPass: return {warped, damping, 0.0, 0.0, 1.0};
    case BandType::notch: return {warped, damping, 1.0, -damping, 0.0};
    case BandType::bandPass: return {warped, damping, 0.0, damping, 0.0};
    }
    return {};
}

double SvfDesign::magnitudeAt(double hz, double sampleRate) const noexcept
{
    // The bilinear transform puts the frequency at tan(π·f/fs) of the analogue filter.
    const double w = math::tan(math::pi * std::min(hz, 0.4999 * sampleRate) / sampleRate) / g;
    const std::complex<double> p(0.0, w);
    return std::abs(m0 + (m1 * p + m2) / (p * p + k * p + 1.0));
}

double SvfDesign::decaySeconds(double sampleRate) const noexcept CPPMUSIC_NONBLOCKING
{
    // The poles of p² + k·p + 1, in units of the analogue cutoff 2·fs·g.
    const double half = 0.5 * k;
    const double slower = half <= 1.0 ? half : 1.0 / (half + std::sqrt(half * half - 1.0));
    constexpr double logMinus120Db = 13.815510557964274;
    // The bilinear transform moves fast poles; none falls faster than in a sample.
    return logMinus120Db * std::max(1.0 / (2.0 * sampleRate * g * slower), 1.0 / sampleRate);
}

} // namespace cppmusic::audio
