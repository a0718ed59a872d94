// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/simd/ShaperKernel.h"

#include "audio/dsp/FastMath.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "audio/simd/ShaperKernel.cpp"
#include "audio/simd/DispatchedTargets.inl"

#include <hwy/foreach_target.h>
// Behind foreach_target.h.
#include "audio/simd/Lanes.inl"
// Behind Lanes.inl.
#include "audio/simd/LaneMath.inl"

#include <algorithm>
#include <cmath>

HWY_BEFORE_NAMESPACE();
namespace cppmusic::audio::HWY_NAMESPACE {

/// The mean of x/√(1 + x²) between a and b: its antiderivative is √(1 + x²), and
/// (√(1 + a²) − √(1 + b²))/(a − b) = (a + b)/(√(1 + a²) + √(1 + b²)).
HWY_INLINE WideVector meanOfSmooth(WideVector a, WideVector b)
{
    const auto one = hn::Set(WideTag(), 1.0f);
    const auto rootA = hn::Sqrt(hn::Add(one, hn::Mul(a, a)));
    const auto rootB = hn::Sqrt(hn::Add(one, hn::Mul(b, b)));
    return hn::Div(hn::Add(a, b), hn::Add(rootA, rootB));
}

/// The mean of the cubic between a and b. With p and q the two clamped to ±1.5 and e the rests
/// |x| − 1.5 behind it, its antiderivative is x²/2 − x⁴/27 of the clamped plus e, and
/// the difference of the first is (p − q)·(p + q)·(1/2 − (p² + q²)/27).
HWY_INLINE WideVector meanOfCubic(WideVector a, WideVector b)
{
    const WideTag d;
    const auto edge = hn::Set(d, 1.5f);
    const auto low = hn::Set(d, -1.5f);
    const auto zero = hn::Zero(d);
    const auto p = hn::Max(low, hn::Min(edge, a));
    const auto q = hn::Max(low, hn::Min(edge, b));
    const auto squares = hn::Add(hn::Mul(p, p), hn::Mul(q, q));
    const auto inner = hn::Mul(
        hn::Add(p, q), hn::Sub(hn::Set(d, 0.5f), hn::Mul(squares, hn::Set(d, 1.0f / 27.0f))));
    const auto outerA = hn::Max(zero, hn::Sub(hn::Abs(a), edge));
    const auto outerB = hn::Max(zero, hn::Sub(hn::Abs(b), edge));
    const auto way = hn::Sub(a, b);
    const auto isPoint = hn::Lt(hn::Abs(way), hn::Set(d, 1.0e-20f));
    const auto safe = hn::IfThenElse(isPoint, hn::Set(d, 1.0f), way);
    const auto line =
        hn::Div(hn::Add(hn::Mul(hn::Sub(p, q), inner), hn::Sub(outerA, outerB)), safe);
    // Of one point: the curve itself, which at the clamped place is ±1.
    const auto point = hn::Sub(p, hn::Mul(hn::Mul(p, hn::Mul(p, p)), hn::Set(d, 4.0f / 27.0f)));
    return hn::IfThenElse(isPoint, point, line);
}

/// audio::fastTanh in each lane.
HWY_INLINE WideVector tanhLanes(WideVector x)
{
    const WideTag d;
    const auto clamped = hn::Min(hn::Set(d, 9.0f), hn::Max(hn::Set(d, -9.0f), x));
    WideVector power[1] = {hn::Mul(clamped, hn::Set(d, 2.885390082f))};
    fastExp2Lanes(power);
    const auto one = hn::Set(d, 1.0f);
    return hn::Sub(one, hn::Div(hn::Set(d, 2.0f), hn::Add(power[0], one)));
}

/// The mean of a curve between b and a.
template <ShaperCurve curve>
HWY_INLINE WideVector meanBetween(WideVector a, WideVector b)
{
    if constexpr (curve == ShaperCurve::smooth)
        return meanOfSmooth(a, b);
    else if constexpr (curve == ShaperCurve::cubic)
        return meanOfCubic(a, b);
    else
        return tanhLanes(a);
}

template <ShaperCurve curve>
HWY_INLINE WideVector meanOf(const Shaper& shaper, const float* in)
{
    const WideTag d;
    const auto bias = hn::Set(d, shaper.bias);
    const auto a = hn::Add(hn::LoadU(d, in), bias);
    const auto b = hn::Add(hn::LoadU(d, in - 1), bias);
    const auto mean = meanBetween<curve>(a, b);
    return hn::Mul(hn::Sub(mean, hn::Set(d, shaper.level)), hn::Set(d, shaper.scale));
}

template <ShaperCurve curve>
HWY_INLINE void addBentBy(const Shaper& shaper, const float* in, const float* weight, float* sum,
                          int count)
{
    const WideTag d;
    const auto half = hn::Set(d, 0.5f);
    for (int n = 0; n < count; n += static_cast<int>(wideLanes)) {
        const auto mean = meanOf<curve>(shaper, in + n);
        const auto straight =
            hn::Mul(half, hn::Add(hn::LoadU(d, in + n), hn::LoadU(d, in + n - 1)));
        const auto bent = hn::Mul(hn::Sub(mean, straight), hn::LoadU(d, weight + n));
        hn::StoreU(hn::Add(hn::LoadU(d, sum + n), bent), d, sum + n);
    }
}

template <ShaperCurve curve>
HWY_INLINE void shapeBy(const Shaper& shaper, const float* in, float* out, int count)
{
    const WideTag d;
    for (int n = 0; n < count; n += static_cast<int>(wideLanes))
        hn::StoreU(meanOf<curve>(shaper, in + n), d, out + n);
}

template <ShaperCurve curve>
HWY_INLINE void shapeMovingBy(const float* in, const float* bias, const float* scale, float* out,
                              int count)
{
    const WideTag d;
    for (int n = 0; n < count; n += static_cast<int>(wideLanes)) {
        const auto moved = hn::LoadU(d, bias + n);
        const auto mean = meanBetween<curve>(hn::Add(hn::LoadU(d, in + n), moved),
                                             hn::Add(hn::LoadU(d, in + n - 1), moved));
        const auto level = meanBetween<curve>(moved, moved);
        hn::StoreU(hn::Mul(hn::Sub(mean, level), hn::LoadU(d, scale + n)), d, out + n);
    }
}

void addBent(const Shaper& shaper, const float* in, const float* weight, float* sum,
             int count) noexcept CPPMUSIC_NONBLOCKING
{
    switch (shaper.curve) {
    case ShaperCurve::smooth: return addBentBy<ShaperCurve::smooth>(shaper, in, weight, sum, count);
    case ShaperCurve::cubic: return addBentBy<ShaperCurve::cubic>(shaper, in, weight, sum, count);
    case ShaperCurve::hyperbolic:
        return addBentBy<ShaperCurve::hyperbolic>(shaper, in, weight, sum, count);
    }
}

void shape(const Shaper& shaper, const float* in, float* out,
           int count) noexcept CPPMUSIC_NONBLOCKING
{
    switch (shaper.curve) {
    case ShaperCurve::smooth: return shapeBy<ShaperCurve::smooth>(shaper, in, out, count);
    case ShaperCurve::cubic: return shapeBy<ShaperCurve::cubic>(shaper, in, out, count);
    case ShaperCurve::hyperbolic: return shapeBy<ShaperCurve::hyperbolic>(shaper, in, out, count);
    }
}

void shapeMoving(ShaperCurve curve, const float* in, const float* bias, const float* scale,
                 float* out, int count) noexcept CPPMUSIC_NONBLOCKING
{
    switch (curve) {
    case ShaperCurve::smooth:
        return shapeMovingBy<ShaperCurve::smooth>(in, bias, scale, out, count);
    case ShaperCurve::cubic: return shapeMovingBy<ShaperCurve::cubic>(in, bias, scale, out, count);
    case ShaperCurve::hyperbolic:
        return shapeMovingBy<ShaperCurve::hyperbolic>(in, bias, scale, out, count);
    }
}

void correct(const float* in, float* out, int count) noexcept CPPMUSIC_NONBLOCKING
{
    const WideTag d;
    const auto term = [&](float tap, const float* at)
                          HWY_ATTR { return hn::Mul(hn::Set(d, tap), hn::LoadU(d, at)); };
    for (int n = 0; n < count; n += static_cast<int>(wideLanes)) {
        const auto newer = hn::Add(term(1.875f, in + n), term(-1.375f, in + n - 1));
        const auto older = hn::Add(term(0.625f, in + n - 2), term(-0.125f, in + n - 3));
        hn::StoreU(hn::Add(newer, older), d, out + n);
    }
}

ShaperKernel chooseShaper()
{
    return {addBent, shape, shapeMoving, correct};
}

} // namespace cppmusic::audio::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cppmusic::audio {

