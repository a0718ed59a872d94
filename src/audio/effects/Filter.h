// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/StateVariableFilter.h"
#include "audio/effects/StereoEffect.h"

namespace cppmusic::audio {

/// A resonant filter with drive, "cppmusic.filter": low, high, band or notch, 12 or 24 dB an
/// octave. An envelope follower moves the cutoff by up to `amount` octaves: in full from a level of
/// −6 dBFS on.
class Filter final : public StereoEffect {
public:
    /// Ids "mode", "slope", "cutoff", "resonance", "drive", "mix", "amount", "attack",
    /// "release".
    enum Parameter : int {
        mode,
        slope,
        cutoff,
        resonance,
        drive,
        mix,
        amount,
        attack,
        release,
        numParameters
    };

    Filter();

private:
    void prepareEffect(const PrepareSpec&) override {}
    void clear() noexcept CPPMUSIC_NONBLOCKING override;
    void updateControls(const ControlPoint&) noexcept CPPMUSIC_NONBLOCKING override;
    void processRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING override;
    double tailSeconds(const Values&) const noexcept CPPMUSIC_NONBLOCKING override;
    [[nodiscard]] bool isSteady() const noexcept CPPMUSIC_NONBLOCKING override
    {
        return !isFollowing() && !gain_.isMoving() && !firstDamping_.isMoving() &&
               !secondDamping_.isMoving() && !drive_.isMoving() && !driveBlend_.isMoving() &&
               !mix_.isMoving();
    }
    template <class Pick>
    void run(int channel, float* samples, int frames, Pick pick) noexcept CPPMUSIC_NONBLOCKING;
    /// The level still moves the cutoff.
    [[nodiscard]] bool isFollowing() const noexcept CPPMUSIC_NONBLOCKING
    {
        return isFollowed_ && level_ > 0.0f;
    }
    void follow(const float* left, const float* right, int frames) noexcept CPPMUSIC_NONBLOCKING;
    void filterChannel(int channel, float* samples, int frames) noexcept CPPMUSIC_NONBLOCKING;

    std::array<std::array<StateVariableFilter, 2>, 2> stages_; // channel, stage
    ControlRamp gain_, firstDamping_, secondDamping_, drive_, driveBlend_, mix_;
    float level_ = 0.0f; ///< of the louder channel
    float rise_ = 1.0f, fall_ = 1.0f;
    bool isFollowed_ = false;
    int mode_ = 0;
    bool isSteep_ = false;
};

} // namespace cppmusic::audio
