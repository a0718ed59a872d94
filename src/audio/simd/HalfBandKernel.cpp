// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/simd/HalfBandKernel.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "audio/simd/HalfBandKernel.cpp"
#include "audio/simd/DispatchedTargets.inl"

#include <hwy/foreach_target.h>
// Behind foreach_target.h.
#include "audio/simd/Lanes.inl"

HWY_BEFORE_NAMESPACE();
namespace cppmusic::audio::HWY_NAMESPACE {

constexpr int lanesOfPass = static_cast<int>(wideLanes);

/// Two vectors of sums for each of two channels.
struct Sums {
    WideVector left0, left1, right0, right1;
};

/// Σ taps[t]·newest[n − t]: the taps of even and of odd place each in their order, then both.
HWY_INLINE Sums convolve(const HalfBandTaps& filter, const float* left, const float* right)
{
    const WideTag d;
    const auto zero = hn::Zero(d);
    Sums even{zero, zero, zero, zero}, odd{zero, zero, zero, zero};
    const auto add = [&](Sums& sums, int t) HWY_ATTR {
        const auto tap = hn::Set(d, filter.taps[t]);
        sums.left0 = hn::Add(sums.left0, hn::Mul(tap, hn::LoadU(d, left - t)));
        sums.left1 = hn::Add(sums.left1, hn::Mul(tap, hn::LoadU(d, left - t + lanesOfPass)));
        sums.right0 = hn::Add(sums.right0, hn::Mul(tap, hn::LoadU(d, right - t)));
        sums.right1 = hn::Add(sums.right1, hn::Mul(tap, hn::LoadU(d, right - t + lanesOfPass)));
    };
    for (int t = 0; t < filter.count; t += 2) {
        add(even, t);
        add(odd, t + 1);
    }
    return {hn::Add(even.left0, odd.left0), hn::Add(even.left1, odd.left1),
            hn::Add(even.right0, odd.right0), hn::Add(even.right1, odd.right1)};
}

void firUp(const HalfBandTaps& filter, StereoIn newest, StereoOut out,
           int count) noexcept CPPMUSIC_NONBLOCKING
{
    const WideTag d;
    const float* left = newest.data()[0];
    const float* right = newest.data()[1];
    for (int n = 0; n < count; n += 2 * lanesOfPass) {
        const Sums sums = convolve(filter, left + n, right + n);
        const auto put = [&](WideVector even, const float* source, float* target, int at) HWY_ATTR {
            const auto odd = hn::LoadU(d, source + at - filter.centre);
            hn::StoreInterleaved2(even, odd, d, target + 2 * at);
        };
        put(sums.left0, left, out.data()[0], n);
        put(sums.left1, left, out.data()[0], n + lanesOfPass);
        put(sums.right0, right, out.data()[1], n);
        put(sums.right1, right, out.data()[1], n + lanesOfPass);
    }
}

void firDown(const HalfBandTaps& filter, StereoIn newestEven, StereoIn newestOdd, StereoOut out,
             int count) noexcept CPPMUSIC_NONBLOCKING
{
    const WideTag d;
    const auto half = hn::Set(d, 0.5f);
    for (int n = 0; n < count; n += 2 * lanesOfPass) {
        const Sums sums = convolve(filter, newestEven.data()[0] + n, newestEven.data()[1] + n);
        const auto put = [&](WideVector sum, std::size_t channel, int at) HWY_ATTR {
            const auto odd = hn::LoadU(d, newestOdd.data()[channel] + at - filter.centre);
            hn::StoreU(hn::Add(sum, hn::Mul(half, odd)), d, out.data()[channel] + at);
        };
        put(sums.left0, 0, n);
        put(sums.left1, 0, n + lanesOfPass);
        put(sums.right0, 1, n);
        put(sums.right1, 1, n + lanesOfPass);
    }
}

void split(StereoIn in, StereoOut even, StereoOut odd, int count) noexcept CPPMUSIC_NONBLOCKING
{
    const WideTag d;
    for (std::size_t c = 0; c < 2; ++c) {
        for (int n = 0; n < count; n += lanesOfPass) {
            WideVector a, b;
            hn::LoadInterleaved2(d, in.data()[c] + 2 * n, a, b);
            hn::StoreU(a, d, even.data()[c] + n);
            hn::StoreU(b, d, odd.data()[c] + n);
        }
    }
}

using FourTag = hn::FixedTag<float, 4>;
using Four = hn::Vec<FourTag>;

/// The chains with their memory in registers.
template <int sections>
struct Chains {
    Four coefficients[sections], memory[sections + 1];

