// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/LinkwitzRiley.h"
#include "audio/effects/ReductionMeter.h"
#include "audio/effects/StereoEffect.h"

namespace cppmusic::audio {

/// A de-esser, "cppmusic.deesser": a Linkwitz-Riley crossover of fourth order takes out the
/// sibilants, whose peak, linked over both channels and falling in a straight line, goes through a
/// compressor's curve with a knee of 6 dB; the reduction stops at the range and turns down the
/// highs alone, or everything. Attack and release are time constants (63 %) of the gain in dB.
/// While nothing is turned down the magnitude is flat; the crossover turns the phase.
class DeEsser final : public StereoEffect, public ReductionSource {
public:
    /// Ids "frequency", "threshold", "ratio", "range", "attack", "release", "mode", "listen".
    enum Parameter : int {
        frequency,
        threshold,
        ratio,
        range,
        attack,
        release,
        mode,
        listen,
        numParameters
    };
    static constexpr float kneeDb = 6.0f;
    static constexpr double fadeSeconds = 0.01;
    static constexpr double peakFallDbPerSecond = 3000.0;

    DeEsser();
    float takeReductionDb() noexcept override { return meter_.takeDb(); }

private:
    using Run = std::array<float, controlInterval>;
    void prepareEffect(const PrepareSpec&) override;
    void clear() noexcept CPPMUSIC_NONBLOCKING override;
    void updateControls(const ControlPoint&) noexcept CPPMUSIC_NONBLOCKING override;
    void processRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING override;
    [[nodiscard]] bool isSteady() const noexcept CPPMUSIC_NONBLOCKING override { return isSteady_; }
    double tailSeconds(const Values&) const noexcept CPPMUSIC_NONBLOCKING override;
    bool fade(float& amount, ControlRamp&, bool isOn,
              bool isImmediate) noexcept CPPMUSIC_NONBLOCKING;
    void findGains(const StereoRun& highs, Run& gains, int frames) noexcept CPPMUSIC_NONBLOCKING;

    CrossoverTuning tuning_;
    LinkwitzRiley crossover_;
    float attackFactor_ = 0.0f, releaseFactor_ = 0.0f;
    float peakFall_ = 0.0f; // dB a frame
    float peakDb_ = 0.0f, gainDb_ = 0.0f;
    float fadeStep_ = 0.1f;
    float wide_ = 0.0f, listening_ = 0.0f; // how far they are faded in
    bool isSteady_ = true;
    ControlRamp threshold_, slope_, range_, wideRamp_, listenRamp_;
    ReductionMeter meter_;
};

} // namespace cppmusic::audio
