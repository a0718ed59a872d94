// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstdint>

namespace cppmusic::audio {

/// Between two numbers of the noise (the golden ratio in 64 bits).
inline constexpr std::uint64_t ditherStep = 0x9E3779B97F4A7C15ull;

/// Rounds samples to integers of `bits` bits with triangular noise of ±1 LSB (TPDF dither: the mean
/// and the variance of the error don't depend on the signal; Lipshitz, Wannamaker and Vanderkooy,
/// JAES 40/5, 1992). The numbers come from a seed, so the same samples give the same bits. [any]
class TpdfDither {
public:
    TpdfDither(int bits, bool isOn, std::uint64_t seed) noexcept
        : scale_(std::ldexp(1.0, bits - 1)), isOn_(isOn), state_(seed)
    {
    }

    /// The seed with which a dither goes on after so many samples.
    static constexpr std::uint64_t stateBefore(std::uint64_t seed, std::uint64_t samples) noexcept
    {
        return seed + 2 * samples * ditherStep;
    }

    /// Full scale ±1 becomes ±2^(bits−1), clipped to what fits; NaN and infinity become 0.
    std::int32_t quantise(float sample) noexcept
    {
        const double first = isOn_ ? uniform() : 0.0;
        const double second = isOn_ ? uniform() : 0.0;
        const double noise = first - second;
        const double value = std::isfinite(sample) ? static_cast<double>(sample) * scale_ : 0.0;
        const double rounded = std::floor(value + noise + 0.5);
        return static_cast<std::int32_t>(rounded < -scale_        ? -scale_
                                         : rounded > scale_ - 1.0 ? scale_ - 1.0
                                                                  : rounded);
    }

private:
    /// 0 … 1; SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
    double uniform() noexcept
    {
        state_ += ditherStep;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
        z ^= z >> 31;
        return static_cast<double>(z >> 11) * 0x1.0p-53;
    }

    double scale_;
    bool isOn_;
    std::uint64_t state_;
};

} // namespace cppmusic::audio
