// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/Sanitise.h"
#include "core/RealtimeAttributes.h"

namespace cppmusic::audio {

/// A second-order section, normalised to a0 = 1. The designs are those of R. Bristow-Johnson,
/// "Cookbook formulae for audio EQ biquad filter coefficients". Frequencies are held in 1 Hz …
/// 0.49·fs, Q above 0. [any]
struct BiquadCoefficients {
    double b0 = 1.0, b1 = 0.0, b2 = 0.0, a1 = 0.0, a2 = 0.0;

    static BiquadCoefficients lowPass(double hz, double q,
                                      double sampleRate) noexcept CPPMUSIC_NONBLOCKING;
    static BiquadCoefficients highPass(double hz, double q,
                                       double sampleRate) noexcept CPPMUSIC_NONBLOCKING;
    /// 0 dB at the centre.
    static BiquadCoefficients bandPass(double hz, double q,
                                       double sampleRate) noexcept CPPMUSIC_NONBLOCKING;
    static BiquadCoefficients notch(double hz, double q,
                                    double sampleRate) noexcept CPPMUSIC_NONBLOCKING;
    static BiquadCoefficients allPass(double hz, double q,
                                      double sampleRate) noexcept CPPMUSIC_NONBLOCKING;
    static BiquadCoefficients peak(double hz, double q, double gainDb,
                                   double sampleRate) noexcept CPPMUSIC_NONBLOCKING;
    static BiquadCoefficients lowShelf(double hz, double q, double gainDb,
                                       double sampleRate) noexcept CPPMUSIC_NONBLOCKING;
    static BiquadCoefficients highShelf(double hz, double q, double gainDb,
                                        double sampleRate) noexcept CPPMUSIC_NONBLOCKING;

    /// |H| at a frequency, linear.
    [[nodiscard]] double magnitudeAt(double hz, double sampleRate) const noexcept;
    friend bool operator==(const BiquadCoefficients&, const BiquadCoefficients&) = default;
};

/// Runs a section in transposed direct form II, state in double. [audio]
class Biquad {
public:
    BiquadCoefficients coefficients;

    float next(float input) noexcept CPPMUSIC_NONBLOCKING
    {
        const auto x = static_cast<double>(input);
        const double y = coefficients.b0 * x + first_;
        first_ = (coefficients.b1 * x - coefficients.a1 * y) + second_;
        second_ = coefficients.b2 * x - coefficients.a2 * y;
        return static_cast<float>(y);
    }
    void reset() noexcept CPPMUSIC_NONBLOCKING { first_ = second_ = 0.0; }
    void flush() noexcept CPPMUSIC_NONBLOCKING
    {
        first_ = flushTiny(first_);
        second_ = flushTiny(second_);
    }

private:
    double first_ = 0.0;
    double second_ = 0.0;
};

} // namespace cppmusic::audio
