// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/simd/LaneRun.h"

#include <cstdint>

namespace cppmusic::audio {

/// One band of an equaliser as a step of its two states, s and t, for an input x:
///   y = through·x + fromFirst·s + fromSecond·t
///   s' = s + drive·(x − t) − damp·s,   t' = t + drive·s + lift·(x − t)
/// which is the state-variable filter by trapezoidal integration of audio/dsp/EqualiserBand.h.
struct EqualiserStep {
    enum Coefficient : std::size_t {
        drive,
        damp,
        lift,
        through,
        fromFirst,
        fromSecond,
        numCoefficients
    };
};

/// The state of one stereo equaliser of five bands.
struct EqualiserLane {
    static constexpr std::size_t numBands = 5;
    /// Five times EqualiserStep's coefficients, and two of no meaning.
    static constexpr std::size_t numControls = 32;
    static constexpr std::size_t numStates = 12;

    LaneRamps<numControls> controls;
    /// Of each channel: the two states of each band.
    std::array<std::array<float, numStates>, 2> states{};
    /// Bit b: band b changes the sound. The states of the others are 0 and they pass all.
    std::uint32_t activeBands = 0;
};

using EqualiserKernel = void (*)(LaneRun&,
                                 EqualiserLane* const* states) noexcept CPPMUSIC_NONBLOCKING;
/// For the instruction set in use. [main]
[[nodiscard]] EqualiserKernel equaliserKernel();

} // namespace cppmusic::audio
