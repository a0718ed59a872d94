// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/simd/GateKernel.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "audio/simd/GateKernel.cpp"
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

/// The values of a group of nodes, one node a lane.
template <class D>
struct Gates {
    using V = hn::Vec<D>;
    V v[GateLane::numValues];

    /// One frame: takes the level, gives the gain, both in dB.
    HWY_INLINE V next(D d, V level)
    {
        const V zero = hn::Zero(d);
        const V one = hn::Set(d, 1.0f);
        v[GateLane::envelope] = hn::Max(level, hn::Sub(v[GateLane::envelope], v[GateLane::fall]));
        const V envelope = v[GateLane::envelope];
        const auto wasOpen = hn::Gt(v[GateLane::held], zero);
        const auto staysOpen = hn::And(wasOpen, hn::Ge(envelope, v[GateLane::close]));
        const auto isLoud = hn::Or(hn::Ge(envelope, v[GateLane::open]), staysOpen);
        const V waiting = hn::Max(hn::Sub(v[GateLane::held], one), zero);
        v[GateLane::held] = hn::IfThenElse(isLoud, hn::Add(v[GateLane::holdFrames], one), waiting);
        const V below = hn::Mul(v[GateLane::slope], hn::Sub(envelope, v[GateLane::open]));
        const V closed = hn::Max(v[GateLane::range], hn::Min(below, zero));
        const V target = hn::IfThenZeroElse(hn::Gt(v[GateLane::held], zero), closed);
        const V gain = v[GateLane::gain];
        const V factor =
            hn::IfThenElse(hn::Gt(target, gain), v[GateLane::attack], v[GateLane::release]);
        v[GateLane::gain] = hn::Add(target, hn::Mul(factor, hn::Sub(gain, target)));
        return v[GateLane::gain];
    }
};

/// As many nodes from `first` on as D has lanes; levels become gains.
template <class D>
HWY_INLINE void runGroup(D d, GateLane* const* states, int first, int count, LevelRows& levels,
                         int frames)
{
    constexpr std::size_t lanes = hn::MaxLanes(D());
    alignas(64) float nobody[GateLane::numValues] = {};
    float* rows[lanes];
    float* values[lanes];
    for (std::size_t n = 0; n < lanes; ++n) {
        const std::size_t node = static_cast<std::size_t>(first) + n;
        const bool isThere = node < static_cast<std::size_t>(count);
        rows[n] = levels.rows[node];
        values[n] = isThere ? states[node]->values.data() : nobody;
        for (int i = 0; !isThere && i < LaneRun::maxFrames; ++i) rows[n][i] = 0.0f;
    }
    Gates<D> gates;
    for (std::size_t k = 0; k < GateLane::numValues; k += 4) {
        const Quad<D> q = loadColumns(d, values, static_cast<int>(k));
        gates.v[k] = q.a;
        gates.v[k + 1] = q.b;
        gates.v[k + 2] = q.c;
        gates.v[k + 3] = q.d;
    }
    int i = 0;
    for (; i + 4 <= frames; i += 4) {
        Quad<D> q = loadColumns(d, rows, i);
        q.a = gates.next(d, q.a);
        q.b = gates.next(d, q.b);
        q.c = gates.next(d, q.c);
        q.d = gates.next(d, q.d);
        storeColumns(d, q, rows, i);
    }
    if (i < frames) { // one to three are left; the rows are longer
        Quad<D> q = loadColumns(d, rows, i);
        q.a = gates.next(d, q.a);
        if (i + 1 < frames) q.b = gates.next(d, q.b);
        if (i + 2 < frames) q.c = gates.next(d, q.c);
        storeColumns(d, q, rows, i);
    }
    for (std::size_t k = 0; k < GateLane::numValues; k += 4) {
        const Quad<D> q{gates.v[k], gates.v[k + 1], gates.v[k + 2], gates.v[k + 3]};
        storeColumns(d, q, values, static_cast<int>(k));
    }
}

HWY_INLINE void toOctaves(float* decibels)
{
    const WideTag d;
    for (std::size_t i = 0; i < LaneRun::maxFrames; i += wideLanes) {
        const auto octaves = hn::Mul(hn::Load(d, decibels + i), hn::Set(d, 0.16609640f));
        hn::Store(octaves, d, decibels + i);
    }
}

HWY_INLINE void applyGains(const float* gains, StereoRows& rows)
{
    const WideTag d;
    const auto zero = hn::Zero(d);
    for (std::size_t i = 0; i < LaneRun::maxFrames; i += wideLanes) {
        const auto factor = hn::Load(d, gains + i);
        const auto left = hn::Mul(hn::Load(d, rows.left + i), factor);
        const auto right = hn::Mul(hn::Load(d, rows.right + i), factor);
        hn::Store(hn::Add(left, zero), d, rows.left + i);
        hn::Store(hn::Add(right, zero), d, rows.right + i);
    }
}

/// Frames from `at` on that lie between two control points.
HWY_INLINE void runChunk(LaneRun& run, GateLane* const* states, int at, int frames, int chunk)
{
    StereoRows sound[LaneRun::maxNodes];
    LevelRows levels;
    takeLevels(run, at, frames, chunk, sound, levels);
    if (run.count <= 4) {
        runGroup(hn::CappedTag<float, 4>(), states, 0, run.count, levels, frames);
    } else {
        for (int first = 0; first < run.count; first += static_cast<int>(wideLanes))
            runGroup(WideTag(), states, first, run.count, levels, frames);
    }
    for (int n = 0; n < rowsInUse(run); ++n) toOctaves(levels.rows[n]);
    toGains(levels.rows[0], rowsInUse(run) * LaneRun::maxFrames);
    for (int n = 0; n < run.count; ++n) {
        const auto& lane = run.lanes.data()[n];
        applyGains(levels.rows[n], sound[n]);
        giveRow(sound[n].left, lane.out.data()[0] + at, frames);
        giveRow(sound[n].right, lane.out.data()[1] + at, frames);
    }
}

void runGates(LaneRun& run, GateLane* const* states) noexcept CPPMUSIC_NONBLOCKING
{
    forEachChunk(run, [&](int at, int frames, int chunk, bool) {
        runChunk(run, states, at, frames, chunk);
    });
}

GateKernel chooseGates()
{
    return runGates;
}

} // namespace cppmusic::audio::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cppmusic::audio {

HWY_EXPORT(chooseGates);

GateKernel gateKernel()
{
    return HWY_DYNAMIC_DISPATCH(chooseGates)();
}

} // namespace cppmusic::audio
#endif
