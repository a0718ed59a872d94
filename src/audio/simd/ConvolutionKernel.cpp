// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/simd/ConvolutionKernel.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "audio/simd/ConvolutionKernel.cpp"
#include "audio/simd/DispatchedTargets.inl"

#include <hwy/foreach_target.h>
// Behind foreach_target.h.
#include "audio/simd/Lanes.inl"

HWY_BEFORE_NAMESPACE();
namespace cppmusic::audio::HWY_NAMESPACE {

template <class D>
struct Pair {
    hn::Vec<D> sumRe, sumIm, turnedRe, turnedIm;
};

template <class D>
HWY_INLINE Pair<D> butterfly(D d, const FftStage& stage, int a, int b, hn::Vec<D> c, hn::Vec<D> s)
{
    const auto aRe = hn::LoadU(d, stage.from.re + a), aIm = hn::LoadU(d, stage.from.im + a);
    const auto bRe = hn::LoadU(d, stage.from.re + b), bIm = hn::LoadU(d, stage.from.im + b);
    const auto re = hn::Sub(aRe, bRe), im = hn::Sub(aIm, bIm);
    return {hn::Add(aRe, bRe), hn::Add(aIm, bIm), hn::Sub(hn::Mul(re, c), hn::Mul(im, s)),
            hn::Add(hn::Mul(re, s), hn::Mul(im, c))};
}

/// Stride 1: neighbours in p fill a vector, and results of even and odd places go side by side.
HWY_INLINE void firstStage(const FftStage& stage)
{
    const WideTag d;
    for (int p = 0; p < stage.length; p += static_cast<int>(wideLanes)) {
        const auto pair = butterfly(d, stage, p, p + stage.length, hn::LoadU(d, stage.cosines + p),
                                    hn::LoadU(d, stage.sines + p));
        hn::StoreInterleaved2(pair.sumRe, pair.turnedRe, d, stage.to.re + 2 * p);
        hn::StoreInterleaved2(pair.sumIm, pair.turnedIm, d, stage.to.im + 2 * p);
    }
}

template <class D>
HWY_INLINE void laterStage(D d, const FftStage& stage)
{
    const int step = static_cast<int>(hn::MaxLanes(D()));
    for (int p = 0; p < stage.length; ++p) {
        const auto c = hn::Set(d, stage.cosines[p]), s = hn::Set(d, stage.sines[p]);
        const int from = stage.stride * p, to = 2 * stage.stride * p;
        for (int q = 0; q < stage.stride; q += step) {
            const auto pair =
                butterfly(d, stage, from + q, from + stage.stride * stage.length + q, c, s);
            hn::StoreU(pair.sumRe, d, stage.to.re + to + q);
            hn::StoreU(pair.sumIm, d, stage.to.im + to + q);
            hn::StoreU(pair.turnedRe, d, stage.to.re + to + stage.stride + q);
            hn::StoreU(pair.turnedIm, d, stage.to.im + to + stage.stride + q);
        }
    }
}

void transformStage(const FftStage& stage) noexcept CPPMUSIC_NONBLOCKING
{
    if (stage.stride == 1 && stage.length >= static_cast<int>(wideLanes))
        firstStage(stage);
    else if (stage.stride >= static_cast<int>(wideLanes))
        laterStage(WideTag(), stage);
    else if (stage.stride >= 4)
        laterStage(hn::CappedTag<float, 4>(), stage);
    else
        laterStage(hn::CappedTag<float, 1>(), stage);
}

void multiplyAdd(ConstSpectrum a, ConstSpectrum b, Spectrum sum,
                 int count) noexcept CPPMUSIC_NONBLOCKING
{
    const WideTag d;
    for (int i = 0; i < count; i += static_cast<int>(wideLanes)) {
        const auto aRe = hn::LoadU(d, a.re + i), aIm = hn::LoadU(d, a.im + i);
        const auto bRe = hn::LoadU(d, b.re + i), bIm = hn::LoadU(d, b.im + i);
        const auto re = hn::Sub(hn::Mul(aRe, bRe), hn::Mul(aIm, bIm));
        const auto im = hn::Add(hn::Mul(aRe, bIm), hn::Mul(aIm, bRe));
        hn::StoreU(hn::Add(hn::LoadU(d, sum.re + i), re), d, sum.re + i);
        hn::StoreU(hn::Add(hn::LoadU(d, sum.im + i), im), d, sum.im + i);
    }
}

void filter(const float* taps, int count, const float* newest,
            float* to) noexcept CPPMUSIC_NONBLOCKING
{
    constexpr int frames = 32;
    constexpr int vectors = frames / static_cast<int>(wideLanes);
    const WideTag d;
    WideVector sums[vectors];
    for (auto& sum : sums) sum = hn::Zero(d);
    for (int k = 0; k < count; ++k) {
        const auto tap = hn::Set(d, taps[k]);
        const float* from = newest - k;
        for (int v = 0; v < vectors; ++v)
            sums[v] = hn::Add(sums[v],
                              hn::Mul(tap, hn::LoadU(d, from + v * static_cast<int>(wideLanes))));
    }
    for (int v = 0; v < vectors; ++v) hn::StoreU(sums[v], d, to + v * static_cast<int>(wideLanes));
}

ConvolutionKernel chooseConvolution()
{
    return {transformStage, multiplyAdd, filter};
}

} // namespace cppmusic::audio::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cppmusic::audio {

HWY_EXPORT(chooseConvolution);

ConvolutionKernel convolutionKernel()
{
    return HWY_DYNAMIC_DISPATCH(chooseConvolution)();
}

} // namespace cppmusic::audio
#endif
