// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/simd/GainKernel.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "audio/simd/GainKernel.cpp"
#include "audio/simd/DispatchedTargets.inl"

#include <hwy/foreach_target.h>
// Behind foreach_target.h.
#include "audio/simd/Lanes.inl"

HWY_BEFORE_NAMESPACE();
namespace cppmusic::audio::HWY_NAMESPACE {

/// Frames `lane`, lane + 1 … of every 16.
template <bool isMoving, bool hasFactors, bool isMetered>
HWY_INLINE void gainColumn(const GainRun& run, int lane)
{
    const WideTag d;
    const auto zero = hn::Zero(d);
    const auto from = hn::Set(d, run.from);
    const auto delta = hn::Set(d, run.delta);
    auto squares = zero;
    auto peaks = zero;
    if (isMetered) {
        squares = hn::Load(d, run.meter->squares.data() + lane);
        peaks = hn::Load(d, run.meter->peaks.data() + lane);
    }
    for (int i = lane; i < run.frames; i += MeterLanes::count) {
        auto gain = from;
        if (isMoving) gain = hn::Add(from, hn::Mul(delta, rampPhase(d, run.position + i)));
        if (hasFactors) gain = hn::Mul(gain, hn::LoadU(d, run.factors + i));
        // + 0 makes a negative zero positive: silence is silence under an inverted polarity too.
        const auto x = sanitiseLanes(hn::LoadU(d, run.in + i));
        const auto y = hn::Add(hn::Mul(x, gain), zero);
        hn::StoreU(y, d, run.out + i);
        if (isMetered) {
            squares = hn::Add(squares, hn::Mul(y, y));
            peaks = hn::Max(peaks, hn::Abs(y));
        }
    }
    if (isMetered) {
        hn::Store(squares, d, run.meter->squares.data() + lane);
        hn::Store(peaks, d, run.meter->peaks.data() + lane);
    }
}

template <bool isMoving, bool hasFactors, bool isMetered>
HWY_INLINE void gainColumns(const GainRun& run)
{
    for (int lane = 0; lane < MeterLanes::count; lane += static_cast<int>(wideLanes))
        gainColumn<isMoving, hasFactors, isMetered>(run, lane);
}

void runGain(const GainRun& run) noexcept CPPMUSIC_NONBLOCKING
{
    const bool isMetered = run.meter != nullptr;
    if (run.factors != nullptr)
        isMetered ? gainColumns<true, true, true>(run) : gainColumns<true, true, false>(run);
    else if (run.delta != 0.0f)
        isMetered ? gainColumns<true, false, true>(run) : gainColumns<true, false, false>(run);
    else
        isMetered ? gainColumns<false, false, true>(run) : gainColumns<false, false, false>(run);
}

GainKernel chooseGain()
{
    return runGain;
}

} // namespace cppmusic::audio::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cppmusic::audio {

HWY_EXPORT(chooseGain);

GainKernel gainKernel()
{
    return HWY_DYNAMIC_DISPATCH(chooseGain)();
}

} // namespace cppmusic::audio
#endif
