// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/dsp/TruePeakDetector.h"

#include "core/MathUtils.h"

#include <algorithm>
#include <cmath>

namespace cppmusic::audio {

namespace math = core::math;

namespace {

constexpr double kaiserBeta = 8.0;
/// Of two neighbouring values of a curve one is cos(π/16) of the maximum between them at least.
constexpr float gridReach = 0.97f;

/// The modified Bessel function of order 0, by its power series.
double besselI0(double x) noexcept
{
    double term = 1.0, sum = 1.0;
    for (int k = 1; k < 40; ++k) {
        term *= (x / (2.0 * k)) * (x / (2.0 * k));
        sum += term;
    }
    return sum;
}

double kaiser(double x) noexcept
{
    return besselI0(kaiserBeta * std::sqrt(1.0 - x * x)) / besselI0(kaiserBeta);
}

double hann(double x) noexcept
{
    return 0.5 + 0.5 * math::cos(math::pi * x);
}

/// The greatest sum of magnitudes.
double draw(TruePeakTaps& taps, std::size_t count, double (*window)(double))
{
    taps.count = count;
    const auto weightAt = [&](double distance) {
        const double x = distance / static_cast<double>(count);
        return x >= 1.0 ? 0.0 : window(x) * math::sin(math::pi * distance) / (math::pi * distance);
    };
    double greatest = 1.0;
    for (std::size_t p = 1; p <= TruePeakTaps::phases / 2; ++p) {
        const double part = static_cast<double>(p) / static_cast<double>(TruePeakTaps::phases);
        std::array<double, TruePeakTaps::maxCount> left{}, right{};
        double sum = 0.0, magnitudes = 0.0;
        for (std::size_t k = 0; k < count; ++k) {
            left[k] = weightAt(static_cast<double>(k) + part);
            right[k] = weightAt(static_cast<double>(k) + 1.0 - part);
            sum += left[k] + right[k];
            magnitudes += std::abs(left[k]) + std::abs(right[k]);
        }
        for (std::size_t k = 0; k < count; ++k) {
            taps.even[p - 1][k] = static_cast<float>(0.5 * (left[k] + right[k]) / sum);
            taps.odd[p - 1][k] = static_cast<float>(0.5 * (left[k] - right[k]) / sum);
        }
        greatest = std::max(greatest, magnitudes / sum);
    }
    return greatest;
}

} // namespace

TruePeakDetector::TruePeakDetector()
{
    double greatest = draw(taps_[0], TruePeakTaps::maxCount, kaiser);
    greatest = std::max(greatest, draw(taps_[1], 20, kaiser));
    greatest = std::max(greatest, draw(taps_[2], 12, kaiser));
    greatest = std::max(greatest, draw(taps_[3], 6, hann));
    greatestGain_ = static_cast<float>(1.05 * greatest); // and a vertex above it
}

/// The last value of the curve ahead of x[0]; the sum of TruePeakKernel.
float TruePeakDetector::lastBefore(const TruePeakTaps& taps,
                                   const float* x) noexcept CPPMUSIC_NONBLOCKING
{
    float even = 0.0f, odd = 0.0f;
    for (std::size_t k = 0; k < taps.count; ++k) {
        const float left = *(x - 1 - k);
        const float right = x[k];
        even += taps.even[0][k] * (left + right);
        odd += taps.odd[0][k] * (left - right);
    }
    return even - odd;
}

/// The highest vertex of the parabolas through three neighbouring values, of all whose middle one
/// lies from this frame's sample on, ahead of the next.
float TruePeakDetector::vertex(const TruePeakTaps& taps, const Curve& curve,
                               int frame) const noexcept CPPMUSIC_NONBLOCKING
{
    const auto i = static_cast<std::size_t>(frame);
    const float* x = history_.data() + latencyFrames + frame;
    std::array<float, curvePoints + 3> y{};
    y[0] = i > 0 ? curve.back()[i - 1] : lastBefore(taps, x);
    y[1] = x[0];
    for (std::size_t p = 0; p < curve.size(); ++p) y[p + 2] = curve[p][i];
    y.back() = x[1];
    float highest = std::abs(x[1]);
    for (std::size_t p = 1; p + 1 < y.size(); ++p) {
        const float sign = y[p] < 0.0f ? -1.0f : 1.0f;
        const float middle = sign * y[p];
        highest = std::max(highest, middle);
        const float ahead = middle - sign * y[p - 1];
        const float behind = middle - sign * y[p + 1];
        const float bend = ahead + behind;
        if (ahead < 0.0f || behind < 0.0f || bend <= 0.0f) continue;
        const float slope = 0.5f * (ahead - behind);
        highest = std::max(highest, middle + 0.5f * slope * slope / bend);
    }
    return highest;
}

void TruePeakDetector::run(const float* input, const float* ceilings, float* peaks,
                           int frames) noexcept CPPMUSIC_NONBLOCKING
{
    std::copy_n(input, frames, history_.data() + before);
    float greatest = 0.0f;
    for (int i = 0; i < before + frames; ++i)
        greatest = std::max(greatest, std::abs(history_[static_cast<std::size_t>(i)]));
    const float lowest = *std::min_element(ceilings, ceilings + frames);
    if (greatest * greatestGain_ < lowest) {
        std::fill_n(peaks, frames, 0.0f);
    } else {
        Curve curve;
        std::array<float*, curvePoints> rows;
        for (std::size_t p = 0; p < rows.size(); ++p) rows[p] = curve[p].data();
        std::array<float, controlInterval> found;
        std::fill_n(peaks, frames, 0.0f);
        for (const auto& taps : taps_) {
            kernel_(taps, history_.data() + latencyFrames, rows.data(), found.data());
            for (int i = 0; i < frames; ++i) {
                const float value = found[static_cast<std::size_t>(i)];
                if (value >= gridReach * ceilings[i])
                    peaks[i] = std::max(peaks[i], vertex(taps, curve, i));
            }
        }
    }
    std::copy(history_.data() + frames, history_.data() + frames + before, history_.data());
}

} // namespace cppmusic::audio
