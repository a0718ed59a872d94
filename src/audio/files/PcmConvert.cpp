// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/files/PcmConvert.h"

#include <bit>
#include <cstdint>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "audio/files/PcmConvert.cpp"
#include "audio/simd/DispatchedTargets.inl"

#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#ifndef CPPMUSIC_PCMCONVERT_TABLE
#define CPPMUSIC_PCMCONVERT_TABLE

namespace cppmusic::audio {
namespace {

using ConvertMono = void (*)(const std::byte*, int, float*) noexcept CPPMUSIC_NONBLOCKING;
using ConvertStereo = void (*)(const std::byte*, int, float*, float*) noexcept CPPMUSIC_NONBLOCKING;

/// One row of functions per encoding, little and big endian in turn.
struct PcmTable {
    ConvertMono mono[8];
    ConvertStereo stereo[8];
};

constexpr float int32ToUnit = 1.0f / 2147483648.0f;

/// One sample as its value or, for integers, as 32 bits with the low ones zero.
template <PcmEncoding encoding, bool isBigEndian>
std::uint32_t wordAt(const std::byte* at) noexcept CPPMUSIC_NONBLOCKING
{
    constexpr int size = PcmLayout{encoding, isBigEndian, 1}.bytesPerSample();
    std::uint32_t word = 0;
    for (int i = 0; i < size; ++i) {
        const int place = isBigEndian ? size - 1 - i : i;
        word |= std::to_integer<std::uint32_t>(at[place]) << (8 * (i + 4 - size));
    }
    return word;
}

template <PcmEncoding encoding, bool isBigEndian>
float sampleAt(const std::byte* at) noexcept CPPMUSIC_NONBLOCKING
{
    const std::uint32_t word = wordAt<encoding, isBigEndian>(at);
    if constexpr (encoding == PcmEncoding::float32) {
        return (word & 0x7f800000u) == 0x7f800000u ? 0.0f : std::bit_cast<float>(word);
    } else {
        return static_cast<float>(static_cast<std::int32_t>(word)) * int32ToUnit;
    }
}

/// Channel `first` of files with any number of channels.
template <PcmEncoding encoding, bool isBigEndian>
void convertStrided(const std::byte* bytes, int stride, int numFrames,
                    float* out) noexcept CPPMUSIC_NONBLOCKING
{
    for (int i = 0; i < numFrames; ++i, bytes += stride)
        out[i] = sampleAt<encoding, isBigEndian>(bytes);
}

} // namespace
} // namespace cppmusic::audio

#endif

