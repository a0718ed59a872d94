// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/simd/TruePeakKernel.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "audio/simd/TruePeakKernel.cpp"
#include "audio/simd/DispatchedTargets.inl"

#include <hwy/foreach_target.h>
// Behind foreach_target.h.
#include "audio/simd/Lanes.inl"

HWY_BEFORE_NAMESPACE();
namespace cppmusic::audio::HWY_NAMESPACE {

void findTruePeaks(const TruePeakTaps& taps, const float* x, float* const* curve,
                   float* peaks) noexcept CPPMUSIC_NONBLOCKING
{
    constexpr std::size_t frames = 32;
    const WideTag d;
    for (std::size_t i = 0; i < frames; i += wideLanes) {
        auto e1 = hn::Zero(d), e2 = e1, e3 = e1, e4 = e1, o1 = e1, o2 = e1, o3 = e1;
        const auto add = [&](WideVector& sum, float tap, WideVector value)
                             HWY_ATTR { sum = hn::Add(sum, hn::Mul(hn::Set(d, tap), value)); };
        for (std::size_t k = 0; k < taps.count; ++k) {
            const auto left = hn::LoadU(d, x + i - k);
            const auto right = hn::LoadU(d, x + i + 1 + k);
            const auto both = hn::Add(left, right);
            const auto difference = hn::Sub(left, right);
            add(e1, taps.even.data()[0].data()[k], both);
            add(e2, taps.even.data()[1].data()[k], both);
            add(e3, taps.even.data()[2].data()[k], both);
            add(e4, taps.even.data()[3].data()[k], both);
            add(o1, taps.odd.data()[0].data()[k], difference);
            add(o2, taps.odd.data()[1].data()[k], difference);
            add(o3, taps.odd.data()[2].data()[k], difference);
        }
        const WideVector values[7] = {hn::Add(e1, o1), hn::Add(e2, o2), hn::Add(e3, o3), e4,
                                      hn::Sub(e3, o3), hn::Sub(e2, o2), hn::Sub(e1, o1)};
        auto peak = hn::Abs(hn::LoadU(d, x + i));
        for (int p = 0; p < 7; ++p) {
            peak = hn::Max(peak, hn::Abs(values[p]));
            hn::StoreU(values[p], d, curve[p] + i);
        }
        hn::StoreU(peak, d, peaks + i);
    }
}

TruePeakKernel chooseTruePeak()
{
    return findTruePeaks;
}

} // namespace cppmusic::audio::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cppmusic::audio {

HWY_EXPORT(chooseTruePeak);

TruePeakKernel truePeakKernel()
{
    return HWY_DYNAMIC_DISPATCH(chooseTruePeak)();
}

} // namespace cppmusic::audio
#endif
