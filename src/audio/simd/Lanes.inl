// SPDX-License-Identifier: GPL-3.0-or-later
// Vectors of floats for kernels; included by kernel files only, behind foreach_target.h, once for
// each target. Every operation here is exact by IEEE 754 (or rounds as IEEE 754 says) in each lane
// on its own, so that all targets and all widths give the same bits: no fused multiply-add, no
// approximations.
#if defined(CPPMUSIC_AUDIO_SIMD_LANES_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef CPPMUSIC_AUDIO_SIMD_LANES_INL
#undef CPPMUSIC_AUDIO_SIMD_LANES_INL
#else
#define CPPMUSIC_AUDIO_SIMD_LANES_INL
#endif

#include <hwy/highway.h>

#include <cstddef>
#include <cstdint>

HWY_BEFORE_NAMESPACE();
namespace cppmusic::audio::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// At most 16 lanes; 4 at least.
using WideTag = hn::CappedTag<float, 16>;
using WideVector = hn::Vec<WideTag>;
constexpr std::size_t wideLanes = hn::MaxLanes(WideTag());
static_assert(wideLanes == 4 || wideLanes == 8 || wideLanes == 16);

/// audio::sanitise in each lane.
template <class V>
HWY_INLINE V sanitiseLanes(V x)
{
    const hn::DFromV<V> d;
    const V magnitude = hn::Abs(x);
    const auto isGood =
        hn::And(hn::Le(magnitude, hn::Set(d, 1.0e6f)), hn::Ge(magnitude, hn::Set(d, 1.0e-30f)));
    return hn::IfThenElseZero(isGood, x);
}

/// k/32 for the `first` … frames of a ramp over controlInterval frames, at most 1.
template <class D>
HWY_INLINE hn::Vec<D> rampPhase(D d, int first)
{
    const auto k = hn::Min(hn::Iota(d, static_cast<float>(first)), hn::Set(d, 32.0f));
    return hn::Mul(k, hn::Set(d, 1.0f / 32.0f));
}

} // namespace cppmusic::audio::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
