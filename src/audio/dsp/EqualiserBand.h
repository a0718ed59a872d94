// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

#include <cstdint>

namespace cppmusic::audio {

enum class BandType : std::uint8_t {
    peaking,
    lowShelf,
    highShelf,
    highPass,
    lowPass,
    notch,
    bandPass ///< 0 dB at its frequency
};

/// What a band follows towards half the sample rate.
enum class BandResponse : std::uint8_t {
    cookbook, ///< the bilinear transform: everything is squeezed below half the sample rate
    matched   ///< the analogue filter's magnitude up to 20 kHz (audio/dsp/MatchedDesign.h)
};

/// What one band of an equaliser is asked for.
struct EqualiserBand {
    BandType type = BandType::peaking;
    double hz = 1000.0;  ///< held in 5 Hz … 0.49·fs
    double gainDb = 0.0; ///< of peaking and shelves
    double q = 0.7071;   ///< above 0
    BandResponse response = BandResponse::cookbook;
    friend bool operator==(const EqualiserBand&, const EqualiserBand&) = default;
};

/// A second-order filter as a state-variable filter by trapezoidal integration: with the states s
/// and t, the input x and a1 = 1/(1 + g·(g + k)),
///   v1 = a1·s + g·a1·(x − t),   v2 = t + g·v1,   y = m0·x + m1·v1 + m2·v2,
///   s' = 2·v1 − s,   t' = 2·v2 − t.
/// The step from (s, t) to (s', t') is the Cayley transform of a system that only loses energy, so
/// it never makes s² + t² larger; nor does any mixture of two such steps. Hence it stays stable
/// while g and k, or the coefficients of the steps themselves, move at any speed.
/// The responses of BandResponse::cookbook are those of R. Bristow-Johnson (both are bilinear
/// transforms of the same analogue filters). After A. Simper, "Solving the continuous SVF equations
/// using trapezoidal integration and equivalent currents" (Cytomic, 2013), and V. Zavalishin, "The
/// Art of VA Filter Design".
struct SvfDesign {
    double g = 0.0, k = 1.0; ///< tan(π·f/fs), damping
    double m0 = 1.0, m1 = 0.0, m2 = 0.0;

    /// [any]
    static SvfDesign of(const EqualiserBand&, double sampleRate) noexcept CPPMUSIC_NONBLOCKING;
    /// Linear gain at a frequency. [any]
    [[nodiscard]] double magnitudeAt(double hz, double sampleRate) const noexcept;
    /// Seconds in which the slower of its two states falls by 120 dB. [any]
    [[nodiscard]] double decaySeconds(double sampleRate) const noexcept CPPMUSIC_NONBLOCKING;
};

} // namespace cppmusic::audio
