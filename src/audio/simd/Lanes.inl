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

/// audio::flushTiny in each lane.
template <class V>
HWY_INLINE V flushTinyLanes(V x)
{
    const hn::DFromV<V> d;
    return hn::IfThenZeroElse(hn::Lt(hn::Abs(x), hn::Set(d, 1.0e-20f)), x);
}

/// k/32 for the `first` … frames of a ramp over controlInterval frames, at most 1.
template <class D>
HWY_INLINE hn::Vec<D> rampPhase(D d, int first)
{
    const auto k = hn::Min(hn::Iota(d, static_cast<float>(first)), hn::Set(d, 32.0f));
    return hn::Mul(k, hn::Set(d, 1.0f / 32.0f));
}

/// Four vectors.
template <class D>
struct Quad {
    hn::Vec<D> a, b, c, d;
};

/// In each block of four lanes on its own: rows become columns. Its own inverse.
template <class D>
HWY_INLINE Quad<D> transposed(D d, const Quad<D>& q)
{
    const auto lowerAc = hn::InterleaveLower(d, q.a, q.c);
    const auto upperAc = hn::InterleaveUpper(d, q.a, q.c);
    const auto lowerBd = hn::InterleaveLower(d, q.b, q.d);
    const auto upperBd = hn::InterleaveUpper(d, q.b, q.d);
    return {hn::InterleaveLower(d, lowerAc, lowerBd), hn::InterleaveUpper(d, lowerAc, lowerBd),
            hn::InterleaveLower(d, upperAc, upperBd), hn::InterleaveUpper(d, upperAc, upperBd)};
}

/// Four floats at `at` of the rows 0, 4, 8 …, one row a block.
template <class D>
HWY_INLINE hn::Vec<D> loadBlocks(D d, const float* const* rows, int at)
{
    if constexpr (hn::MaxLanes(D()) == 4) {
        return hn::LoadU(d, rows[0] + at);
    } else {
        const hn::Half<D> half;
        return hn::Combine(d, loadBlocks(half, rows + hn::MaxLanes(D()) / 2, at),
                           loadBlocks(half, rows, at));
    }
}
template <class D>
HWY_INLINE void storeBlocks(D d, hn::Vec<D> v, float* const* rows, int at)
{
    if constexpr (hn::MaxLanes(D()) == 4) {
        hn::StoreU(v, d, rows[0] + at);
    } else {
        const hn::Half<D> half;
        storeBlocks(half, hn::LowerHalf(half, v), rows, at);
        storeBlocks(half, hn::UpperHalf(half, v), rows + hn::MaxLanes(D()) / 2, at);
    }
}

/// Elements at … at + 3 of as many rows as there are lanes: one vector for each element, one lane
/// for each row.
template <class D>
HWY_INLINE Quad<D> loadColumns(D d, const float* const* rows, int at)
{
    return transposed(d, Quad<D>{loadBlocks(d, rows, at), loadBlocks(d, rows + 1, at),
                                 loadBlocks(d, rows + 2, at), loadBlocks(d, rows + 3, at)});
}
template <class D>
HWY_INLINE void storeColumns(D d, const Quad<D>& columns, float* const* rows, int at)
{
    const Quad<D> q = transposed(d, columns);
    storeBlocks(d, q.a, rows, at);
    storeBlocks(d, q.b, rows + 1, at);
    storeBlocks(d, q.c, rows + 2, at);
    storeBlocks(d, q.d, rows + 3, at);
}

} // namespace cppmusic::audio::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
