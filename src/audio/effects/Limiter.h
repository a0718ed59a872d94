// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/LookAheadGain.h"
#include "audio/dsp/TruePeakDetector.h"
#include "audio/effects/ReductionMeter.h"
#include "audio/effects/StereoEffect.h"

#include <memory>
#include <vector>

namespace cppmusic::audio {

/// A look-ahead limiter, "cppmusic.limiter": no sample ever above the ceiling, or with "truePeak"
/// on no point of the curve between the samples either. The gain each frame needs has arrived when
/// its peak comes out (audio/dsp/LookAheadGain.h); both channels share it. A true peak that the
/// moving gain itself makes is caught by a second, shorter stage. Delays by latencyFrames().
class Limiter final : public StereoEffect, public ReductionSource {
public:
    /// Ids "gain", "ceiling", "release", "truePeak", "releaseMode". "truePeak" is taken at
    /// prepare().
    enum Parameter : int { gain, ceiling, release, truePeak, releaseMode, numParameters };
    static constexpr double lookAheadSeconds = 0.0015;

    Limiter();
    [[nodiscard]] int latencyFrames() const noexcept override { return latency_; }
    float takeReductionDb() noexcept override { return meter_.takeDb(); }

private:
    /// The sound on its way, and the gain that meets it.
    struct Stage {
        LookAheadGain gain;
        std::array<std::vector<float>, 2> delayed; ///< rings of delay + 1
        std::size_t position = 0;
        int delay = 0;
        void prepare(int averageFrames, int steadyFrames, int detectorFrames);
        void clear() noexcept CPPMUSIC_NONBLOCKING;
        /// `needed` become the gains that were applied.
        void run(float* left, float* right, float* needed,
                 int frames) noexcept CPPMUSIC_NONBLOCKING;
    };
    using Detectors = std::array<TruePeakDetector, 2>;
    using Run = std::array<float, controlInterval>;

    void prepareEffect(const PrepareSpec&) override;
    void clear() noexcept CPPMUSIC_NONBLOCKING override;
    void updateControls(const ControlPoint&) noexcept CPPMUSIC_NONBLOCKING override;
    void processRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING override;
    double tailSeconds(const Values&) const noexcept CPPMUSIC_NONBLOCKING override;
    [[nodiscard]] bool isSteady() const noexcept CPPMUSIC_NONBLOCKING override
    {
        return !gain_.isMoving() && !ceiling_.isMoving();
    }
    void findNeeds(std::size_t stage, const float* left, const float* right, const Run& ceilings,
                   float* needed, int frames) noexcept CPPMUSIC_NONBLOCKING;

    int latency_ = 0;
    std::vector<Stage> stages_{1};
    std::vector<Detectors> detectors_; // of every stage; none limits samples only
    ControlRamp gain_, ceiling_;
    ReductionMeter meter_;
};

} // namespace cppmusic::audio
