// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

#include <cstdint>

namespace cppmusic::audio {

enum class LfoShape : std::uint8_t { sine, triangle, saw, square, sampleAndHold };

/// A low-frequency oscillator, read on the control grid. Its phase is a whole number of 2⁻⁴⁰
/// cycles, so advancing by any runs gives the same phase, and it can be placed by the transport or
/// by a note so that renders repeat. [audio]
class LFO {
public:
    void setRate(double hz, double sampleRate) noexcept CPPMUSIC_NONBLOCKING;
    /// Where it stands so many frames after its start (a note, the start of playback).
    void placeAt(std::int64_t frames) noexcept CPPMUSIC_NONBLOCKING
    {
        phase_ = increment_ * static_cast<std::uint64_t>(frames);
    }
    /// Where it stands after so many cycles, 0 and up.
    void placeAtCycle(double cycles) noexcept CPPMUSIC_NONBLOCKING
    {
        phase_ = static_cast<std::uint64_t>(cycles * 0x1p40);
    }
    void advance(int frames) noexcept CPPMUSIC_NONBLOCKING
    {
        phase_ += increment_ * static_cast<std::uint64_t>(frames);
    }
    /// Another one's phase.
    void follow(const LFO& other) noexcept CPPMUSIC_NONBLOCKING { phase_ = other.phase_; }

    /// −1…1. Sine, triangle and saw start at 0 and rise; the square starts at 1; sample & hold
    /// gives a new value of `seed` each cycle.
    [[nodiscard]] float value(LfoShape shape,
                              std::uint32_t seed = 0) const noexcept CPPMUSIC_NONBLOCKING;
    /// The same, `offset` cycles (0–1) ahead.
    [[nodiscard]] float valueAhead(LfoShape shape, double offset,
                                   std::uint32_t seed = 0) const noexcept CPPMUSIC_NONBLOCKING;

private:
    std::uint64_t phase_ = 0; // upper 24 bits count cycles
    std::uint64_t increment_ = 0;
};

} // namespace cppmusic::audio
