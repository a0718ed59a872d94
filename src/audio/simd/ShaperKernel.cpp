// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/simd/ShaperKernel.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "audio/simd/ShaperKernel.cpp"
#include "audio/simd/DispatchedTargets.inl"

#include <hwy/foreach_target.h>
// Behind foreach_target.h.
#include "audio/simd/Lanes.inl"

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

template <ShaperCurve curve>
HWY_INLINE WideVector meanOf(const Shaper& shaper, const float* in)
{
    const WideTag d;
    const auto bias = hn::Set(d, shaper.bias);
    const auto a = hn::Add(hn::LoadU(d, in), bias);
    const auto b = hn::Add(hn::LoadU(d, in - 1), bias);
    const auto mean = curve == ShaperCurve::smooth ? meanOfSmooth(a, b) : meanOfCubic(a, b);
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
HWY_INLINE void shapeBy(const Shaper& shaper, const float* in, const float* weight, float* out,
                        int count)
{
    const WideTag d;
    for (int n = 0; n < count; n += static_cast<int>(wideLanes)) {
        const auto mean = meanOf<curve>(shaper, in + n);
        hn::StoreU(hn::Mul(mean, hn::LoadU(d, weight + n)), d, out + n);
    }
}

void addBent(const Shaper& shaper, const float* in, const float* weight, float* sum,
             int count) noexcept CPPMUSIC_NONBLOCKING
{
    if (shaper.curve == ShaperCurve::smooth)
        addBentBy<ShaperCurve::smooth>(shaper, in, weight, sum, count);
    else
        addBentBy<ShaperCurve::cubic>(shaper, in, weight, sum, count);
}

void shape(const Shaper& shaper, const float* in, const float* weight, float* out,
           int count) noexcept CPPMUSIC_NONBLOCKING
{
    if (shaper.curve == ShaperCurve::smooth)
        shapeBy<ShaperCurve::smooth>(shaper, in, weight, out, count);
    else
        shapeBy<ShaperCurve::cubic>(shaper, in, weight, out, count);
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
    return {addBent, shape, correct};
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

/// The level with the operations of the kernels, so that silence gives exactly 0.
Shaper Shaper::of(ShaperCurve curve, float bias) noexcept CPPMUSIC_NONBLOCKING
{
    Shaper shaper{curve, bias, 0.0f, 1.0f};
    const float square = bias * bias;
    if (curve == ShaperCurve::smooth) {
        const float root = std::sqrt(1.0f + square);
        shaper.level = (bias + bias) / (root + root);
        shaper.scale = root * root * root;
    } else {
        shaper.level = bias - (bias * square) * (4.0f / 27.0f);
        shaper.scale = 1.0f / (1.0f - square * (4.0f / 9.0f));
    }
    return shaper;
}

} // namespace cppmusic::audio
#endif
