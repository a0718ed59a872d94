// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/files/PcmQuantise.h"

#include "audio/files/TpdfDither.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "audio/files/PcmQuantise.cpp"
#include "audio/simd/DispatchedTargets.inl"

#include <hwy/foreach_target.h>
// Behind foreach_target.h.
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace cppmusic::audio {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

using Doubles = hn::CappedTag<double, 4>;
using Words = hn::RebindToUnsigned<Doubles>;
using Floats = hn::Rebind<float, Doubles>;
using Ints = hn::Rebind<std::int32_t, Doubles>;
using FloatBits = hn::RebindToUnsigned<Floats>;
constexpr std::size_t lanes = hn::MaxLanes(Doubles());

/// TpdfDither's number for a state: 53 bits as 0 … 1.
HWY_ATTR HWY_INLINE hn::Vec<Doubles> uniform(hn::Vec<Words> z)
{
    const Words words;
    const Doubles doubles;
    z = hn::Mul(hn::Xor(z, hn::ShiftRight<30>(z)), hn::Set(words, 0xBF58476D1CE4E5B9ull));
    z = hn::Mul(hn::Xor(z, hn::ShiftRight<27>(z)), hn::Set(words, 0x94D049BB133111EBull));
    z = hn::ShiftRight<11>(hn::Xor(z, hn::ShiftRight<31>(z)));
    // Two halves beside 2^52, whose last bit is 1: each is exact, and so is their sum.
    const auto exponent = hn::Set(words, 0x4330000000000000ull);
    const auto offset = hn::Set(doubles, 0x1.0p52);
    const auto low = hn::And(z, hn::Set(words, 0xFFFFFFFFull));
    const auto high = hn::ShiftRight<32>(z);
    const auto lowPart = hn::Sub(hn::BitCast(doubles, hn::Or(low, exponent)), offset);
    const auto highPart = hn::Mul(hn::Sub(hn::BitCast(doubles, hn::Or(high, exponent)), offset),
                                  hn::Set(doubles, 0x1.0p32));
    return hn::Mul(hn::Add(highPart, lowPart), hn::Set(doubles, 0x1.0p-53));
}

HWY_ATTR std::size_t quantiseVectors(const float* samples, std::size_t count,
                                     const Quantisation& how, std::uint64_t firstIndex,
                                     std::int32_t* out)
{
    const Doubles doubles;
    const Words words;
    const FloatBits floatBits;
    alignas(64) std::uint64_t firstStates[lanes];
    for (std::size_t lane = 0; lane < lanes; ++lane)
        firstStates[lane] = TpdfDither::stateBefore(how.seed, firstIndex + lane) + ditherStep;
    auto state = hn::Load(words, firstStates);
    const auto step = hn::Set(words, ditherStep);
    const auto advance = hn::Set(words, 2 * lanes * ditherStep);
    const auto scale = hn::Set(doubles, std::ldexp(1.0, how.bits - 1));
    const auto least = hn::Neg(scale);
    const auto most = hn::Sub(scale, hn::Set(doubles, 1.0));
    const auto half = hn::Set(doubles, 0.5);
    const auto exponent = hn::Set(floatBits, 0x7f800000u);
    std::size_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        const auto bits = hn::BitCast(floatBits, hn::LoadU(Floats(), samples + i));
        const auto isFinite = hn::Ne(hn::And(bits, exponent), exponent);
        const auto sample = hn::BitCast(Floats(), hn::IfThenElseZero(isFinite, bits));
        const auto value = hn::Mul(hn::PromoteTo(doubles, sample), scale);
        auto noise = hn::Zero(doubles);
        if (how.hasDither) {
            noise = hn::Sub(uniform(state), uniform(hn::Add(state, step)));
            state = hn::Add(state, advance);
        }
        const auto rounded = hn::Floor(hn::Add(hn::Add(value, noise), half));
        const auto clipped = hn::Min(hn::Max(rounded, least), most);
        hn::StoreU(hn::DemoteTo(Ints(), clipped), Ints(), out + i);
    }
    return i;
}

} // namespace

std::size_t quantiseSome(const float* samples, std::size_t count, const Quantisation& how,
                         std::uint64_t firstIndex, std::int32_t* out)
{
    return quantiseVectors(samples, count, how, firstIndex, out);
}

} // namespace HWY_NAMESPACE
} // namespace cppmusic::audio
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cppmusic::audio {

HWY_EXPORT(quantiseSome);

void quantise(const float* samples, std::size_t count, const Quantisation& how,
              std::uint64_t firstIndex, std::int32_t* out)
{
    const std::size_t done =
        HWY_DYNAMIC_DISPATCH(quantiseSome)(samples, count, how, firstIndex, out);
    TpdfDither rest(how.bits, how.hasDither, TpdfDither::stateBefore(how.seed, firstIndex + done));
    for (std::size_t i = done; i < count; ++i) out[i] = rest.quantise(samples[i]);
}

void packLittleEndian(const std::int32_t* values, std::size_t count, int bits, std::byte* out)
{
    const int size = bits / 8;
    std::size_t i = 0;
    if constexpr (std::endian::native == std::endian::little) {
        // Whole words, each over the surplus of the one before; the last few byte by byte.
        for (; i + 4 < count; ++i, out += size) std::memcpy(out, values + i, sizeof values[i]);
    }
    for (; i < count; ++i, out += size) {
        const auto word = static_cast<std::uint32_t>(values[i]);
        out[0] = static_cast<std::byte>(word & 0xffu);
        out[1] = static_cast<std::byte>((word >> 8) & 0xffu);
        if (size == 3) out[2] = static_cast<std::byte>((word >> 16) & 0xffu);
    }
}

} // namespace cppmusic::audio
#endif
