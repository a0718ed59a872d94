// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/SyncedLFO.h"
#include "audio/effects/StereoEffect.h"

namespace cppmusic::audio {

/// A chain of first-order all-passes whose corner wanders, "cppmusic.phaser": each pair of stages
/// is a notch. All-passes by trapezoidal integration (V. Zavalishin, "The Art of VA Filter
/// Design"), so they stay stable at any speed.
class Phaser final : public StereoEffect {
public:
    /// Ids "sync", "rate", "note", "stages", "centre", "depth", "feedback", "spread", "mix",
    /// "gain".
    enum Parameter : int {
        sync,
        rate,
        note,
        stages,
        centre,
        depth,
        feedback,
        spread,
        mix,
        gain,
        numParameters
    };
    static constexpr int maxStages = 12;

    Phaser();

private:
    void prepareEffect(const PrepareSpec&) override {}
    void clear() noexcept CPPMUSIC_NONBLOCKING override;
    void updateControls(const ControlPoint&) noexcept CPPMUSIC_NONBLOCKING override;
    void processRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING override;
    void skipControls(int count) noexcept CPPMUSIC_NONBLOCKING override { lfo_.skip(count); }
    [[nodiscard]] bool isSteady() const noexcept CPPMUSIC_NONBLOCKING override;
    double tailSeconds(const Values&) const noexcept CPPMUSIC_NONBLOCKING override;

    struct Channel {
        std::array<float, maxStages> states{};
        ControlRamp factor; ///< g / (1 + g)
        float back = 0.0f;  ///< the end of the chain, one frame ago
    };

    SyncedLFO lfo_;
    std::array<Channel, 2> channels_;
    /// How much of the chain's end after 2, 4 … 12 stages is heard: a change of number is a fade.
    std::array<ControlRamp, maxStages / 2> ends_;
    ControlRamp feedback_, mix_, gain_;
};

} // namespace cppmusic::audio
