// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/simd/SumKernel.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "audio/simd/SumKernel.cpp"
#include "audio/simd/DispatchedTargets.inl"

#include <hwy/foreach_target.h>
// Behind foreach_target.h.
#include "audio/simd/Lanes.inl"

HWY_BEFORE_NAMESPACE();
namespace cppmusic::audio::HWY_NAMESPACE {

enum class Scaling { none, all, some };

/// As many frames from `begin` on as fill vectors of D; returns where it stopped.
template <class D, int count, Scaling scaling>
HWY_INLINE int sumVectors(D d, const SumRun& run, int begin)
{
    constexpr int lanes = static_cast<int>(hn::MaxLanes(D()));
    const auto zero = hn::Zero(d);
    hn::Vec<D> gains[count];
    hn::Vec<D> keeps[count]; // all bits where a term is added as it is
    const float* from[count];
    for (int k = 0; k < count; ++k) {
        const SumTerm& term = run.terms.data()[k];
        from[k] = term.samples;
        gains[k] = hn::Set(d, term.gain);
        keeps[k] = hn::VecFromMask(d, hn::Eq(hn::Set(d, term.isScaled ? 1.0f : 0.0f), zero));
    }
    int i = begin;
    for (; i + lanes <= run.frames; i += lanes) {
        auto sum = zero;
        for (int k = 0; k < count; ++k) {
            auto x = hn::LoadU(d, from[k] + i);
            if (scaling != Scaling::none) {
                const auto scaled = hn::Add(hn::Mul(sanitiseLanes(x), gains[k]), zero);
                x = scaling == Scaling::all ? scaled
                                            : hn::IfThenElse(hn::MaskFromVec(keeps[k]), x, scaled);
            }
            sum = hn::Add(sum, x);
        }
        hn::StoreU(sum, d, run.target + i);
    }
    return i;
}

template <int count, Scaling scaling>
HWY_INLINE void sumTerms(const SumRun& run)
{
    const int done = sumVectors<WideTag, count, scaling>(WideTag(), run, 0);
    using Single = hn::CappedTag<float, 1>;
    sumVectors<Single, count, scaling>(Single(), run, done);
}

template <int count>
HWY_NOINLINE void sumSome(const SumRun& run)
{
    int numScaled = 0;
    for (int k = 0; k < count; ++k) numScaled += run.terms.data()[k].isScaled ? 1 : 0;
    if (numScaled == 0)
        sumTerms<count, Scaling::none>(run);
    else if (numScaled == count)
        sumTerms<count, Scaling::all>(run);
    else
        sumTerms<count, Scaling::some>(run);
}

void runSum(const SumRun& run) noexcept CPPMUSIC_NONBLOCKING
{
    switch (run.count) {
    case 1: sumSome<1>(run); return;
    case 2: sumSome<2>(run); return;
    case 3: sumSome<3>(run); return;
    case 4: sumSome<4>(run); return;
    case 5: sumSome<5>(run); return;
    case 6: sumSome<6>(run); return;
    case 7: sumSome<7>(run); return;
    default: sumSome<8>(run); return;
    }
}

SumKernel chooseSum()
{
    return runSum;
}

} // namespace cppmusic::audio::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cppmusic::audio {

HWY_EXPORT(chooseSum);

SumKernel sumKernel()
{
    return HWY_DYNAMIC_DISPATCH(chooseSum)();
}

} // namespace cppmusic::audio
#endif
