// SPDX-License-Identifier: GPL-3.0-or-later
// The functions of audio/dsp/FastMath.h in every lane, operation by operation: the same bits.
// Included by kernel files only, behind Lanes.inl.
#if defined(CPPMUSIC_AUDIO_SIMD_LANE_MATH_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef CPPMUSIC_AUDIO_SIMD_LANE_MATH_INL
#undef CPPMUSIC_AUDIO_SIMD_LANE_MATH_INL
#else
#define CPPMUSIC_AUDIO_SIMD_LANE_MATH_INL
#endif

HWY_BEFORE_NAMESPACE();
namespace cppmusic::audio::HWY_NAMESPACE {

/// c + x·rest
template <class V>
HWY_INLINE V hornerStep(float c, V x, V rest)
{
    return hn::Add(hn::Set(hn::DFromV<V>(), c), hn::Mul(x, rest));
}

template <class V>
HWY_INLINE V fastLog2Lanes(V x)
{
    const hn::DFromV<V> d;
    const hn::RebindToSigned<decltype(d)> di;
    const auto bits = hn::BitCast(di, x);
    const auto exponent = hn::ShiftRight<23>(hn::Sub(bits, hn::Set(di, 0x3f3504f3)));
    const auto mantissa = hn::BitCast(d, hn::Sub(bits, hn::ShiftLeft<23>(exponent)));
    const auto one = hn::Set(d, 1.0f);
    const auto s = hn::Div(hn::Sub(mantissa, one), hn::Add(mantissa, one));
    const auto q = hn::Mul(s, s);
    auto p = hornerStep(0.412198583f, q, hn::Set(d, 0.3205988979f));
    p = hornerStep(0.577078016f, q, p);
    p = hornerStep(0.961796694f, q, p);
    p = hornerStep(2.885390082f, q, p);
    return hn::Add(hn::ConvertTo(d, exponent), hn::Mul(s, p));
}

template <class V>
HWY_INLINE V fastExp2Lanes(V x)
{
    const hn::DFromV<V> d;
    const hn::RebindToSigned<decltype(d)> di;
    const auto clamped = hn::Min(hn::Set(d, 126.0f), hn::Max(hn::Set(d, -126.0f), x));
    const auto whole =
        hn::Sub(hn::ConvertTo(di, hn::Add(clamped, hn::Set(d, 128.5f))), hn::Set(di, 128));
    const auto f = hn::Sub(clamped, hn::ConvertTo(d, whole));
    auto p = hornerStep(0.000154035304f, f, hn::Set(d, 0.0000152527338f));
    p = hornerStep(0.00133335581f, f, p);
    p = hornerStep(0.00961812911f, f, p);
    p = hornerStep(0.0555041087f, f, p);
    p = hornerStep(0.240226507f, f, p);
    p = hornerStep(0.693147181f, f, p);
    p = hornerStep(1.0f, f, p);
    const auto scale = hn::BitCast(d, hn::ShiftLeft<23>(hn::Add(whole, hn::Set(di, 127))));
    return hn::Mul(p, scale);
}

template <class V>
HWY_INLINE V fastTanhLanes(V x)
{
    const hn::DFromV<V> d;
    const auto clamped = hn::Min(hn::Set(d, 9.0f), hn::Max(hn::Set(d, -9.0f), x));
    const auto power = fastExp2Lanes(hn::Mul(clamped, hn::Set(d, 2.885390082f)));
    const auto one = hn::Set(d, 1.0f);
    return hn::Sub(one, hn::Div(hn::Set(d, 2.0f), hn::Add(power, one)));
}

} // namespace cppmusic::audio::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
