// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

#include <bit>
#include <cstdint>
#include <limits>

/// Elementary functions of single precision for samples and control values, written so that one
/// lane of a vector computes the same bits: only +, −, ×, ÷, integer operations and `choose`, each
/// operation rounded by itself (no fused multiply-add), no branch, no table. A vector form repeats
/// them operation by operation, in the order the parentheses give.
///
/// Errors are in units in the last place of the result, measured against long double by
/// tests/core/MathFloat_test.cpp. Results below the smallest normal number are exact to one of the
/// subnormal steps. NaN gives NaN. Rounding is to nearest, subnormal numbers are on. [any]
namespace cppmusic::core::math {

namespace lane {

inline constexpr float infinity = std::numeric_limits<float>::infinity();
inline constexpr float notANumber = std::numeric_limits<float>::quiet_NaN();
/// Adding and subtracting rounds to a whole number, ties to even, for |x| < 2^22; the sum's low
/// bits are then the number.
inline constexpr float shifter = 0x1.8p23f;
inline constexpr std::uint32_t signBit = 0x8000'0000u;

[[nodiscard]] inline std::uint32_t bits(float x) noexcept CPPMUSIC_NONBLOCKING
{
    return std::bit_cast<std::uint32_t>(x);
}
[[nodiscard]] inline float number(std::uint32_t x) noexcept CPPMUSIC_NONBLOCKING
{
    return std::bit_cast<float>(x);
}
/// A mask and two operands that both exist: a vector's select.
[[nodiscard]] inline float choose(bool is, float yes, float no) noexcept CPPMUSIC_NONBLOCKING
{
    return is ? yes : no;
}
[[nodiscard]] inline float magnitude(float x) noexcept CPPMUSIC_NONBLOCKING
{
    return number(bits(x) & ~signBit);
}
/// `x` with its sign turned round where `sign` has its top bit.
[[nodiscard]] inline float withSign(float x, std::uint32_t sign) noexcept CPPMUSIC_NONBLOCKING
{
    return number(bits(x) ^ (sign & signBit));
}
/// 2^k for −126 ≤ k ≤ 127.
[[nodiscard]] inline float power(std::int32_t k) noexcept CPPMUSIC_NONBLOCKING
{
    return number(static_cast<std::uint32_t>(k + 127) << 23);
}
/// x·2^k for −252 ≤ k ≤ 254, rounded once where the result is subnormal.
[[nodiscard]] inline float scaled(float x, std::int32_t k) noexcept CPPMUSIC_NONBLOCKING
{
    const std::int32_t half = k >> 1;
    return (x * power(k - half)) * power(half);
}
/// The whole number in `shifted` = x + shifter.
[[nodiscard]] inline std::int32_t whole(float shifted) noexcept CPPMUSIC_NONBLOCKING
{
    return static_cast<std::int32_t>(bits(shifted) - bits(shifter));
}

/// sin of |r| ≤ pi/4.
[[nodiscard]] inline float sinSeries(float r) noexcept CPPMUSIC_NONBLOCKING
{
    const float z = r * r;
    const float p =
        -0x1.555556p-3f + z * (0x1.111108p-7f + z * (-0x1.a00f74p-13f + z * 0x1.6ccf5ep-19f));
    return r + r * z * p;
}

/// cos of |r| ≤ pi/4.
[[nodiscard]] inline float cosSeries(float r) noexcept CPPMUSIC_NONBLOCKING
{
    const float z = r * r;
    const float half = 0.5f * z;
    const float p = 0x1.55554ap-5f + z * (-0x1.6c0c28p-10f + z * 0x1.99e86ap-16f);
    const float rest = 1.0f - half;
    return rest + (((1.0f - rest) - half) + z * z * p);
}

/// An angle as whole quarter turns and a remainder.
struct Angle {
    float remainder;       ///< at most pi/4
    std::uint32_t quarter; ///< counted modulo 2^32
};

/// Cody and Waite: pi/2 in three parts of 11 bits, whose products with up to 13 bits are exact,
/// and a fourth.
[[nodiscard]] inline Angle reduced(float x) noexcept CPPMUSIC_NONBLOCKING
{
    const float shifted = x * 0x1.45f306p-1f + shifter; // 2/pi
    const float turns = shifted - shifter;
    const float first = (x - turns * 0x1.92p+0f) - turns * 0x1.fb4p-12f;
    const float third = turns * 0x1.444p-24f;
    const float last = first - third;
    const float tail = ((first - last) - third) - turns * 0x1.68c234p-39f;
    return {last + tail, static_cast<std::uint32_t>(whole(shifted))};
}

/// What sine and cosine give for an angle that is too large to have a meaning: 0 if it is finite.
[[nodiscard]] inline float ofAngle(float x, float value) noexcept CPPMUSIC_NONBLOCKING
{
    return choose(magnitude(x) <= 8192.0f, value, x - x);
}

/// e^r − 1 for |r| ≤ 0.35.
[[nodiscard]] inline float expSeries(float r) noexcept CPPMUSIC_NONBLOCKING
{
    const float p =
        0x1.fffffcp-2f +
        r * (0x1.555490p-3f + r * (0x1.5558f4p-5f + r * (0x1.123a6cp-7f + r * 0x1.6a234cp-10f)));
    return r + r * r * p;
}

/// x = mantissa·2^exponent, mantissa between √½ and √2, for finite x > 0.
struct Parts {
    float mantissa;
    float exponent;
};

[[nodiscard]] inline Parts parts(float x) noexcept CPPMUSIC_NONBLOCKING
{
    constexpr std::uint32_t rootHalf = 0x3f35'04f3u;
    const bool isSubnormal = x < 0x1p-126f;
    const float normal = choose(isSubnormal, x * 0x1p25f, x);
    const std::int32_t above = static_cast<std::int32_t>(bits(normal) - rootHalf) >> 23;
    const float mantissa = number(bits(normal) - (static_cast<std::uint32_t>(above) << 23));
    return {mantissa, static_cast<float>(above) - choose(isSubnormal, 25.0f, 0.0f)};
}

/// (log(1+f) − 2s)/s for z = s², s = f/(2+f).
[[nodiscard]] inline float logSeries(float z) noexcept CPPMUSIC_NONBLOCKING
{
    return z * (0x1.555554p-1f + z * (0x1.999a7cp-2f + z * (0x1.24387ap-2f + z * 0x1.e30544p-3f)));
}

/// Puts the logarithms' special answers in: log(0) = −infinity, log(infinity) = infinity,
/// negative and NaN = NaN.
[[nodiscard]] inline float ofPositive(float x, float value) noexcept CPPMUSIC_NONBLOCKING
{
    const float beyond = choose(x == 0.0f, -infinity, choose(x > 0.0f, x, notANumber));
    return choose(x > 0.0f && x < infinity, value, beyond);
}

} // namespace lane

/// Error ≤ 2 ulp for |x| ≤ 8192; beyond, 0 if finite, else NaN.
[[nodiscard]] inline float sinF(float x) noexcept CPPMUSIC_NONBLOCKING
{
    const lane::Angle angle = lane::reduced(x);
    const float sine = lane::sinSeries(angle.remainder);
    const float cosine = lane::cosSeries(angle.remainder);
    const float value = lane::choose((angle.quarter & 1u) != 0, cosine, sine);
    return lane::ofAngle(x, lane::withSign(value, angle.quarter << 30));
}

/// Error ≤ 2 ulp for |x| ≤ 8192; beyond, 0 if finite, else NaN.
[[nodiscard]] inline float cosF(float x) noexcept CPPMUSIC_NONBLOCKING
{
    const lane::Angle angle = lane::reduced(x);
    const float sine = lane::sinSeries(angle.remainder);
    const float cosine = lane::cosSeries(angle.remainder);
    const float value = lane::choose((angle.quarter & 1u) != 0, sine, cosine);
    return lane::ofAngle(x, lane::withSign(value, (angle.quarter + 1u) << 30));
}

/// Error ≤ 2 ulp; underflows to 0, overflows to infinity.
[[nodiscard]] inline float expF(float x) noexcept CPPMUSIC_NONBLOCKING
{
    const float low = lane::choose(x > -104.0f, x, -104.0f);
    const float inside = lane::choose(low < 89.0f, low, 89.0f);
    const float shifted = inside * 0x1.715476p+0f + lane::shifter; // 1/ln 2
    const float k = shifted - lane::shifter;
    const float r = (inside - k * 0x1.62e4p-1f) - k * 0x1.7f7d1cp-20f; // ln 2
    const float value = lane::scaled(1.0f + lane::expSeries(r), lane::whole(shifted));
    return lane::choose(x == x, value, x);
}

/// Error ≤ 2 ulp; underflows to 0, overflows to infinity.
[[nodiscard]] inline float exp2F(float x) noexcept CPPMUSIC_NONBLOCKING
{
    const float low = lane::choose(x > -151.0f, x, -151.0f);
    const float inside = lane::choose(low < 129.0f, low, 129.0f);
    const float shifted = inside + lane::shifter;
    const float r = inside - (shifted - lane::shifter);
    const float p = 0x1.62e432p-1f +
                    r * (0x1.ebfbe2p-3f +
                         r * (0x1.c6ae72p-5f +
                              r * (0x1.3b270ep-7f + r * (0x1.5f72aap-10f + r * 0x1.470bb0p-13f))));
    const float value = lane::scaled(1.0f + r * p, lane::whole(shifted));
    return lane::choose(x == x, value, x);
}

/// Error ≤ 2 ulp for x > 0; logF(0) = −infinity, negative = NaN.
[[nodiscard]] inline float logF(float x) noexcept CPPMUSIC_NONBLOCKING
{
    const lane::Parts of = lane::parts(x);
    const float f = of.mantissa - 1.0f;
    const float s = f / (2.0f + f);
    const float half = 0.5f * f * f;
    const float r = s * (half + lane::logSeries(s * s));
    const float low = of.exponent * 0x1.7f7d1cp-20f; // ln 2
    return lane::ofPositive(x, of.exponent * 0x1.62e4p-1f - ((half - (r + low)) - f));
}

/// Error ≤ 2 ulp for x > 0; log2F(0) = −infinity, negative = NaN. Exact for powers of two.
[[nodiscard]] inline float log2F(float x) noexcept CPPMUSIC_NONBLOCKING
{
    const lane::Parts of = lane::parts(x);
    const float f = of.mantissa - 1.0f;
    const float s = f / (2.0f + f);
    const float half = 0.5f * f * f;
    const float r = s * (half + lane::logSeries(s * s));
    const float high = lane::number(lane::bits(f - half) & 0xffff'f000u);
    const float low = ((f - high) - half) + r;
    // 1/ln 2 = 0x1.716p+0 − 0x1.7135a8p-13, the first with 12 bits
    const float rest = (low + high) * -0x1.7135a8p-13f + low * 0x1.716p+0f;
    const float main = high * 0x1.716p+0f;
    const float sum = of.exponent + main;
    return lane::ofPositive(x, sum + (((of.exponent - sum) + main) + rest));
}

namespace lane {

/// An unevaluated sum of two numbers.
struct Pair {
    float high;
    float low;
};

/// The exact sum, for |a| ≥ |b| or a == 0.
[[nodiscard]] inline Pair sumOrdered(float a, float b) noexcept CPPMUSIC_NONBLOCKING
{
    const float sum = a + b;
    return {sum, b - (sum - a)};
}

/// Cuts into 12 leading bits and the rest.
[[nodiscard]] inline Pair halves(float x) noexcept CPPMUSIC_NONBLOCKING
{
    const float high = number(bits(x) & 0xffff'f000u);
    return {high, x - high};
}

/// a·b with the rounding error in `low`. T. J. Dekker, "A floating-point technique for extending
/// the available precision", 1971.
[[nodiscard]] inline Pair product(float a, float b) noexcept CPPMUSIC_NONBLOCKING
{
    const Pair x = halves(a);
    const Pair y = halves(b);
    const float result = a * b;
    const float error =
        ((x.high * y.high - result) + x.high * y.low + x.low * y.high) + x.low * y.low;
    return {result, error};
}

/// log2 of a finite positive number with about 35 valid bits.
[[nodiscard]] inline Pair log2Pair(float x) noexcept CPPMUSIC_NONBLOCKING
{
    const Parts of = parts(x);
    const float f = of.mantissa - 1.0f;
    const Pair below = sumOrdered(2.0f, f);
    const float s = f / below.high;
    const Pair back = product(s, below.high);
    const float sLow = (((f - back.high) - back.low) - s * below.low) / below.high;
    // 2s is exact, and the series starts with s³·2/3: its first term in two numbers as well.
    const float z = s * s;
    const float tail = z * (0x1.999a00p-2f + z * (0x1.245256p-2f + z * 0x1.dfa9d2p-3f));
    const Pair square = product(s, s);
    const Pair first = product(square.high, 0x1.555556p-1f);
    const float firstLow =
        first.low + (square.low * 0x1.555556p-1f - square.high * 0x1.555556p-26f);
    const Pair series = sumOrdered(first.high, firstLow + z * tail);
    const Pair cubic = product(s, series.high);
    const Pair ln = sumOrdered(2.0f * s, cubic.high);
    const float lnLow = ln.low + (cubic.low + s * series.low + (2.0f + 3.0f * series.high) * sLow);
    const Pair natural = sumOrdered(ln.high, lnLow);
    // 1/ln 2 = 0x1.715476p+0 + 0x1.4ae0cp-26
    const Pair main = product(natural.high, 0x1.715476p+0f);
    const float rest = main.low + (natural.high * 0x1.4ae0c0p-26f + natural.low * 0x1.715476p+0f);
    const Pair sum = sumOrdered(of.exponent, main.high);
    return sumOrdered(sum.high, sum.low + rest);
}

} // namespace lane

/// Error ≤ 2 ulp for base > 0. base⁰ = 1 for every base, 1 to any power = 1, a negative base else
/// NaN; 0 and infinity as the limits say.
[[nodiscard]] inline float powF(float base, float exponent) noexcept CPPMUSIC_NONBLOCKING
{
    const lane::Pair logarithm = lane::log2Pair(base);
    // Beyond this the result is 0 or infinity for every base but 1; also keeps the products finite.
    const float lowest = lane::choose(exponent > -0x1p40f, exponent, -0x1p40f);
    const float inside = lane::choose(lowest < 0x1p40f, lowest, 0x1p40f);
    const lane::Pair product = lane::product(inside, logarithm.high);
    const float low = lane::choose(product.high > -151.0f, product.high, -151.0f);
    const float high = lane::choose(low < 129.0f, low, 129.0f);
    const float shifted = high + lane::shifter;
    const float tail =
        lane::choose(high == product.high, product.low + inside * logarithm.low, 0.0f);
    const float r = (high - (shifted - lane::shifter)) + tail;
    const float p = 0x1.62e432p-1f +
                    r * (0x1.ebfbe2p-3f +
                         r * (0x1.c6ae72p-5f +
                              r * (0x1.3b270ep-7f + r * (0x1.5f72aap-10f + r * 0x1.470bb0p-13f))));
    const float value = lane::scaled(1.0f + r * p, lane::whole(shifted));
    const float limit = lane::choose((base > 1.0f) == (exponent > 0.0f), lane::infinity, 0.0f);
    const bool isOrdinary = base > 0.0f && base < lane::infinity;
    const float positive = lane::choose(isOrdinary, value, limit);
    const bool isImpossible = !(base >= 0.0f) || exponent != exponent;
    const float any = lane::choose(isImpossible, lane::notANumber, positive);
    return lane::choose(exponent == 0.0f || base == 1.0f, 1.0f, any);
}

/// Error ≤ 2 ulp.
[[nodiscard]] inline float tanhF(float x) noexcept CPPMUSIC_NONBLOCKING
{
    const float size = lane::magnitude(x);
    const float z = x * x;
    const float p = -0x1.555554p-2f +
                    z * (0x1.111064p-3f +
                         z * (-0x1.b9ee4ep-5f +
                              z * (0x1.638872p-6f + z * (-0x1.0be620p-7f + z * 0x1.18a9b4p-9f))));
    const float small = size + size * z * p;
    const float inside = lane::choose(size < 10.0f, size, 10.0f);
    const float large = 1.0f - 2.0f / (expF(2.0f * inside) + 1.0f);
    const float value = lane::choose(size < 0.625f, small, lane::choose(size == size, large, x));
    return lane::withSign(value, lane::bits(x));
}

/// 10^(dB/20), error ≤ 2 ulp; at or below `silenceDb` exactly 0 (NaN too), above 770 dB infinity.
[[nodiscard]] inline float dbToGainF(float decibels,
                                     float silenceDb = -90.0f) noexcept CPPMUSIC_NONBLOCKING
{
    const float low = lane::choose(decibels > -909.0f, decibels, -909.0f);
    const float inside = lane::choose(low < 776.0f, low, 776.0f);
    const float shifted = inside * 0x1.542a5ap-3f + lane::shifter; // octaves per dB
    const float k = shifted - lane::shifter;
    const float r = (inside - k * 0x1.815p+2f) - k * 0x1.824c76p-14f; // dB per octave
    const float p = 0x1.d791c8p-4f +
                    r * (0x1.b254e0p-8f +
                         r * (0x1.0aaf3ep-12f +
                              r * (0x1.eb3cd6p-18f + r * (0x1.6bf646p-23f + r * 0x1.c20c42p-29f))));
    const float value = lane::scaled(1.0f + r * p, lane::whole(shifted));
    return lane::choose(decibels > silenceDb, value, 0.0f);
}

/// 20·log10(gain), error ≤ 2 ulp; at or below `floorDb` gives floorDb (NaN and gains below 0 too).
[[nodiscard]] inline float gainToDbF(float gain,
                                     float floorDb = -144.0f) noexcept CPPMUSIC_NONBLOCKING
{
    const float decibels = log2F(gain) * 0x1.815182p+2f; // 20·log10(2)
    return lane::choose(decibels > floorDb, decibels, floorDb);
}

} // namespace cppmusic::core::math
