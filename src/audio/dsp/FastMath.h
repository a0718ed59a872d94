// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

#include <algorithm>
#include <bit>
#include <cstdint>

/// Elementary functions in single precision for loops over samples: only +, −, ×, ÷ and integer
/// operations, so the same bits everywhere, and plain enough for the compiler to vectorise. [any]
namespace cppmusic::audio {

/// log2(x) for normal x > 0; error ≤ 2e-7 absolute near 1, ≤ 2 ulp elsewhere. The mantissa by a
/// polynomial through Chebyshev's points of log2(1 + m)/m, since a division costs more.
[[nodiscard]] inline float fastLog2(float x) noexcept CPPMUSIC_NONBLOCKING
{
    constexpr std::uint32_t sqrtHalfBits = 0x3f3504f3u; // sqrt(0.5)
    const auto bits = std::bit_cast<std::uint32_t>(x);
    const auto shifted = bits - sqrtHalfBits;
    const int exponent = static_cast<int>(shifted) >> 23;
    const float mantissa =
        std::bit_cast<float>(bits - (static_cast<std::uint32_t>(exponent) << 23)); // 0.707 … 1.414
    const float m = mantissa - 1.0f;
    float p = 0.232652575f + m * -0.14275974f;
    for (const float c :
         {-0.249271825f, 0.287288874f, -0.360225171f, 0.480916709f, -0.721352935f, 1.44269502f})
        p = c + m * p;
    return static_cast<float>(exponent) + m * p;
}

/// 2^x, x clamped to ±126; relative error ≤ 2e-7; exactly 1 at 0. A polynomial on ±½ likewise.
[[nodiscard]] inline float fastExp2(float x) noexcept CPPMUSIC_NONBLOCKING
{
    const float clamped = std::min(126.0f, std::max(-126.0f, x));
    const int whole = static_cast<int>(clamped + 128.5f) - 128;
    const float f = clamped - static_cast<float>(whole);
    float power = 0.00133908633f + f * 0.000154531634f;
    for (const float c : {0.00961808302f, 0.0555035695f, 0.240226507f, 0.693147182f, 1.0f})
        power = c + f * power;
    const float scale = std::bit_cast<float>(static_cast<std::uint32_t>(whole + 127) << 23);
    return power * scale;
}

/// tanh(x); error ≤ 3e-7 absolute.
[[nodiscard]] inline float fastTanh(float x) noexcept CPPMUSIC_NONBLOCKING
{
    const float clamped = std::min(9.0f, std::max(-9.0f, x));
    return 1.0f - 2.0f / (fastExp2(clamped * 2.885390082f) + 1.0f);
}

/// Well mixed 32 bits of any 64 (the finaliser of splitmix64, S. Vigna): the seed of everything
/// random in a note.
[[nodiscard]] constexpr std::uint32_t hashBits(std::uint64_t value) noexcept
{
    value += 0x9e3779b97f4a7c15ull;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ull;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebull;
    return static_cast<std::uint32_t>((value ^ (value >> 31)) >> 32);
}

} // namespace cppmusic::audio
