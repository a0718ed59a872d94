// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/simd/EqualiserKernel.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "audio/simd/EqualiserKernel.cpp"
#include "audio/simd/DispatchedTargets.inl"

#include <hwy/foreach_target.h>
// Behind foreach_target.h.
#include "audio/simd/Lanes.inl"

HWY_BEFORE_NAMESPACE();
namespace cppmusic::audio::HWY_NAMESPACE {

using Step = EqualiserStep;

/// The rows of a group of nodes: lane 2n is the left channel of node n, 2n + 1 the right. Lanes
/// without a node read zeros and write into `nowhere`.
template <class D>
struct LaneRows {
    static constexpr std::size_t lanes = hn::MaxLanes(D());
    const float* in[lanes];
    float* out[lanes];
    const float* from[lanes];
    const float* delta[lanes];
    float* states[lanes];
    alignas(64) float positions[lanes];
    alignas(64) float zeros[LaneRun::maxFrames * LaneRun::maxChunks];
    alignas(64) float nowhere[LaneRun::maxFrames * LaneRun::maxChunks];
    std::uint32_t sounded[lanes];
    std::uint32_t activeBands = 0;
    bool isMoving = false;

    HWY_INLINE LaneRows(const LaneRun& run, EqualiserLane* const* nodes, int first)
    {
        const int used = run.frames < LaneRun::maxFrames ? LaneRun::maxFrames : run.frames;
        for (int i = 0; i < used; ++i) zeros[i] = 0.0f;
        for (int i = 0; i < LaneRun::maxFrames; ++i) nowhere[i] = 0.0f;
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            const std::size_t n = static_cast<std::size_t>(first) + lane / 2;
            const std::size_t c = lane % 2;
            in[lane] = from[lane] = delta[lane] = zeros;
            out[lane] = states[lane] = nowhere;
            positions[lane] = 32.0f;
            sounded[lane] = 0;
            if (n >= static_cast<std::size_t>(run.count)) continue;
            EqualiserLane& node = *nodes[n];
            in[lane] = run.lanes.data()[n].in.data()[c] + run.begin;
            out[lane] = run.lanes.data()[n].out.data()[c] + run.begin;
            from[lane] = node.controls.from.data();
            delta[lane] = node.controls.delta.data();
            states[lane] = node.states.data()[c].data();
            positions[lane] = static_cast<float>(node.controls.position);
            activeBands |= node.activeBands;
            isMoving = isMoving || node.controls.isMoving;
        }
    }
};

/// The bands that any node of a group uses (all, while one moves), with their coefficients and
/// states in registers.
template <class D, int numBands, bool isMoving>
struct Bands {
    using V = hn::Vec<D>;
    V from[numBands][Step::numCoefficients];
    V delta[isMoving ? numBands : 1][Step::numCoefficients];
    V first[numBands], second[numBands];

    HWY_INLINE V at(int band, std::size_t coefficient, V phase) const
    {
        if constexpr (isMoving)
            return hn::Add(from[band][coefficient], hn::Mul(delta[band][coefficient], phase));
        else
            return from[band][coefficient];
    }

    /// One frame through band b.
    template <int b>
    HWY_INLINE V step(V x, V phase)
    {
        const V s = first[b];
        const V t = second[b];
        const V difference = hn::Sub(x, t);
        const V drive = at(b, Step::drive, phase);
        const V damped = hn::Mul(at(b, Step::damp, phase), s);
        const V intoFirst = hn::Sub(hn::Mul(drive, difference), damped);
        const V lifted = hn::Mul(at(b, Step::lift, phase), difference);
        const V intoSecond = hn::Add(hn::Mul(drive, s), lifted);
        const V states = hn::Add(hn::Mul(at(b, Step::fromFirst, phase), s),
                                 hn::Mul(at(b, Step::fromSecond, phase), t));
        first[b] = hn::Add(s, intoFirst);
        second[b] = hn::Add(t, intoSecond);
        return hn::Add(hn::Mul(at(b, Step::through, phase), x), states);
    }
    /// One frame through the bands from b on.
    template <int b = 0>
    HWY_INLINE V next(V x, V phase)
    {
        if constexpr (b == numBands)
            return x;
        else
            return next<b + 1>(step<b>(x, phase), phase);
    }
    /// Bands b, b − 1 … lowest, each with a frame of its own: what leaves a band waits for the next
    /// one in `between`. So no band waits for another.
    template <int b, int lowest>
    HWY_INLINE void stages(V* between)
    {
        between[b + 1] = step<b>(between[b], between[b]);
        if constexpr (b > lowest) stages<b - 1, lowest>(between);
    }
    template <int k>
    HWY_INLINE void fill(V* between, const V* samples)
    {
        if constexpr (k < numBands - 1) {
            between[0] = samples[k];
            stages<k, 0>(between);
            fill<k + 1>(between, samples);
        }
    }
    template <int k>
    HWY_INLINE void drain(V* between, V* samples, int frames)
    {
        if constexpr (k < numBands) {
            stages<numBands - 1, k>(between);
            samples[frames - numBands + k] = between[numBands];
            drain<k + 1>(between, samples, frames);
        }
    }
    /// At least numBands frames, in place: the same operations as frame by frame.
    HWY_INLINE void run(V* samples, int frames)
    {
        V between[numBands + 1];
        fill<0>(between, samples);
        for (int i = numBands - 1; i < frames; ++i) {
            between[0] = samples[i];
            stages<numBands - 1, 0>(between);
            samples[i - (numBands - 1)] = between[numBands];
        }
        drain<1>(between, samples, frames);
    }
};

