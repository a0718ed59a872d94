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

HWY_BEFORE_NAMESPACE();
namespace cppmusic::audio::HWY_NAMESPACE {

/// A row of decibels for each node; nodes that are not there have zeros.
struct GainRows {
    alignas(64) float rows[LaneRun::maxNodes][LaneRun::maxFrames];
};

template <bool isMoving>
HWY_INLINE WideVector controlAt(const CompressorLane& state, std::size_t index, WideVector phase)
{
    const WideTag d;
    const auto from = hn::Set(d, state.controls.from[index]);
    if (!isMoving) return from;
    return hn::Add(from, hn::Mul(hn::Set(d, state.controls.delta[index]), phase));
}

/// The peak of both channels.
HWY_INLINE void findPeaks(const StereoRows& key, float* peaks)
{
    const WideTag d;
    for (std::size_t i = 0; i < LaneRun::maxFrames; i += wideLanes) {
        const auto left = hn::Abs(hn::Load(d, key.left + i));
        const auto right = hn::Abs(hn::Load(d, key.right + i));
        hn::Store(hn::Max(hn::Max(left, right), hn::Set(d, 1.0e-7f)), d, peaks + i);
    }
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
                            GainRows& gains, int frames)
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

HWY_INLINE void smoothGains(CompressorLane* const* states, int count, GainRows& gains, int frames)
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
    GainRows gains;
    for (int n = 0; n < run.count; ++n) {
        auto& lane = run.lanes.data()[n];
        StereoRows& rows = sound[n];
        CompressorLane& state = *states[n];
        bool hasSounded = takeRows(lane.in.data()[0] + at, lane.in.data()[1] + at, rows, frames);
        StereoRows side;
        const StereoRows* key = &rows;
        if (lane.key.data()[0] != nullptr) {
            const float* left = lane.key.data()[0] + at;
            hasSounded |= takeRows(left, lane.key.data()[1] + at, side, frames);
            key = &side;
        }
        if (hasSounded) lane.sounded |= 1u << chunk;
        if (isControlPoint && state.gainDb > -1.0e-20f && state.gainDb < 1.0e-20f)
            state.gainDb = 0.0f;
        findPeaks(*key, gains.rows[n]);
    }
    // Two rows are the least that is worked on.
    const int rowsInUse = run.count + run.count % 2;
    const int size = rowsInUse * LaneRun::maxFrames;
    for (int i = 0; rowsInUse > run.count && i < LaneRun::maxFrames; ++i)
        gains.rows[run.count][i] = 1.0f;
    toDecibels(gains.rows[0], size);
    for (int n = 0; n < run.count; ++n) {
        const CompressorLane& state = *states[n];
        state.controls.isMoving ? findGains<true>(state, gains.rows[n])
                                : findGains<false>(state, gains.rows[n]);
    }
    smoothGains(states, run.count, gains, frames);
    for (int n = 0; n < run.count; ++n) {
        const CompressorLane& state = *states[n];
        state.controls.isMoving ? addMakeUp<true>(state, gains.rows[n])
                                : addMakeUp<false>(state, gains.rows[n]);
    }
    toGains(gains.rows[0], size);
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
    for (int n = 0; n < run.count; ++n) run.lanes.data()[n].sounded = 0;
    int phase = run.phase;
    for (int done = 0, chunk = 0; done < run.frames; ++chunk) {
        const int left = run.frames - done;
        const int frames = left < LaneRun::maxFrames - phase ? left : LaneRun::maxFrames - phase;
        runChunk(run, states, run.begin + done, frames, chunk, phase == 0);
        done += frames;
        phase = 0;
    }
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