HWY_EXPORT(chooseShaper);

ShaperKernel shaperKernel()
{
    return HWY_DYNAMIC_DISPATCH(chooseShaper)();
}

namespace {

/// A curve at a point with the operations of the kernels, so that silence gives exactly 0.
float curveAt(ShaperCurve curve, float x) noexcept CPPMUSIC_NONBLOCKING
{
    switch (curve) {
    case ShaperCurve::smooth: {
        const float root = std::sqrt(1.0f + x * x);
        return (x + x) / (root + root);
    }
    case ShaperCurve::cubic: {
        const float p = std::max(-1.5f, std::min(1.5f, x));
        return p - (p * (p * p)) * (4.0f / 27.0f);
    }
    case ShaperCurve::hyperbolic: return fastTanh(x);
    }
    return x;
}

float slopeAt(ShaperCurve curve, float x) noexcept CPPMUSIC_NONBLOCKING
{
    switch (curve) {
    case ShaperCurve::smooth: {
        const float root = std::sqrt(1.0f + x * x);
        return 1.0f / (root * root * root);
    }
    case ShaperCurve::cubic: return 1.0f - x * x * (4.0f / 9.0f);
    case ShaperCurve::hyperbolic: return 1.0f - fastTanh(x) * fastTanh(x);
    }
    return 1.0f;
}

} // namespace

Shaper Shaper::of(ShaperCurve curve, float bias) noexcept CPPMUSIC_NONBLOCKING
{
    return {curve, bias, curveAt(curve, bias), 1.0f / slopeAt(curve, bias)};
}

float Shaper::at(float x) const noexcept CPPMUSIC_NONBLOCKING
{
    return (curveAt(curve, x + bias) - level) * scale;
}

} // namespace cppmusic::audio
#endif
