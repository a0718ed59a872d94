// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/simd/CompressorKernel.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "audio/simd/CompressorKernel.cpp"
#include "audio/simd/DispatchedTargets.inl"

#include <hwy/foreach_target.h>
// Behind foreach_target.h.
#include "audio/simd/Lanes.inl"
// Behind Lanes.inl.
#include "audio/simd/LaneMath.inl"
#include "audio/simd/StereoRows.inl"
// Behind both.
#include "audio/simd/DynamicsRows.inl"

HWY_BEFORE_NAMESPACE();
namespace cppmusic::audio::HWY_NAMESPACE {

template <bool isMoving>
HWY_INLINE WideVector controlAt(const CompressorLane& state, std::size_t index, WideVector phase)
{
    const WideTag d;
    const auto from = hn::Set(d, state.controls.from[index]);
    if (!isMoving) return from;
    return hn::Add(from, hn::Mul(hn::Set(d, state.controls.delta[index]), phase));
}

/// Levels in dB become the static curve's gains in dB.
template <bool isMoving>
HWY_INLINE void findGains(const CompressorLane& state, float* levels)
{
    const WideTag d;
    const auto zero = hn::Zero(d);
    for (std::size_t i = 0; i < LaneRun::maxFrames; i += wideLanes) {
        const auto phase = rampPhase(d, state.controls.position + static_cast<int>(i));
        const auto threshold = controlAt<isMoving>(state, CompressorLane::threshold, phase);
        const auto slope = controlAt<isMoving>(state, CompressorLane::slope, phase);
        const auto half = controlAt<isMoving>(state, CompressorLane::halfKnee, phase);
        const auto curve = controlAt<isMoving>(state, CompressorLane::curve, phase);
        const auto over = hn::Sub(hn::Load(d, levels + i), threshold);
        const auto into = hn::Add(over, half);
        const auto knee = hn::Mul(hn::Mul(curve, into), into);
        const auto above = hn::IfThenElse(hn::Ge(over, half), hn::Mul(slope, over), knee);
        hn::Store(hn::IfThenElse(hn::Le(into, zero), zero, above), d, levels + i);
    }
}

/// Attack and release of as many nodes from `first` on as D has lanes, one in each.
template <class D>
HWY_INLINE void smoothGroup(D d, CompressorLane* const* states, int first, int count,
                            LevelRows& gains, int frames)
{
    constexpr std::size_t lanes = hn::MaxLanes(D());
    alignas(64) float attack[lanes], release[lanes], now[lanes];
    float* rows[lanes];
    for (std::size_t n = 0; n < lanes; ++n) {
        const std::size_t node = static_cast<std::size_t>(first) + n;
        const bool isThere = node < static_cast<std::size_t>(count);
        rows[n] = gains.rows[node];
        attack[n] = isThere ? states[node]->attackFactor : 0.0f;
        release[n] = isThere ? states[node]->releaseFactor : 0.0f;
        now[n] = isThere ? states[node]->gainDb : 0.0f;
        for (int i = 0; !isThere && i < LaneRun::maxFrames; ++i) rows[n][i] = 0.0f;
    }
    const auto attackFactor = hn::Load(d, attack);
    const auto releaseFactor = hn::Load(d, release);
    auto gain = hn::Load(d, now);
    const auto step = [&](hn::Vec<D> target) HWY_ATTR {
        const auto factor = hn::IfThenElse(hn::Lt(target, gain), attackFactor, releaseFactor);
        gain = hn::Add(target, hn::Mul(factor, hn::Sub(gain, target)));
        return gain;
    };
    int i = 0;
    for (; i + 4 <= frames; i += 4) {
        Quad<D> q = loadColumns(d, rows, i);
        q.a = step(q.a);
        q.b = step(q.b);
        q.c = step(q.c);
        q.d = step(q.d);
        storeColumns(d, q, rows, i);
    }
    if (i < frames) { // one to three are left; the rows are longer
        Quad<D> q = loadColumns(d, rows, i);
        q.a = step(q.a);
        if (i + 1 < frames) q.b = step(q.b);
        if (i + 2 < frames) q.c = step(q.c);
        storeColumns(d, q, rows, i);
    }
    hn::Store(gain, d, now);
    for (std::size_t n = 0; n < lanes; ++n) {
        const std::size_t node = static_cast<std::size_t>(first) + n;
        if (node < static_cast<std::size_t>(count)) states[node]->gainDb = now[n];
    }
}

HWY_INLINE void smoothGains(CompressorLane* const* states, int count, LevelRows& gains, int frames)
{
    if (count <= 4) {
        smoothGroup(hn::CappedTag<float, 4>(), states, 0, count, gains, frames);
        return;
    }
    if (count <= 8 && wideLanes == 16) {
        smoothGroup(hn::CappedTag<float, 8>(), states, 0, count, gains, frames);
        return;
    }
    for (int first = 0; first < count; first += static_cast<int>(wideLanes))
        smoothGroup(WideTag(), states, first, count, gains, frames);
}

/// Gains in dB become octaves, with the make-up.
template <bool isMoving>
HWY_INLINE void addMakeUp(const CompressorLane& state, float* gains)
{
    const WideTag d;
    const auto octavePerDb = hn::Set(d, 0.16609640f);
    for (std::size_t i = 0; i < LaneRun::maxFrames; i += wideLanes) {
        const auto phase = rampPhase(d, state.controls.position + static_cast<int>(i));
        const auto makeUp = controlAt<isMoving>(state, CompressorLane::makeUp, phase);
        hn::Store(hn::Mul(hn::Add(hn::Load(d, gains + i), makeUp), octavePerDb), d, gains + i);
    }
}

/// Linear gains.
template <bool isMoving>
HWY_INLINE void applyGains(const CompressorLane& state, const float* gains, StereoRows& rows)
{
    const WideTag d;
    const auto one = hn::Set(d, 1.0f);
    const auto zero = hn::Zero(d);
    for (std::size_t i = 0; i < LaneRun::maxFrames; i += wideLanes) {
        const auto phase = rampPhase(d, state.controls.position + static_cast<int>(i));
        const auto mix = controlAt<isMoving>(state, CompressorLane::mix, phase);
        const auto factor = hn::Add(one, hn::Mul(mix, hn::Sub(hn::Load(d, gains + i), one)));
        const auto left = hn::Mul(hn::Load(d, rows.left + i), factor);
        const auto right = hn::Mul(hn::Load(d, rows.right + i), factor);
        hn::Store(hn::Add(left, zero), d, rows.left + i);
        hn::Store(hn::Add(right, zero), d, rows.right + i);
    }
}

/// Frames from `at` on that lie between two control points.
HWY_INLINE void runChunk(LaneRun& run, CompressorLane* const* states, int at, int frames, int chunk,
                         bool isControlPoint)
{
    StereoRows sound[LaneRun::maxNodes];
    LevelRows gains;
    for (int n = 0; isControlPoint && n < run.count; ++n) {
        float& gain = states[n]->gainDb;
        if (gain > -1.0e-20f && gain < 1.0e-20f) gain = 0.0f;
        if (states[n]->loop != nullptr) states[n]->loop->flush();
    }
    takeLevels(run, at, frames, chunk, sound, gains);
    for (int n = 0; n < run.count; ++n) {
        const CompressorLane& state = *states[n];
        if (state.loop != nullptr)
            state.loop->run(state, gains.rows[n], frames);
        else if (state.controls.isMoving)
            findGains<true>(state, gains.rows[n]);
        else
            findGains<false>(state, gains.rows[n]);
    }
    smoothGains(states, run.count, gains, frames);
    for (int n = 0; n < run.count; ++n) {
        const CompressorLane& state = *states[n];
        state.controls.isMoving ? addMakeUp<true>(state, gains.rows[n])
                                : addMakeUp<false>(state, gains.rows[n]);
    }
    toGains(gains.rows[0], rowsInUse(run) * LaneRun::maxFrames);
    for (int n = 0; n < run.count; ++n) {
        const auto& lane = run.lanes.data()[n];
        CompressorLane& state = *states[n];
        state.controls.isMoving ? applyGains<true>(state, gains.rows[n], sound[n])
                                : applyGains<false>(state, gains.rows[n], sound[n]);
        giveRow(sound[n].left, lane.out.data()[0] + at, frames);
        giveRow(sound[n].right, lane.out.data()[1] + at, frames);
        state.controls.advance(frames);
    }
}

void runCompressors(LaneRun& run, CompressorLane* const* states) noexcept CPPMUSIC_NONBLOCKING
{
    forEachChunk(run, [&](int at, int frames, int chunk, bool isControlPoint) {
        runChunk(run, states, at, frames, chunk, isControlPoint);
    });
}

CompressorKernel chooseCompressors()
{
    return runCompressors;
}

} // namespace cppmusic::audio::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cppmusic::audio {

HWY_EXPORT(chooseCompressors);

CompressorKernel compressorKernel()
{
    return HWY_DYNAMIC_DISPATCH(chooseCompressors)();
}

} // namespace cppmusic::audio
#endif
