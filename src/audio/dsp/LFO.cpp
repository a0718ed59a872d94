// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/dsp/LFO.h"

#include "audio/dsp/FastMath.h"
#include "core/MathUtils.h"

#include <algorithm>

namespace cppmusic::audio {

namespace {

constexpr double unit = 1099511627776.0; // 2^40, one cycle
constexpr std::uint64_t fractionMask = (std::uint64_t{1} << 40) - 1;

float shapeValue(LfoShape shape, std::uint64_t phase, std::uint32_t seed) noexcept
{
    const double x = static_cast<double>(phase & fractionMask) / unit;
    switch (shape) {
    case LfoShape::sine: return static_cast<float>(core::math::sin(core::math::twoPi * x));
    case LfoShape::triangle:
        return static_cast<float>(x < 0.25 ? 4.0 * x : x < 0.75 ? 2.0 - 4.0 * x : 4.0 * x - 4.0);
    case LfoShape::saw: return static_cast<float>(x < 0.5 ? 2.0 * x : 2.0 * x - 2.0);
    case LfoShape::square: return x < 0.5 ? 1.0f : -1.0f;
    case LfoShape::sampleAndHold: {
        const std::uint64_t cycle = phase >> 40;
        const auto bits = hashBits((static_cast<std::uint64_t>(seed) << 32) ^ cycle);
        return static_cast<float>(static_cast<std::int32_t>(bits)) * (1.0f / 2147483648.0f);
    }
    }
    return 0.0f;
}

} // namespace

void LFO::setRate(double hz, double sampleRate) noexcept CPPMUSIC_NONBLOCKING
{
    increment_ = static_cast<std::uint64_t>(std::clamp(hz / sampleRate, 0.0, 0.5) * unit);
}

float LFO::value(LfoShape shape, std::uint32_t seed) const noexcept CPPMUSIC_NONBLOCKING
{
    return shapeValue(shape, phase_, seed);
}

float LFO::valueAhead(LfoShape shape, double offset,
                      std::uint32_t seed) const noexcept CPPMUSIC_NONBLOCKING
{
    return shapeValue(shape, phase_ + static_cast<std::uint64_t>(offset * unit), seed);
}

} // namespace cppmusic::audio
