// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/CompressorCurve.h"
#include "audio/effects/DynamicsEffect.h"
#include "audio/simd/CompressorKernel.h"

namespace cppmusic::audio {

/// A compressor, "cppmusic.compressor": soft knee, level linked over both channels, gain reduction
/// smoothed in decibels; it settles on CompressorCurve. With "sidechain" on it listens to input
/// port 1 instead of its own sound. After D. Giannoulis, M. Massberg and J. D. Reiss, "Digital
/// Dynamic Range Compressor Design" (JAES 60, 2012). Attack and release are time constants (63 % of
/// a step in dB). It can listen to its output and let go by itself (audio/dsp/CompressorLoop.h),
/// take the RMS, filter its key and look ahead (audio/effects/KeyPath.h).
class Compressor final : public DynamicsEffect {
public:
    /// Ids "threshold", "ratio", "attack", "release", "knee", "makeUp", "mix", "sidechain",
    /// "topology", "detector", "rmsTime", "autoRelease", "autoMakeUp", "keyLowCut", "keyHighCut",
    /// "listen", "lookAhead". The last is taken at prepare().
    enum Parameter : int {
        threshold,
        ratio,
        attack,
        release,
        knee,
        makeUp,
        mix,
        sidechain,
        topology,
        detector,
        rmsTime,
        autoRelease,
        autoMakeUp,
        keyLowCut,
        keyHighCut,
        listen,
        lookAhead,
        numParameters
    };

    Compressor();
    [[nodiscard]] const void* batchKey() const noexcept CPPMUSIC_NONBLOCKING override;
    void prefetch() const noexcept CPPMUSIC_NONBLOCKING override;

private:
    void prepareEffect(const PrepareSpec&) override;
    void clear() noexcept CPPMUSIC_NONBLOCKING override;
    void updateControls(const ControlPoint&) noexcept CPPMUSIC_NONBLOCKING override;
    void runKernel(LaneRun&, std::span<const BatchItem>) noexcept CPPMUSIC_NONBLOCKING override;
    [[nodiscard]] bool usesKey() const noexcept CPPMUSIC_NONBLOCKING override { return isKeyed_; }
    [[nodiscard]] bool isSteady() const noexcept CPPMUSIC_NONBLOCKING override
    {
        return !lane_.controls.isMoving && isPathSteady();
    }
    double tailSeconds(const Values&) const noexcept CPPMUSIC_NONBLOCKING override;
    void updateTimes(bool isImmediate) noexcept CPPMUSIC_NONBLOCKING;

    CompressorKernel kernel_ = compressorKernel();
    CompressorLane lane_;
    bool isKeyed_ = false;
    CompressorLoop loop_;
};

} // namespace cppmusic::audio
