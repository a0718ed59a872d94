// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/SyncedLFO.h"
#include "audio/effects/StereoEffect.h"

namespace cppmusic::audio {

/// A level that swings, "cppmusic.tremolo"; with the channels in opposite phase, an auto-pan.
class Tremolo final : public StereoEffect {
public:
    /// Ids "sync", "rate", "note", "shape", "depth", "phase" (cycles between the channels),
    /// "smooth", "gain".
    enum Parameter : int { sync, rate, note, shape, depth, phase, smooth, gain, numParameters };

    Tremolo();

private:
    void prepareEffect(const PrepareSpec&) override {}
    void clear() noexcept CPPMUSIC_NONBLOCKING override {}
    void updateControls(const ControlPoint&) noexcept CPPMUSIC_NONBLOCKING override;
    void processRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING override;
    void skipControls(int count) noexcept CPPMUSIC_NONBLOCKING override { lfo_.skip(count); }
    [[nodiscard]] bool isSteady() const noexcept CPPMUSIC_NONBLOCKING override { return true; }
    double tailSeconds(const Values&) const noexcept CPPMUSIC_NONBLOCKING override { return 0.0; }

    SyncedLFO lfo_;
    std::array<ControlRamp, 2> gains_; // with the output's
    std::array<float, 2> smoothed_{};  // of the shape, −1…1
};

} // namespace cppmusic::audio