    HWY_INLINE explicit Chains(const AllpassChains& chains)
    {
        const FourTag d;
        for (int j = 0; j < sections; ++j)
            coefficients[j] = hn::LoadU(d, chains.coefficients.data()[j].data());
        for (int j = 0; j <= sections; ++j)
            memory[j] = hn::LoadU(d, chains.memory.data()[j].data());
    }
    HWY_INLINE void store(AllpassChains& chains) const
    {
        for (int j = 0; j <= sections; ++j)
            hn::StoreU(memory[j], FourTag(), chains.memory.data()[j].data());
    }
    /// y = a·(x − last y) + last x, section by section.
    HWY_INLINE Four next(Four x)
    {
        for (int j = 0; j < sections; ++j) {
            const Four y = hn::Add(hn::Mul(hn::Sub(x, memory[j + 1]), coefficients[j]), memory[j]);
            memory[j] = x;
            x = y;
        }
        memory[sections] = x;
        return x;
    }
};

template <int sections>
HWY_INLINE void runUp(AllpassChains& chains, StereoIn in, StereoOut out, int count)
{
    const FourTag d;
    const hn::Half<FourTag> half;
    Chains<sections> run(chains);
    const float* left = in.data()[0];
    const float* right = in.data()[1];
    for (int n = 0; n < count; ++n) {
        const Four y = run.next(hn::Combine(d, hn::Set(half, right[n]), hn::Set(half, left[n])));
        hn::StoreU(hn::LowerHalf(half, y), half, out.data()[0] + 2 * n);
        hn::StoreU(hn::UpperHalf(half, y), half, out.data()[1] + 2 * n);
    }
    run.store(chains);
}

template <int sections>
HWY_INLINE void runDown(AllpassChains& chains, StereoIn in, StereoOut out, int count)
{
    const FourTag d;
    const hn::Half<FourTag> half;
    Chains<sections> run(chains);
    for (int n = 0; n < count; ++n) {
        const auto left = hn::LoadU(half, in.data()[0] + 2 * n);
        const auto right = hn::LoadU(half, in.data()[1] + 2 * n);
        const Four y = run.next(hn::Shuffle2301(hn::Combine(d, right, left)));
        alignas(16) float branches[4];
        hn::Store(y, d, branches);
        out.data()[0][n] = 0.5f * (branches[0] + branches[1]);
        out.data()[1][n] = 0.5f * (branches[2] + branches[3]);
    }
    run.store(chains);
}

void allpassUp(AllpassChains& chains, StereoIn in, StereoOut out,
               int count) noexcept CPPMUSIC_NONBLOCKING
{
    if (chains.sections == 1)
        runUp<1>(chains, in, out, count);
    else if (chains.sections == 2)
        runUp<2>(chains, in, out, count);
    else
        runUp<4>(chains, in, out, count);
}

void allpassDown(AllpassChains& chains, StereoIn in, StereoOut out,
                 int count) noexcept CPPMUSIC_NONBLOCKING
{
    if (chains.sections == 1)
        runDown<1>(chains, in, out, count);
    else if (chains.sections == 2)
        runDown<2>(chains, in, out, count);
    else
        runDown<4>(chains, in, out, count);
}

HalfBandKernel chooseHalfBand()
{
    return {firUp, firDown, split, allpassUp, allpassDown};
}

} // namespace cppmusic::audio::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cppmusic::audio {

HWY_EXPORT(chooseHalfBand);

HalfBandKernel halfBandKernel()
{
    return HWY_DYNAMIC_DISPATCH(chooseHalfBand)();
}

} // namespace cppmusic::audio
#endif
