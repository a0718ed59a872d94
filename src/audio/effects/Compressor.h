// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/effects/StereoEffect.h"

namespace cppmusic::audio {

/// A feed-forward compressor, "cppmusic.compressor": soft knee, peak detection linked over both
/// channels, gain reduction smoothed in decibels. After D. Giannoulis, M. Massberg and J. D. Reiss,
/// "Digital Dynamic Range Compressor Design" (JAES 60, 2012). Attack and release are time constants
/// (63 %).
class Compressor final : public StereoEffect {
public:
    /// Ids "threshold", "ratio", "attack", "release", "knee", "makeUp", "mix".
    enum Parameter : int { threshold, ratio, attack, release, knee, makeUp, mix, numParameters };

    Compressor();

    /// Gain in dB (0 or less) that the static curve gives to a level in dB; `slope` = 1/ratio − 1.
    [[nodiscard]] static float staticGain(float levelDb, float thresholdDb, float slope,
                                          float kneeDb) noexcept CPPMUSIC_NONBLOCKING;

private:
    void prepareEffect(const PrepareSpec&) override {}
    void clear() noexcept CPPMUSIC_NONBLOCKING override { gainDb_ = 0.0f; }
    void updateControls(const ControlPoint&) noexcept CPPMUSIC_NONBLOCKING override;
    void processRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING override;
    double tailSeconds(const Values&) const noexcept CPPMUSIC_NONBLOCKING override;

    ControlRamp threshold_, slope_, knee_, makeUp_, mix_;
    float attackFactor_ = 0.0f;
    float releaseFactor_ = 0.0f;
    float gainDb_ = 0.0f;
};

} // namespace cppmusic::audio
