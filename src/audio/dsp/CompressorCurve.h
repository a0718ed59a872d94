// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

namespace cppmusic::audio {

/// The static curve of a compressor: what the desktop draws, and what the sound settles on. Levels
/// in dBFS. Straight below and above the knee, a parabola in it: D. Giannoulis, M. Massberg and
/// J. D. Reiss, "Digital Dynamic Range Compressor Design" (JAES 60, 2012), equation 4. [any]
struct CompressorCurve {
    float thresholdDb = -18.0f;
    float ratio = 3.0f;  ///< 1 and up
    float kneeDb = 6.0f; ///< its width; below narrowestKnee it is hard
    static constexpr float narrowestKnee = 1.0e-3f;

    /// dB of output lost for each dB of input above the knee, −1 … 0.
    [[nodiscard]] constexpr float slope() const noexcept CPPMUSIC_NONBLOCKING
    {
        return 1.0f / ratio - 1.0f;
    }
    /// The knee's gain is bend() · (dB above its foot)².
    [[nodiscard]] constexpr float bend() const noexcept CPPMUSIC_NONBLOCKING
    {
        return kneeDb < narrowestKnee ? 0.0f : slope() / (2.0f * kneeDb);
    }
    /// dB, 0 or less.
    [[nodiscard]] constexpr float gainAt(float levelDb) const noexcept CPPMUSIC_NONBLOCKING
    {
        const float over = levelDb - thresholdDb;
        const float half = 0.5f * kneeDb;
        if (over <= -half) return 0.0f;
        if (over >= half) return slope() * over;
        return bend() * (over + half) * (over + half);
    }
    /// Without make-up.
    [[nodiscard]] constexpr float outputAt(float levelDb) const noexcept CPPMUSIC_NONBLOCKING
    {
        return levelDb + gainAt(levelDb);
    }
    /// The automatic make-up: half of what full scale is turned down by.
    [[nodiscard]] constexpr float autoMakeUpDb() const noexcept CPPMUSIC_NONBLOCKING
    {
        return -0.5f * gainAt(0.0f);
    }
};

} // namespace cppmusic::audio
