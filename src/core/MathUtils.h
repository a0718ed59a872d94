// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

/// Elementary functions that give the same bits on every machine, for the audio path, where libm
/// must not be used. Only +, −, ×, ÷, square root and integer operations inside, no fused
/// multiply-add. Errors are measured against long double by tests/core/MathUtils_test.cpp. Forms
/// for samples whose lanes fit a vector are in core/MathFloat.h. [any]
namespace cppmusic::core::math {

inline constexpr double pi = 3.14159265358979323846;
inline constexpr double twoPi = 2.0 * pi;

/// Error ≤ 2 ulp of 1 (absolute) for |x| ≤ 1e4; beyond that it grows with |x|, and from 2^30 on the
/// angle has no meaning left and counts as 0, so that finite input gives finite output.
[[nodiscard]] double sin(double x) noexcept CPPMUSIC_NONBLOCKING;
[[nodiscard]] double cos(double x) noexcept CPPMUSIC_NONBLOCKING;
/// Accurate to 4 ulp for |x| below 1.5; the prewarping of filters.
[[nodiscard]] double tan(double x) noexcept CPPMUSIC_NONBLOCKING;
/// Error ≤ 2 ulp; underflows to 0, overflows to infinity.
[[nodiscard]] double exp(double x) noexcept CPPMUSIC_NONBLOCKING;
[[nodiscard]] double exp2(double x) noexcept CPPMUSIC_NONBLOCKING;
/// Error ≤ 2 ulp for x > 0; log(0) = −infinity, negative = NaN.
[[nodiscard]] double log(double x) noexcept CPPMUSIC_NONBLOCKING;
[[nodiscard]] double log2(double x) noexcept CPPMUSIC_NONBLOCKING;
/// For base > 0. Error ≤ 4 ulp while |exponent · log2(base)| ≤ 64.
/// A negative base gives NaN; any base to the power 0 gives 1.
[[nodiscard]] double pow(double base, double exponent) noexcept CPPMUSIC_NONBLOCKING;
/// Error ≤ 4 ulp.
[[nodiscard]] double tanh(double x) noexcept CPPMUSIC_NONBLOCKING;
/// exp(x) − 1 and log(1 + x) without the loss near 0. Error ≤ 5 ulp.
[[nodiscard]] double expm1(double x) noexcept CPPMUSIC_NONBLOCKING;
[[nodiscard]] double log1p(double x) noexcept CPPMUSIC_NONBLOCKING;

/// The same for samples: computed in double, rounded once.
[[nodiscard]] inline float sin(float x) noexcept CPPMUSIC_NONBLOCKING
{
    return static_cast<float>(sin(static_cast<double>(x)));
}
[[nodiscard]] inline float tanh(float x) noexcept CPPMUSIC_NONBLOCKING
{
    return static_cast<float>(tanh(static_cast<double>(x)));
}

/// 20·log10(gain) of a gain ≥ 0; at or below `floorDb` gives floorDb (NaN too).
[[nodiscard]] float gainToDb(float gain, float floorDb = -144.0f) noexcept CPPMUSIC_NONBLOCKING;
/// 10^(dB/20); at or below `silenceDb` gives exactly 0 (NaN too).
[[nodiscard]] float dbToGain(float decibels,
                             float silenceDb = -90.0f) noexcept CPPMUSIC_NONBLOCKING;
/// 440·2^((key − 69)/12), key may be fractional.
[[nodiscard]] double keyToHz(double key) noexcept CPPMUSIC_NONBLOCKING;

} // namespace cppmusic::core::math
