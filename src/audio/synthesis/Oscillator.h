// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/synthesis/Wavetables.h"
#include "core/RealtimeAttributes.h"

#include <cstdint>

namespace cppmusic::audio {

enum class Waveform : std::uint8_t { saw, square, triangle, sine };

/// Cycles a frame as a 32-bit phase increment; frequencies outside 0 … half the rate are clamped.
/// Exact to 0.00001 Hz at 48 kHz.
[[nodiscard]] std::uint32_t phaseIncrement(double hz,
                                           double sampleRate) noexcept CPPMUSIC_NONBLOCKING;

/// Alias-free periodic oscillator from band-limited tables with cubic interpolation. The phase is a
/// 32-bit integer, so any cutting into runs gives the same bits. [audio]
class Oscillator {
public:
    /// A sound of one pitch for one run.
    struct Tone {
        const Wavetables* tables = nullptr; ///< not null
        Waveform waveform = Waveform::saw;
        std::uint32_t increment = 0;
        float pulseWidth = 0.5f; ///< of the square, 0.05–0.95
    };

    void setPhase(std::uint32_t phase) noexcept CPPMUSIC_NONBLOCKING { phase_ = phase; }
    void skip(std::uint32_t increment, int frames) noexcept CPPMUSIC_NONBLOCKING
    {
        phase_ += increment * static_cast<std::uint32_t>(frames);
    }
    /// Adds the wave to `left` and, when not null, `right`, with these gains.
    void addTo(const Tone& tone, float gainLeft, float gainRight, float* left, float* right,
               int frames) noexcept CPPMUSIC_NONBLOCKING;

private:
    std::uint32_t phase_ = 0;
};

/// White noise between −1 and 1, the same for the same seed. [audio]
class Noise {
public:
    void seed(std::uint32_t seed) noexcept CPPMUSIC_NONBLOCKING
    {
        state_ = seed != 0 ? seed : 0x6d2b79f5u;
    }
    /// xorshift32, G. Marsaglia, 2003.
    float next() noexcept CPPMUSIC_NONBLOCKING
    {
        state_ ^= state_ << 13;
        state_ ^= state_ >> 17;
        state_ ^= state_ << 5;
        return static_cast<float>(static_cast<std::int32_t>(state_)) * (1.0f / 2147483648.0f);
    }

private:
    std::uint32_t state_ = 0x6d2b79f5u;
};

} // namespace cppmusic::audio
