// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/Sanitise.h"
#include "core/MathUtils.h"
#include "core/RealtimeAttributes.h"

#include <cmath>
#include <cstdint>

namespace cppmusic::audio {

/// The factor of a one-pole smoother that goes 63 % of the way in `seconds`; 0 for no time at all.
[[nodiscard]] inline double smoothingFactor(double seconds,
                                            double sampleRate) noexcept CPPMUSIC_NONBLOCKING
{
    return seconds <= 0.0 ? 0.0 : core::math::exp(-1.0 / (seconds * sampleRate));
}

/// Follows the level of a signal. Peak: rises with the attack, falls with the release time
/// constant. RMS: the root of the mean square over one time constant, the attack; the release is
/// not used. Linear, full scale 1. [audio]
class LevelDetector {
public:
    enum class Kind : std::uint8_t { peak, rms };

    void set(Kind kind, double attackSeconds, double releaseSeconds,
             double sampleRate) noexcept CPPMUSIC_NONBLOCKING
    {
        kind_ = kind;
        attack_ = smoothingFactor(attackSeconds, sampleRate);
        release_ = kind == Kind::rms ? attack_ : smoothingFactor(releaseSeconds, sampleRate);
    }
    float next(float input) noexcept CPPMUSIC_NONBLOCKING
    {
        const double x = static_cast<double>(input);
        const double target = kind_ == Kind::peak ? std::abs(x) : x * x;
        const double factor = target > state_ ? attack_ : release_;
        state_ = target + factor * (state_ - target);
        return level();
    }
    [[nodiscard]] float level() const noexcept CPPMUSIC_NONBLOCKING
    {
        // The root is a single correctly rounded instruction, the same everywhere.
        return static_cast<float>(kind_ == Kind::peak ? state_ : std::sqrt(state_));
    }
    void reset() noexcept CPPMUSIC_NONBLOCKING { state_ = 0.0; }
    void flush() noexcept CPPMUSIC_NONBLOCKING { state_ = flushTiny(state_); }

private:
    Kind kind_ = Kind::peak;
    double attack_ = 0.0;
    double release_ = 0.0;
    double state_ = 0.0;
};

} // namespace cppmusic::audio