HWY_BEFORE_NAMESPACE();
namespace cppmusic::audio {
namespace HWY_NAMESPACE {
namespace {

#if HWY_TARGET != HWY_SCALAR
namespace hn = hwy::HWY_NAMESPACE;

/// Four lanes on every target: a sample of any size comes by one shuffle within 16 bytes.
using Bytes = hn::FixedTag<std::uint8_t, 16>;
using Words = hn::FixedTag<std::uint32_t, 4>;
using Ints = hn::FixedTag<std::int32_t, 4>;
using Floats = hn::FixedTag<float, 4>;

/// Bytes that a load of four samples touches.
constexpr int loadedBytes = 16;

template <PcmEncoding encoding, bool isBigEndian>
HWY_ATTR HWY_INLINE hn::VFromD<Floats> loadFour(const std::byte* at) noexcept CPPMUSIC_NONBLOCKING
{
    constexpr int size = PcmLayout{encoding, isBigEndian, 1}.bytesPerSample();
    struct Order {
        alignas(16) std::uint8_t of[16];
    };
    constexpr Order order = [] {
        Order made{};
        for (int lane = 0; lane < 4; ++lane) {
            for (int byte = 0; byte < 4; ++byte) {
                const int i = byte - (4 - size); // i-th lowest of the sample's bytes
                const int place = lane * size + (isBigEndian ? size - 1 - i : i);
                made.of[4 * lane + byte] = static_cast<std::uint8_t>(i < 0 ? 0x80 : place);
            }
        }
        return made;
    }();
    const auto raw = hn::LoadU(Bytes(), reinterpret_cast<const std::uint8_t*>(at));
    const auto words =
        hn::BitCast(Words(), hn::TableLookupBytesOr0(raw, hn::Load(Bytes(), order.of)));
    if constexpr (encoding == PcmEncoding::float32) {
        const auto exponent = hn::Set(Words(), 0x7f800000u);
        const auto isFinite = hn::Ne(hn::And(words, exponent), exponent);
        return hn::BitCast(Floats(), hn::IfThenElseZero(isFinite, words));
    } else {
        return hn::Mul(hn::ConvertTo(Floats(), hn::BitCast(Ints(), words)),
                       hn::Set(Floats(), int32ToUnit));
    }
}
#endif

template <PcmEncoding encoding, bool isBigEndian>
HWY_ATTR void convertMono(const std::byte* bytes, int numFrames,
                          float* out) noexcept CPPMUSIC_NONBLOCKING
{
    constexpr int size = PcmLayout{encoding, isBigEndian, 1}.bytesPerSample();
    int i = 0;
#if HWY_TARGET != HWY_SCALAR
    for (; (numFrames - i) * size >= loadedBytes && i + 4 <= numFrames; i += 4)
        hn::StoreU(loadFour<encoding, isBigEndian>(bytes + i * size), Floats(), out + i);
#endif
    convertStrided<encoding, isBigEndian>(bytes + i * size, size, numFrames - i, out + i);
}

template <PcmEncoding encoding, bool isBigEndian>
HWY_ATTR void convertStereo(const std::byte* bytes, int numFrames, float* left,
                            float* right) noexcept CPPMUSIC_NONBLOCKING
{
    constexpr int size = PcmLayout{encoding, isBigEndian, 1}.bytesPerSample();
    int i = 0;
#if HWY_TARGET != HWY_SCALAR
    constexpr int needed = 4 * size + loadedBytes; // of the two loads of four frames
    for (; (numFrames - i) * 2 * size >= needed && i + 4 <= numFrames; i += 4) {
        const std::byte* at = bytes + i * 2 * size;
        const auto first = loadFour<encoding, isBigEndian>(at);
        const auto second = loadFour<encoding, isBigEndian>(at + 4 * size);
        hn::StoreU(hn::ConcatEven(Floats(), second, first), Floats(), left + i);
        hn::StoreU(hn::ConcatOdd(Floats(), second, first), Floats(), right + i);
    }
#endif
    const std::byte* rest = bytes + i * 2 * size;
    convertStrided<encoding, isBigEndian>(rest, 2 * size, numFrames - i, left + i);
    convertStrided<encoding, isBigEndian>(rest + size, 2 * size, numFrames - i, right + i);
}

template <PcmEncoding... encodings>
constexpr PcmTable makeTable()
{
    PcmTable table{};
    int at = 0;
    const auto add = [&](auto little, auto big, auto littleStereo, auto bigStereo) {
        table.mono[at] = little;
        table.mono[at + 1] = big;
        table.stereo[at] = littleStereo;
        table.stereo[at + 1] = bigStereo;
        at += 2;
    };
    (add(&convertMono<encodings, false>, &convertMono<encodings, true>,
         &convertStereo<encodings, false>, &convertStereo<encodings, true>),
     ...);
    return table;
}

/// Of this target.
const PcmTable* tableOfTarget()
{
    static constexpr PcmTable table = makeTable<PcmEncoding::int16, PcmEncoding::int24,
                                                PcmEncoding::int32, PcmEncoding::float32>();
    return &table;
}

} // namespace
} // namespace HWY_NAMESPACE
} // namespace cppmusic::audio
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cppmusic::audio {

namespace {

HWY_EXPORT(tableOfTarget);
/// Chosen before main, so that the audio thread only reads it.
const PcmTable* const chosenTable = HWY_DYNAMIC_DISPATCH(tableOfTarget)();

using ConvertStrided = void (*)(const std::byte*, int, int, float*) noexcept CPPMUSIC_NONBLOCKING;

constexpr ConvertStrided stridedTable[8] = {
    &convertStrided<PcmEncoding::int16, false>,   &convertStrided<PcmEncoding::int16, true>,
    &convertStrided<PcmEncoding::int24, false>,   &convertStrided<PcmEncoding::int24, true>,
    &convertStrided<PcmEncoding::int32, false>,   &convertStrided<PcmEncoding::int32, true>,
    &convertStrided<PcmEncoding::float32, false>, &convertStrided<PcmEncoding::float32, true>};

} // namespace

void pcmToFloat(const PcmLayout& layout, const std::byte* bytes, int numFrames,
                float* const* channels, int numChannels) noexcept CPPMUSIC_NONBLOCKING
{
    const std::size_t row =
        2 * static_cast<std::size_t>(layout.encoding) + (layout.isBigEndian ? 1 : 0);
    if (layout.channels == 1) {
        chosenTable->mono[row](bytes, numFrames, channels[0]);
        return;
    }
    if (layout.channels == 2 && numChannels == 2) {
        chosenTable->stereo[row](bytes, numFrames, channels[0], channels[1]);
        return;
    }
    for (int c = 0; c < numChannels; ++c)
        stridedTable[row](bytes + c * layout.bytesPerSample(), layout.bytesPerFrame(), numFrames,
                          channels[c]);
}

} // namespace cppmusic::audio
#endif