/// Element `index` of the rows, one lane for each row; rows of at least 4·count elements.
template <class D, std::size_t count>
struct Columns {
    hn::Vec<D> elements[4 * count];

    template <class Row>
    HWY_INLINE Columns(D d, Row* const* rows)
    {
        for (std::size_t i = 0; i < count; ++i) {
            const Quad<D> q = loadColumns(d, rows, static_cast<int>(4 * i));
            elements[4 * i] = q.a;
            elements[4 * i + 1] = q.b;
            elements[4 * i + 2] = q.c;
            elements[4 * i + 3] = q.d;
        }
    }
    HWY_INLINE void store(D d, float* const* rows) const
    {
        for (std::size_t i = 0; i < count; ++i) {
            const Quad<D> q{elements[4 * i], elements[4 * i + 1], elements[4 * i + 2],
                            elements[4 * i + 3]};
            storeColumns(d, q, rows, static_cast<int>(4 * i));
        }
    }
};

/// The samples of a run, frame by frame, cleaned; returns the greatest magnitude in each lane.
template <class D>
HWY_INLINE hn::Vec<D> takeFrames(D d, const LaneRows<D>& rows, int at, hn::Vec<D>* samples,
                                 int frames)
{
    auto greatest = hn::Zero(d);
    const auto take = [&](hn::Vec<D> sample) HWY_ATTR {
        const auto x = sanitiseLanes(sample);
        greatest = hn::Max(greatest, hn::Abs(x));
        return x;
    };
    int i = 0;
    for (; i + 4 <= frames; i += 4) {
        const Quad<D> q = loadColumns(d, rows.in, at + i);
        samples[i] = take(q.a);
        samples[i + 1] = take(q.b);
        samples[i + 2] = take(q.c);
        samples[i + 3] = take(q.d);
    }
    for (; i < frames; ++i) {
        alignas(64) float column[LaneRows<D>::lanes];
        for (std::size_t lane = 0; lane < LaneRows<D>::lanes; ++lane)
            column[lane] = rows.in[lane][at + i];
        samples[i] = take(hn::Load(d, column));
    }
    return greatest;
}

template <class D>
HWY_INLINE void giveFrames(D d, const LaneRows<D>& rows, int at, const hn::Vec<D>* samples,
                           int frames)
{
    // + 0: no negative zero, so that it doesn't matter which bands the others use.
    const auto zero = hn::Zero(d);
    int i = 0;
    for (; i + 4 <= frames; i += 4) {
        const Quad<D> q{hn::Add(samples[i], zero), hn::Add(samples[i + 1], zero),
                        hn::Add(samples[i + 2], zero), hn::Add(samples[i + 3], zero)};
        storeColumns(d, q, rows.out, at + i);
    }
    for (; i < frames; ++i) {
        alignas(64) float column[LaneRows<D>::lanes];
        hn::Store(hn::Add(samples[i], zero), d, column);
        for (std::size_t lane = 0; lane < LaneRows<D>::lanes; ++lane)
            rows.out[lane][at + i] = column[lane];
    }
}

/// All frames of a run through all bands.
template <class D, int numBands, bool isMoving>
HWY_INLINE void runFrames(D d, const LaneRows<D>& rows, Bands<D, numBands, isMoving>& bands,
                          hn::Vec<D>* samples, int frames)
{
    if (!isMoving && frames >= numBands) {
        bands.run(samples, frames);
        return;
    }
    auto position = hn::Load(d, rows.positions);
    for (int i = 0; i < frames; ++i) {
        const auto k = hn::Min(position, hn::Set(d, 32.0f));
        samples[i] = bands.next(samples[i], hn::Mul(k, hn::Set(d, 1.0f / 32.0f)));
        position = hn::Add(position, hn::Set(d, 1.0f));
    }
}

