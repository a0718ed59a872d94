// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/effects/BatchedEffect.h"
#include "audio/simd/CompressorKernel.h"

namespace cppmusic::audio {

/// A feed-forward compressor, "cppmusic.compressor": soft knee, peak detection linked over both
/// channels, gain reduction smoothed in decibels. With "sidechain" on it listens to input port 1
/// instead of its own sound. After D. Giannoulis, M. Massberg and J. D. Reiss,
/// "Digital Dynamic Range Compressor Design" (JAES 60, 2012). Attack and release are time constants
/// (63 %).
class Compressor final : public BatchedEffect {
public:
    /// Ids "threshold", "ratio", "attack", "release", "knee", "makeUp", "mix",
    /// "sidechain".
    enum Parameter : int {
        threshold,
        ratio,
        attack,
        release,
        knee,
        makeUp,
        mix,
        sidechain,
        numParameters
    };

    Compressor();
    [[nodiscard]] const void* batchKey() const noexcept CPPMUSIC_NONBLOCKING override;
    void prefetch() const noexcept CPPMUSIC_NONBLOCKING override;

    /// Gain in dB (0 or less) that the static curve gives to a level in dB; `slope` = 1/ratio − 1.
    [[nodiscard]] static float staticGain(float levelDb, float thresholdDb, float slope,
                                          float kneeDb) noexcept CPPMUSIC_NONBLOCKING;

private:
    void prepareEffect(const PrepareSpec&) override {}
    void clear() noexcept CPPMUSIC_NONBLOCKING override { lane_.gainDb = 0.0f; }
    void updateControls(const ControlPoint&) noexcept CPPMUSIC_NONBLOCKING override;
    void runLanes(LaneRun&, std::span<const BatchItem>) noexcept CPPMUSIC_NONBLOCKING override;
    [[nodiscard]] bool usesKey() const noexcept CPPMUSIC_NONBLOCKING override { return isKeyed_; }
    [[nodiscard]] bool isSteady() const noexcept CPPMUSIC_NONBLOCKING override
    {
        return !lane_.controls.isMoving;
    }
    double tailSeconds(const Values&) const noexcept CPPMUSIC_NONBLOCKING override;

    CompressorKernel kernel_ = compressorKernel();
    CompressorLane lane_;
    bool isKeyed_ = false;
};

} // namespace cppmusic::audio
