// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/effects/ReductionMeter.h"
#include "audio/effects/StereoEffect.h"

namespace cppmusic::audio {

/// A transient shaper, "cppmusic.transient": raises or lowers onsets and what rings on, whatever
/// their level. Three followers of the peak of both channels, in dB, which falls in a straight line
/// between a tone's peaks: a quick one, one that rises slowly and one that falls slowly. By how
/// much the quick one is above the slowly rising one is the onset, by how much it is below the
/// slowly falling one the sustain; d dB of either change the gain by amount · d/(d + 6 dB). After
/// the envelope-difference principle of the SPL Transient Designer (R. Gier, P. White,
/// "Differential Envelope Technology"). At its defaults it passes samples untouched.
class TransientShaper final : public StereoEffect, public ReductionSource {
public:
    /// Ids "attack", "sustain", "speed", "output", "mix".
    enum Parameter : int { attack, sustain, speed, output, mix, numParameters };
    static constexpr double quickSeconds = 0.0003;  ///< rise of the quick followers
    static constexpr double fallSeconds = 0.03;     ///< fall of the quick one
    static constexpr double sustainSeconds = 0.6;   ///< fall of the slow one
    static constexpr double smoothSeconds = 0.0005; ///< of the gain

    static constexpr double peakFallDbPerSecond = 300.0;

    TransientShaper();
    /// What it turns down; what it raises is not told. [main]
    float takeReductionDb() noexcept override { return meter_.takeDb(); }

private:
    void prepareEffect(const PrepareSpec&) override;
    void clear() noexcept CPPMUSIC_NONBLOCKING override;
    void updateControls(const ControlPoint&) noexcept CPPMUSIC_NONBLOCKING override;
    void processRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING override;
    [[nodiscard]] bool isSteady() const noexcept CPPMUSIC_NONBLOCKING override { return isSteady_; }
    double tailSeconds(const Values&) const noexcept CPPMUSIC_NONBLOCKING override;
    float shape(float levelDb, float onset, float ringing) noexcept CPPMUSIC_NONBLOCKING;

    float peakFall_ = 0.0f; // dB a frame
    float quickRise_ = 0.0f, fall_ = 0.0f, slowRise_ = 0.0f, slowFall_ = 0.0f, smoothing_ = 0.0f;
    float peak_ = 0.0f, quick_ = 0.0f, rising_ = 0.0f, falling_ = 0.0f; // dB
    float gainDb_ = 0.0f;
    bool isSteady_ = true;
    ControlRamp attack_, sustain_, output_, mix_;
    ReductionMeter meter_;
};

} // namespace cppmusic::audio
