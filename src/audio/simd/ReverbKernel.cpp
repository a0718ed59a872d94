// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/simd/ReverbKernel.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "audio/simd/ReverbKernel.cpp"
#include "audio/simd/DispatchedTargets.inl"

#include <hwy/foreach_target.h>
// Behind foreach_target.h.
#include "audio/simd/Lanes.inl"

HWY_BEFORE_NAMESPACE();
namespace cppmusic::audio::HWY_NAMESPACE {

using Row = ReverbRun::Row;

/// Pre-delay and diffusers of one channel.
HWY_INLINE void diffuse(ReverbRun& run, std::size_t channel, float* out)
{
    const WideTag d;
    auto* diffusers = run.diffusers.data()[channel].data();
    const auto level = hn::Set(d, run.level);
    for (int i = 0; i < run.frames; i += static_cast<int>(wideLanes)) {
        const auto late = hn::LoadU(d, run.late.data()[channel] + i);
        const auto early = hn::LoadU(d, run.early.data()[channel] + i);
        const auto share = hn::Load(d, run.share.data() + i);
        auto x = hn::Add(late, hn::Mul(share, hn::Sub(early, late)));
        for (int k = 0; k < ReverbRun::numDiffusers; ++k) {
            const auto delayed = hn::LoadU(d, diffusers[k].delayed + i);
            const auto gain = hn::Set(d, diffusers[k].gain);
            const auto kept = hn::Sub(x, hn::Mul(gain, delayed));
            hn::Store(kept, d, diffusers[k].kept.data() + i);
            x = hn::Add(delayed, hn::Mul(gain, kept));
        }
        hn::Store(hn::Mul(x, level), d, out + i);
    }
}

/// What comes out of a line, by the cubic of Catmull and Rom, times its loss.
HWY_INLINE void readLine(const ReverbRun& run, const ReverbRun::Line& line, float* row)
{
    const WideTag d;
    const auto fraction = hn::Set(d, line.fraction);
    const auto slope = hn::Set(d, line.slope);
    const auto gain = hn::Set(d, line.gain);
    const auto half = hn::Set(d, 0.5f);
    const auto last = hn::Set(d, static_cast<float>(ReverbRun::maxFrames));
    const float* const* taps = line.taps.data();
    if (line.fraction == 0.0f && line.slope == 0.0f) { // on a sample
        for (int i = 0; i < run.frames; i += static_cast<int>(wideLanes))
            hn::Store(hn::Mul(gain, hn::LoadU(d, taps[1] + i)), d, row + i);
        return;
    }
    for (int i = 0; i < run.frames; i += static_cast<int>(wideLanes)) {
        const auto k = hn::Min(hn::Iota(d, static_cast<float>(run.position + i)), last);
        const auto offset = hn::Add(fraction, hn::Mul(slope, k));
        const auto t = hn::Sub(offset, hn::Floor(offset));
        const auto a = hn::LoadU(d, taps[0] + i);
        const auto b = hn::LoadU(d, taps[1] + i);
        const auto c = hn::LoadU(d, taps[2] + i);
        const auto e = hn::LoadU(d, taps[3] + i);
        const auto c1 = hn::Mul(half, hn::Sub(c, a));
        const auto twoC = hn::Add(c, c);
        const auto c2 =
            hn::Sub(hn::Add(hn::Sub(a, hn::Mul(hn::Set(d, 2.5f), b)), twoC), hn::Mul(half, e));
        const auto c3 =
            hn::Add(hn::Mul(half, hn::Sub(e, a)), hn::Mul(hn::Set(d, 1.5f), hn::Sub(b, c)));
        const auto curve = hn::Add(c1, hn::Mul(t, hn::Add(c2, hn::Mul(t, c3))));
        hn::Store(hn::Mul(gain, hn::Add(b, hn::Mul(t, curve))), d, row + i);
    }
}

/// The low cut of one frame of both channels.
HWY_INLINE void cutFrame(ReverbRun& run, float& left, float& right, int i)
{
    const auto& pass = run.lowCut;
    const float one = run.sound.data()[0].data()[i], other = run.sound.data()[1].data()[i];
    run.input.data()[0].data()[i] = one - (left + pass.factor * (one - left));
    run.input.data()[1].data()[i] = other - (right + pass.factor * (other - right));
    left = pass.keep * left + pass.twice * one;
    right = pass.keep * right + pass.twice * other;
}

/// The low-pass of the lines, one line in each lane, and the low cut beside it: each frame of
/// either waits for the one before, so together they take no longer than one.
HWY_INLINE void dampAndCut(ReverbRun& run)
{
    const WideTag d;
    const auto factor = hn::Set(d, run.damping.factor);
    const auto twice = hn::Set(d, run.damping.twice);
    const auto keep = hn::Set(d, run.damping.keep);
    float left = run.lows.data()[0], right = run.lows.data()[1];
    for (std::size_t first = 0; first < ReverbRun::numLines; first += wideLanes) {
        const bool cuts = first == 0;
        float* rows[wideLanes];
        for (std::size_t n = 0; n < wideLanes; ++n) rows[n] = run.rows.data()[first + n].data();
        auto state = hn::LoadU(d, run.damped->data() + first);
        const auto step = [&](WideVector x) HWY_ATTR {
            const auto low = hn::Add(state, hn::Mul(factor, hn::Sub(x, state)));
            state = hn::Add(hn::Mul(keep, state), hn::Mul(twice, x));
            return low;
        };
        for (int i = 0; i < run.frames; i += 4) { // the rows are longer
            const int count = run.frames - i < 4 ? run.frames - i : 4;
            Quad<WideTag> q = loadColumns(d, rows, i);
            q.a = step(q.a);
            if (count > 1) q.b = step(q.b);
            if (count > 2) q.c = step(q.c);
            if (count > 3) q.d = step(q.d);
            storeColumns(d, q, rows, i);
            for (int k = 0; cuts && k < count; ++k) cutFrame(run, left, right, i + k);
        }
        hn::StoreU(state, d, run.damped->data() + first);
    }
    run.lows.data()[0] = left;
    run.lows.data()[1] = right;
}

/// One stage of the Hadamard matrix of order 16, without its scale.
template <int width>
HWY_INLINE void butterflies(WideVector* v)
{
    for (int i = 0; i < ReverbRun::numLines; i += 2 * width) {
        for (int k = i; k < i + width; ++k) {
            const auto sum = hn::Add(v[k], v[k + width]);
            v[k + width] = hn::Sub(v[k], v[k + width]);
            v[k] = sum;
        }
    }
}

/// Takes the output from the lines; mixes them, adds the input and leaves what is to be written.
HWY_INLINE void feedBack(ReverbRun& run, float* left, float* right)
{
    const WideTag d;
    const auto scale = hn::Set(d, 0.25f); // keeps the energy
    for (int i = 0; i < run.frames; i += static_cast<int>(wideLanes)) {
        WideVector v[ReverbRun::numLines];
        for (int k = 0; k < ReverbRun::numLines; ++k)
            v[k] = hn::Load(d, run.rows.data()[k].data() + i);
        // Lines in turns to the left and the right, every other pair inverted.
        auto outLeft = hn::Sub(v[0], v[2]);
        auto outRight = hn::Sub(v[1], v[3]);
        for (int k = 4; k < ReverbRun::numLines; k += 4) {
            outLeft = hn::Add(outLeft, hn::Sub(v[k], v[k + 2]));
            outRight = hn::Add(outRight, hn::Sub(v[k + 1], v[k + 3]));
        }
        butterflies<1>(v);
        butterflies<2>(v);
        butterflies<4>(v);
        butterflies<8>(v);
        const auto inLeft = hn::Load(d, left + i);
        const auto inRight = hn::Load(d, right + i);
        for (int k = 0; k < ReverbRun::numLines; k += 2) {
            hn::Store(hn::Add(hn::Mul(v[k], scale), inLeft), d, run.rows.data()[k].data() + i);
            hn::Store(hn::Add(hn::Mul(v[k + 1], scale), inRight), d,
                      run.rows.data()[k + 1].data() + i);
        }
        hn::Store(outLeft, d, left + i);
        hn::Store(outRight, d, right + i);
    }
}

HWY_INLINE WideVector rampAt(const ReverbRun::Ramp& ramp, int frame)
{
    const WideTag d;
    return hn::Add(hn::Set(d, ramp.from),
                   hn::Mul(hn::Set(d, ramp.delta), rampPhase(d, ramp.position + frame)));
}

/// Dry and wet, of a width.
HWY_INLINE void mixSound(ReverbRun& run, const float* wetLeft, const float* wetRight)
{
    const WideTag d;
    const auto half = hn::Set(d, 0.5f);
    float* soundLeft = run.sound.data()[0].data();
    float* soundRight = run.sound.data()[1].data();
    for (int i = 0; i < run.frames; i += static_cast<int>(wideLanes)) {
        const auto left = hn::Load(d, wetLeft + i);
        const auto right = hn::Load(d, wetRight + i);
        const auto middle = hn::Mul(half, hn::Add(left, right));
        const auto side = hn::Mul(hn::Mul(half, hn::Sub(left, right)), rampAt(run.width, i));
        const auto share = rampAt(run.mix, i);
        const auto dryLeft = hn::Load(d, soundLeft + i);
        const auto dryRight = hn::Load(d, soundRight + i);
        const auto overLeft = hn::Sub(hn::Add(middle, side), dryLeft);
        const auto overRight = hn::Sub(hn::Sub(middle, side), dryRight);
        hn::Store(hn::Add(dryLeft, hn::Mul(share, overLeft)), d, soundLeft + i);
        hn::Store(hn::Add(dryRight, hn::Mul(share, overRight)), d, soundRight + i);
    }
}

void readLines(ReverbRun& run) noexcept CPPMUSIC_NONBLOCKING
{
    for (int k = 0; k < ReverbRun::numLines; ++k)
        readLine(run, run.lines.data()[k], run.rows.data()[k].data());
    dampAndCut(run);
}

void join(ReverbRun& run) noexcept CPPMUSIC_NONBLOCKING
{
    alignas(64) Row left;
    alignas(64) Row right;
    diffuse(run, 0, left.data());
    diffuse(run, 1, right.data());
    feedBack(run, left.data(), right.data());
    mixSound(run, left.data(), right.data());
}

ReverbKernel chooseReverb()
{
    return {readLines, join};
}

} // namespace cppmusic::audio::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cppmusic::audio {

HWY_EXPORT(chooseReverb);

ReverbKernel reverbKernel()
{
    return HWY_DYNAMIC_DISPATCH(chooseReverb)();
}

} // namespace cppmusic::audio
#endif
