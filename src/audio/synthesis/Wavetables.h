// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace cppmusic::audio {

/// One cycle of a waveform with a limited number of harmonics.
struct WavetableLevel {
    const float* samples = nullptr; ///< samples[−1 … size + 1] can be read
    int logSize = 0;                ///< size = 2^logSize
    int harmonics = 0;
};

/// A waveform as a stack of band-limited tables, three to the octave, from 1536 harmonics down
/// to 1. A level is chosen so that its highest harmonic stays below half the sample rate: no
/// aliases come from the waveform, and the top third of an octave below half the rate is at most
/// missing.
class WavetableStack {
public:
    static constexpr int maxHarmonics = 1536;
    enum class Shape : std::uint8_t { sine, triangle, saw };

    explicit WavetableStack(Shape); // [main]

    /// The richest level that may sound at `increment` (2³² = one cycle a frame). [audio]
    [[nodiscard]] const WavetableLevel&
    levelFor(std::uint32_t increment) const noexcept CPPMUSIC_NONBLOCKING
    {
        const std::uint32_t limit = increment == 0 ? 0x80000000u : 0x80000000u / increment;
        const auto harmonics =
            limit > maxHarmonics ? std::size_t{maxHarmonics} : std::size_t{limit};
        return levels_[levelOf_[harmonics]];
    }

private:
    void build(Shape);

    std::vector<std::vector<float>> storage_;
    std::vector<WavetableLevel> levels_;
    std::array<std::uint8_t, maxHarmonics + 1> levelOf_{}; // by the number of harmonics allowed
};

/// The tables of all oscillators, made once and shared while anyone holds them. The saw rises from
/// −1 to 1 through 0 at half a cycle, the triangle starts at 0 and rises, the sine is a sine.
struct Wavetables {
    WavetableStack sine{WavetableStack::Shape::sine};
    WavetableStack triangle{WavetableStack::Shape::triangle};
    WavetableStack saw{WavetableStack::Shape::saw};

    [[nodiscard]] static std::shared_ptr<const Wavetables> shared(); // [main]
};

} // namespace cppmusic::audio