/// Notes which lanes sounded in a chunk.
template <class D>
HWY_INLINE void noteSound(D d, LaneRows<D>& rows, int chunk, hn::Vec<D> greatest)
{
    alignas(64) float peaks[LaneRows<D>::lanes];
    hn::Store(greatest, d, peaks);
    for (std::size_t lane = 0; lane < LaneRows<D>::lanes; ++lane) {
        if (peaks[lane] > 0.0f) rows.sounded[lane] |= 1u << chunk;
    }
}

template <class D, int numBands, bool isMoving>
HWY_INLINE void runBands(D d, LaneRows<D>& rows, const LaneRun& run)
{
    const Columns<D, EqualiserLane::numControls / 4> from(d, rows.from);
    Columns<D, EqualiserLane::numStates / 4> states(d, rows.states);
    Bands<D, numBands, isMoving> bands;
    // Where no band is on, the first one passes all.
    std::size_t used[numBands] = {};
    int count = 0;
    for (std::size_t b = 0; b < EqualiserLane::numBands; ++b) {
        const bool isUsed = isMoving || (rows.activeBands >> b & 1u) != 0;
        if (isUsed && count < numBands) used[count++] = b;
    }
    for (int b = 0; b < numBands; ++b) {
        for (std::size_t k = 0; k < Step::numCoefficients; ++k)
            bands.from[b][k] = from.elements[used[b] * Step::numCoefficients + k];
        bands.first[b] = states.elements[2 * used[b]];
        bands.second[b] = states.elements[2 * used[b] + 1];
    }
    if constexpr (isMoving) {
        const Columns<D, EqualiserLane::numControls / 4> delta(d, rows.delta);
        for (int b = 0; b < numBands; ++b) {
            for (std::size_t k = 0; k < Step::numCoefficients; ++k)
                bands.delta[b][k] = delta.elements[used[b] * Step::numCoefficients + k];
        }
    }
    hn::Vec<D> samples[LaneRun::maxFrames];
    int phase = run.phase;
    for (int at = 0, chunk = 0; at < run.frames; ++chunk) {
        const int left = run.frames - at;
        const int frames = left < LaneRun::maxFrames - phase ? left : LaneRun::maxFrames - phase;
        for (int b = 0; phase == 0 && b < numBands; ++b) {
            bands.first[b] = flushTinyLanes(bands.first[b]);
            bands.second[b] = flushTinyLanes(bands.second[b]);
        }
        noteSound(d, rows, chunk, takeFrames(d, rows, at, samples, frames));
        runFrames(d, rows, bands, samples, frames);
        giveFrames(d, rows, at, samples, frames);
        at += frames;
        phase = 0;
    }
    for (int b = 0; b < numBands; ++b) {
        states.elements[2 * used[b]] = bands.first[b];
        states.elements[2 * used[b] + 1] = bands.second[b];
    }
    states.store(d, rows.states);
}

/// Half as many nodes as D has lanes, from node `first` on.
template <class D>
HWY_NOINLINE void runGroup(D d, LaneRun& run, EqualiserLane* const* nodes, int first)
{
    LaneRows<D> rows(run, nodes, first);
    const auto count = hwy::PopCount(rows.activeBands);
    if (rows.isMoving)
        runBands<D, 5, true>(d, rows, run);
    else if (count <= 1)
        runBands<D, 1, false>(d, rows, run);
    else if (count == 2)
        runBands<D, 2, false>(d, rows, run);
    else if (count == 3)
        runBands<D, 3, false>(d, rows, run);
    else if (count == 4)
        runBands<D, 4, false>(d, rows, run);
    else
        runBands<D, 5, false>(d, rows, run);
    for (std::size_t lane = 0; lane < LaneRows<D>::lanes; lane += 2) {
        const std::size_t n = static_cast<std::size_t>(first) + lane / 2;
        if (n >= static_cast<std::size_t>(run.count)) break;
        run.lanes.data()[n].sounded = rows.sounded[lane] | rows.sounded[lane + 1];
        nodes[n]->controls.advance(run.frames);
    }
}

void runEqualisers(LaneRun& run, EqualiserLane* const* nodes) noexcept CPPMUSIC_NONBLOCKING
{
    constexpr int perGroup = static_cast<int>(wideLanes) / 2;
    for (int first = 0; first < run.count; first += perGroup) {
        const int left = run.count - first;
        if (left <= 2)
            runGroup(hn::CappedTag<float, 4>(), run, nodes, first);
        else if (left <= 4 && wideLanes == 16)
            runGroup(hn::CappedTag<float, 8>(), run, nodes, first);
        else
            runGroup(WideTag(), run, nodes, first);
    }
}

EqualiserKernel chooseEqualisers()
{
    return runEqualisers;
}

} // namespace cppmusic::audio::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cppmusic::audio {

HWY_EXPORT(chooseEqualisers);

EqualiserKernel equaliserKernel()
{
    return HWY_DYNAMIC_DISPATCH(chooseEqualisers)();
}

} // namespace cppmusic::audio
#endif
