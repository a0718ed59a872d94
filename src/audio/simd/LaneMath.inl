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

/// p = c + x·p in each of some vectors. Working on several at a time keeps the processor busy while
/// it waits for results.
template <int count, class V>
HWY_INLINE void hornerStep(float c, const V (&x)[count], V (&p)[count])
{
    for (int j = 0; j < count; ++j)
        p[j] = hn::Add(hn::Set(hn::DFromV<V>(), c), hn::Mul(x[j], p[j]));
}

template <int count, class V>
HWY_INLINE void fastLog2Lanes(V (&x)[count])
{
    const hn::DFromV<V> d;
    const hn::RebindToSigned<decltype(d)> di;
    const V one = hn::Set(d, 1.0f);
    hn::Vec<decltype(di)> exponent[count];
    V m[count], p[count];
    for (int j = 0; j < count; ++j) {
        const auto bits = hn::BitCast(di, x[j]);
        exponent[j] = hn::ShiftRight<23>(hn::Sub(bits, hn::Set(di, 0x3f3504f3)));
        const V mantissa = hn::BitCast(d, hn::Sub(bits, hn::ShiftLeft<23>(exponent[j])));
        m[j] = hn::Sub(mantissa, one);
        p[j] = hn::Set(d, -0.14275974f);
    }
    hornerStep(0.232652575f, m, p);
    hornerStep(-0.249271825f, m, p);
    hornerStep(0.287288874f, m, p);
    hornerStep(-0.360225171f, m, p);
    hornerStep(0.480916709f, m, p);
    hornerStep(-0.721352935f, m, p);
    hornerStep(1.44269502f, m, p);
    for (int j = 0; j < count; ++j)
        x[j] = hn::Add(hn::ConvertTo(d, exponent[j]), hn::Mul(m[j], p[j]));
}

template <int count, class V>
HWY_INLINE void fastExp2Lanes(V (&x)[count])
{
    const hn::DFromV<V> d;
    const hn::RebindToSigned<decltype(d)> di;
    hn::Vec<decltype(di)> whole[count];
    V f[count], p[count];
    for (int j = 0; j < count; ++j) {
        const V clamped = hn::Min(hn::Set(d, 126.0f), hn::Max(hn::Set(d, -126.0f), x[j]));
        whole[j] =
            hn::Sub(hn::ConvertTo(di, hn::Add(clamped, hn::Set(d, 128.5f))), hn::Set(di, 128));
        f[j] = hn::Sub(clamped, hn::ConvertTo(d, whole[j]));
        p[j] = hn::Set(d, 0.000154531634f);
    }
    hornerStep(0.00133908633f, f, p);
    hornerStep(0.00961808302f, f, p);
    hornerStep(0.0555035695f, f, p);
    hornerStep(0.240226507f, f, p);
    hornerStep(0.693147182f, f, p);
    hornerStep(1.0f, f, p);
    for (int j = 0; j < count; ++j) {
        const auto exponent = hn::ShiftLeft<23>(hn::Add(whole[j], hn::Set(di, 127)));
        x[j] = hn::Mul(p[j], hn::BitCast(d, exponent));
    }
}

/// In place, for all of an aligned array: log2(x)·6.02… or 2^x. `size` is a multiple of 64.
HWY_INLINE void toDecibels(float* values, int size)
{
    const WideTag d;
    constexpr int lanes = static_cast<int>(wideLanes);
    const auto scale = hn::Set(d, 6.0205999f);
    for (int i = 0; i < size; i += 4 * lanes) {
        WideVector x[4];
        for (int j = 0; j < 4; ++j) x[j] = hn::Load(d, values + i + j * lanes);
        fastLog2Lanes(x);
        for (int j = 0; j < 4; ++j) hn::Store(hn::Mul(scale, x[j]), d, values + i + j * lanes);
    }
}
HWY_INLINE void toGains(float* octaves, int size)
{
    const WideTag d;
    constexpr int lanes = static_cast<int>(wideLanes);
    for (int i = 0; i < size; i += 4 * lanes) {
        WideVector x[4];
        for (int j = 0; j < 4; ++j) x[j] = hn::Load(d, octaves + i + j * lanes);
        fastExp2Lanes(x);
        for (int j = 0; j < 4; ++j) hn::Store(x[j], d, octaves + i + j * lanes);
    }
}

} // namespace cppmusic::audio::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
