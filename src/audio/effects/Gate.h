// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/effects/DynamicsEffect.h"
#include "audio/simd/GateKernel.h"

namespace cppmusic::audio {

/// A gate and downward expander, "cppmusic.gate": opens when the peak of both channels reaches the
/// threshold, stays open while it is above threshold − hysteresis and for the hold time after; when
/// closed, each dB below the threshold is made `ratio` dB, at most down to the range. With
/// "sidechain" on it listens to input port 1. Attack and release are time constants (63 %) of the
/// gain in dB. Controls are taken on the control grid; the smoothed gain hides their steps. It can
/// filter its key and look ahead (audio/effects/KeyPath.h).
class Gate final : public DynamicsEffect {
public:
    /// Ids "threshold", "hysteresis", "ratio", "range", "attack", "hold", "release", "sidechain",
    /// "keyLowCut", "keyHighCut", "listen", "lookAhead". The last is taken at prepare().
    enum Parameter : int {
        threshold,
        hysteresis,
        ratio,
        range,
        attack,
        hold,
        release,
        sidechain,
        keyLowCut,
        keyHighCut,
        listen,
        lookAhead,
        numParameters
    };
    /// By so much the measured level falls behind a peak.
    static constexpr double fallDbPerSecond = 300.0;

    Gate();
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
        return isPathSteady();
    }
    void close() noexcept CPPMUSIC_NONBLOCKING;
    double tailSeconds(const Values&) const noexcept CPPMUSIC_NONBLOCKING override;

    GateKernel kernel_ = gateKernel();
    GateLane lane_;
    bool isKeyed_ = false;
};

} // namespace cppmusic::audio
