// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/MathUtils.h"

#include <bit>
#include <cstdint>
#include <limits>

// The minimax polynomials and the split constants for pi/2 and ln 2 are those of fdlibm (Sun
// Microsystems, 1993); log2 follows FreeBSD's e_log2.c. pow carries the logarithm in two doubles,
// with the products of T. J. Dekker, "A floating-point technique for extending the available
// precision", 1971.
namespace cppmusic::core::math {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();
constexpr double ln2Hi = 6.93147180369123816490e-01; // 33 bits
constexpr double ln2Lo = 1.90821492927058770002e-10;
constexpr double invLn2 = 1.44269504088896338700;

std::uint64_t bitsOf(double x) noexcept CPPMUSIC_NONBLOCKING
{
    return std::bit_cast<std::uint64_t>(x);
}

/// To the nearest whole number, ties to even, for |x| < 2^51.
double roundToWhole(double x) noexcept CPPMUSIC_NONBLOCKING
{
    constexpr double shifter = 0x1.8p52;
    return (x + shifter) - shifter;
}

/// 2^k for −1022 ≤ k ≤ 1023.
double powerOfTwo(int k) noexcept CPPMUSIC_NONBLOCKING
{
    return std::bit_cast<double>(static_cast<std::uint64_t>(k + 1023) << 52);
}

/// y·2^k for y in 0.5–2 and |k| ≤ 1100, through the subnormals.
double scaleBy(double y, int k) noexcept CPPMUSIC_NONBLOCKING
{
    if (k > 1023) return y * 2.0 * powerOfTwo(k - 1 > 1023 ? 1023 : k - 1);
    if (k >= -1021) return y * powerOfTwo(k);
    return y * powerOfTwo(k + 1000 < -1022 ? -1022 : k + 1000) * powerOfTwo(-1000);
}

/// An unevaluated sum of two doubles.
struct Pair {
    double high;
    double low;
};

/// The exact sum, for |a| ≥ |b| or a == 0.
Pair sumOrdered(double a, double b) noexcept CPPMUSIC_NONBLOCKING
{
    const double sum = a + b;
    return {sum, b - (sum - a)};
}

/// Cuts into 26 leading bits and the rest.
Pair halves(double x) noexcept CPPMUSIC_NONBLOCKING
{
    const double high = std::bit_cast<double>(bitsOf(x) & 0xffff'ffff'f800'0000ull);
    return {high, x - high};
}

/// a·b with the rounding error in `low`.
Pair product(double a, double b) noexcept CPPMUSIC_NONBLOCKING
{
    const Pair x = halves(a);
    const Pair y = halves(b);
    const double result = a * b;
    const double error =
        ((x.high * y.high - result) + x.high * y.low + x.low * y.high) + x.low * y.low;
    return {result, error};
}

/// sin of angle + tail, |angle| ≤ pi/4.
double sinKernel(double angle, double tail) noexcept CPPMUSIC_NONBLOCKING
{
    const double z = angle * angle;
    const double w = z * z;
    const double r = 8.33333333332248946124e-03 +
                     z * (-1.98412698298579493134e-04 + z * 2.75573137070700676789e-06) +
                     z * w * (-2.50507602534068634195e-08 + z * 1.58969099521155010221e-10);
    const double v = z * angle;
    return angle - ((z * (0.5 * tail - v * r) - tail) - v * -1.66666666666666324348e-01);
}

/// cos of angle + tail, |angle| ≤ pi/4.
double cosKernel(double angle, double tail) noexcept CPPMUSIC_NONBLOCKING
{
    const double z = angle * angle;
    const double w = z * z;
    const double r = z * (4.16666666666666019037e-02 +
                          z * (-1.38888888888741095749e-03 + z * 2.48015872894767294178e-05)) +
                     w * w *
                         (-2.75573143513906633035e-07 +
                          z * (2.08757232129817482790e-09 + z * -1.13596475577881948265e-11));
    const double half = 0.5 * z;
    const double rest = 1.0 - half;
    return rest + (((1.0 - rest) - half) + (z * r - angle * tail));
}

/// An angle as quarter turns plus a remainder of at most pi/4.
struct ReducedAngle {
    double angle;
    double tail;
    int quarter; ///< 0–3
};

/// Cody and Waite's reduction with 33 + 53 bits of pi/2.
ReducedAngle reduce(double x) noexcept CPPMUSIC_NONBLOCKING
{
    constexpr double twoOverPi = 6.36619772367581382433e-01;
    constexpr double halfPiHigh = 1.57079632673412561417;
    constexpr double halfPiLow = 6.07710050650619224932e-11;
    if (!(x < 0x1p30 && x > -0x1p30)) {
        const bool isFinite = x - x == 0.0;
        return {isFinite ? 0.0 : notANumber, 0.0, 0};
    }
    const double turns = roundToWhole(x * twoOverPi);
    if (turns == 0.0) return {x, 0.0, 0};
    const double coarse = x - turns * halfPiHigh;
    const double fine = turns * halfPiLow;
    const double angle = coarse - fine;
    return {angle, (coarse - angle) - fine, static_cast<int>(static_cast<std::int64_t>(turns) & 3)};
}

/// exp(hi − lo) − 1, |hi − lo| ≤ 0.35.
double expKernelMinusOne(double hi, double lo) noexcept CPPMUSIC_NONBLOCKING
{
    const double x = hi - lo;
    const double t = x * x;
    const double c =
        x - t * (1.66666666666666019037e-01 +
                 t * (-2.77777777770155933842e-03 +
                      t * (6.61375632143793436117e-05 +
                           t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))));
    return hi - (lo - (x * c) / (2.0 - c));
}

/// 2^(whole + fraction + tail), |fraction| ≤ 0.5.
double exp2Split(double whole, double fraction, double tail) noexcept CPPMUSIC_NONBLOCKING
{
    const Pair f = halves(fraction);
    constexpr double ln2High = 0x1.62e42p-1; // 20 bits, so that f.high·ln2High is exact
    constexpr double ln2Low = 0x1.fdf473de6af28p-22;
    const double hi = f.high * ln2High;
    const double lo = f.high * ln2Low + f.low * (ln2High + ln2Low) + tail * (ln2High + ln2Low);
    return scaleBy(1.0 + expKernelMinusOne(hi, -lo), static_cast<int>(whole));
}

/// x = mantissa·2^exponent, mantissa between √½ and √2, for finite x > 0.
struct Decomposed {
    double mantissa;
    int exponent;
};

Decomposed decompose(double x) noexcept CPPMUSIC_NONBLOCKING
{
    constexpr std::uint64_t rootHalf = 0x3fe6a09e667f3bcdull;
    int exponent = 0;
    if (x < 0x1p-1022) {
        x *= 0x1p54;
        exponent = -54;
    }
    const auto above = static_cast<std::int64_t>(bitsOf(x) - rootHalf) >> 52;
    const std::uint64_t mantissa = bitsOf(x) - (static_cast<std::uint64_t>(above) << 52);
    return {std::bit_cast<double>(mantissa), exponent + static_cast<int>(above)};
}

/// (log(1+f) − 2s)/s for z = s², s = f/(2+f).
double logSeries(double z) noexcept CPPMUSIC_NONBLOCKING
{
    const double w = z * z;
    const double even = w * (3.999999999940941908e-01 +
                             w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
    const double odd = z * (6.666666666666735130e-01 +
                            w * (2.857142874366239149e-01 +
                                 w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
    return even + odd;
}

/// The logarithms' answer outside the finite positive numbers.
double logOfSpecial(double x) noexcept CPPMUSIC_NONBLOCKING
{
    if (x == 0.0) return -infinity;
    return x > 0.0 ? x : notANumber; // +infinity stays; negative and NaN are NaN
}

bool isFinitePositive(double x) noexcept CPPMUSIC_NONBLOCKING
{
    return x > 0.0 && x < infinity;
}

/// log2 of a finite positive number with about 60 valid bits.
Pair log2Pair(double x) noexcept CPPMUSIC_NONBLOCKING
{
    constexpr Pair perLn2{1.4426950408889634, 2.0355273740931033e-17};
    const Decomposed d = decompose(x);
    const double f = d.mantissa - 1.0;
    const Pair below = sumOrdered(2.0, f);
    const double s = f / below.high;
    const Pair back = product(s, below.high);
    const double sLow = (((f - back.high) - back.low) - s * below.low) / below.high;
    const Pair ln = sumOrdered(2.0 * s, 2.0 * sLow + s * logSeries(s * s));
    const Pair scaled = product(ln.high, perLn2.high);
    const double low = scaled.low + (ln.high * perLn2.low + ln.low * perLn2.high);
    const Pair sum = sumOrdered(static_cast<double>(d.exponent), scaled.high);
    return sumOrdered(sum.high, sum.low + low);
}

/// pow where the ordinary way does not apply: zero, infinite, negative or NaN operands.
double powOfSpecial(double base, double exponent) noexcept CPPMUSIC_NONBLOCKING
{
    if (base != base || exponent != exponent || base < 0.0) return notANumber;
    const bool grows = base > 1.0;
    return grows == (exponent > 0.0) ? infinity : 0.0;
}

} // namespace

double sin(double x) noexcept CPPMUSIC_NONBLOCKING
{
    const ReducedAngle r = reduce(x);
    const double value =
        (r.quarter & 1) != 0 ? cosKernel(r.angle, r.tail) : sinKernel(r.angle, r.tail);
    return (r.quarter & 2) != 0 ? -value : value;
}

double cos(double x) noexcept CPPMUSIC_NONBLOCKING
{
    const ReducedAngle r = reduce(x);
    const double value =
        (r.quarter & 1) != 0 ? sinKernel(r.angle, r.tail) : cosKernel(r.angle, r.tail);
    return r.quarter == 1 || r.quarter == 2 ? -value : value;
}

double tan(double x) noexcept CPPMUSIC_NONBLOCKING
{
    const ReducedAngle r = reduce(x);
    const double sine = sinKernel(r.angle, r.tail);
    const double cosine = cosKernel(r.angle, r.tail);
    return (r.quarter & 1) != 0 ? -cosine / sine : sine / cosine;
}

double exp(double x) noexcept CPPMUSIC_NONBLOCKING
{
    if (!(x <= 709.782712893383973096)) return x != x ? x : infinity;
    if (x < -745.13321910194110842) return 0.0;
    const double k = roundToWhole(x * invLn2);
    return scaleBy(1.0 + expKernelMinusOne(x - k * ln2Hi, k * ln2Lo), static_cast<int>(k));
}

double exp2(double x) noexcept CPPMUSIC_NONBLOCKING
{
    if (!(x < 1024.0)) return x != x ? x : infinity;
    if (x < -1075.0) return 0.0;
    const double k = roundToWhole(x);
    return exp2Split(k, x - k, 0.0);
}

double expm1(double x) noexcept CPPMUSIC_NONBLOCKING
{
    if (x > -0.34 && x < 0.34) return expKernelMinusOne(x, 0.0);
    return exp(x) - 1.0;
}

double log(double x) noexcept CPPMUSIC_NONBLOCKING
{
    if (!isFinitePositive(x)) return logOfSpecial(x);
    const Decomposed d = decompose(x);
    const double f = d.mantissa - 1.0;
    const double s = f / (2.0 + f);
    const double halfSquare = 0.5 * f * f;
    const double k = d.exponent;
    return k * ln2Hi - ((halfSquare - (s * (halfSquare + logSeries(s * s)) + k * ln2Lo)) - f);
}

double log1p(double x) noexcept CPPMUSIC_NONBLOCKING
{
    // W. Kahan's correction for the rounding of 1 + x.
    const double sum = 1.0 + x;
    if (sum == 1.0 || !isFinitePositive(sum)) return sum == 1.0 ? x : logOfSpecial(sum);
    return log(sum) - ((sum - 1.0) - x) / sum;
}

double log2(double x) noexcept CPPMUSIC_NONBLOCKING
{
    if (!isFinitePositive(x)) return logOfSpecial(x);
    constexpr double perLn2High = 1.44269504072144627571;
    constexpr double perLn2Low = 1.67517131648865118353e-10;
    const Decomposed d = decompose(x);
    const double f = d.mantissa - 1.0;
    const double s = f / (2.0 + f);
    const double halfSquare = 0.5 * f * f;
    const double r = s * (halfSquare + logSeries(s * s));
    const double high = std::bit_cast<double>(bitsOf(f - halfSquare) & 0xffff'ffff'0000'0000ull);
    const double low = (f - high) - halfSquare + r;
    const double k = d.exponent;
    const double scaledHigh = high * perLn2High;
    const double scaledLow = (low + high) * perLn2Low + low * perLn2High;
    const double sum = k + scaledHigh;
    return (scaledLow + ((k - sum) + scaledHigh)) + sum;
}

double pow(double base, double exponent) noexcept CPPMUSIC_NONBLOCKING
{
    if (exponent == 0.0 || base == 1.0) return 1.0;
    if (!isFinitePositive(base) || exponent - exponent != 0.0) return powOfSpecial(base, exponent);
    const Pair logarithm = log2Pair(base);
    const double rough = exponent * logarithm.high;
    if (rough >= 1100.0) return infinity;
    if (rough <= -1100.0) return 0.0;
    const Pair power = product(exponent, logarithm.high);
    const double k = roundToWhole(power.high);
    return exp2Split(k, power.high - k, power.low + exponent * logarithm.low);
}

double tanh(double x) noexcept CPPMUSIC_NONBLOCKING
{
    const double size = x < 0.0 ? -x : x;
    if (size > 22.0) return x < 0.0 ? -1.0 : 1.0;
    const double grown = expm1(2.0 * size);
    const double value = size < 1.0 ? grown / (grown + 2.0) : 1.0 - 2.0 / (grown + 2.0);
    return x < 0.0 ? -value : value;
}

float gainToDb(float gain, float floorDb) noexcept CPPMUSIC_NONBLOCKING
{
    constexpr double dbPerOctave = 6.02059991327962390427; // 20·log10(2)
    if (!(gain > 0.0f)) return floorDb;
    const auto decibels = static_cast<float>(dbPerOctave * log2(static_cast<double>(gain)));
    return decibels < floorDb ? floorDb : decibels;
}

float dbToGain(float decibels, float silenceDb) noexcept CPPMUSIC_NONBLOCKING
{
    constexpr double octavesPerDb = 0.16609640474436811739; // log2(10)/20
    if (!(decibels > silenceDb)) return 0.0f;
    return static_cast<float>(exp2(static_cast<double>(decibels) * octavesPerDb));
}

double keyToHz(double key) noexcept CPPMUSIC_NONBLOCKING
{
    return 440.0 * exp2((key - 69.0) / 12.0);
}

} // namespace cppmusic::core::math
